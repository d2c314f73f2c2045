"""What is done about the linked pages of evidence when it is recorded or corrected."""

from functools import partial
from typing import Any

from django.db import transaction
from django_q.tasks import async_task

from loa.monitoring.actions.copying import keep_announced_text, look_again_soon
from loa.monitoring.enums import EvidenceState, Source
from loa.monitoring.events import evidence_changed, evidence_recorded
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence

__all__ = ["listen"]

READ = "loa.monitoring.tasks.read_page"
"""The task that looks at one page, by the name under which it is queued."""


def listen() -> None:
    """Connects the signals; called once, when the applications are ready."""
    evidence_recorded.connect(_recorded, dispatch_uid="monitoring-pages")
    evidence_changed.connect(_changed, dispatch_uid="monitoring-pages")


def _recorded(*, evidence: Evidence, happening: Happening, **_: Any) -> None:
    """What a person records is looked at at once; what comes in numbers waits for the next round over all sites."""
    keep_announced_text(evidence, happening)
    if evidence.link and evidence.source == Source.PERSON:
        transaction.on_commit(partial(async_task, READ, evidence.pk))


def _changed(*, evidence: Evidence, **_: Any) -> None:
    if evidence.link and evidence.state == EvidenceState.RECORDED:
        look_again_soon(evidence)
