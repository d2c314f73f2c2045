"""The words of monitoring."""

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["LayingState"]


class LayingState(models.TextChoices):
    """How far a plan has come on its way into the calendar."""

    WAITING = "waiting", _("waiting to be laid out")
    RUNNING = "running", _("being laid out")
    DONE = "done", _("laid out")
    FAILED = "failed", _("could not be laid out")
