"""What a program with an access token may do, at most: never more than the person it acts for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Scope"]


class Scope(models.TextChoices):
    """Phạm vi của mã truy cập."""

    READ_ORGANIZATIONS = "read:organizations", _("read agencies and what became of them")
    READ_PLANS = "read:plans", _("read plans, their documents and obligations")
    WRITE_PLANS = "write:plans", _("write, review and move on plans")
    READ_OCCURRENCES = "read:occurrences", _("read what is owed when, and why")
    READ_EVIDENCE = "read:evidence", _("read evidence and standing")
    WRITE_EVIDENCE = "write:evidence", _("record evidence and take part in disputes")
