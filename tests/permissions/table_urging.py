"""The lines of the table about urging and inspection, as the values of `Way`."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.permissions.world import World

__all__ = ["URGING"]

STANDING = "occurrences.see"


def _nothing(_here: World) -> Sequence[Any]:
    return ()


def _mine(here: World) -> Sequence[Any]:
    return (here.mine.key,)


def _draft(here: World) -> Sequence[Any]:
    return (here.urged.draft.key, "sign")


def _round(here: World) -> Sequence[Any]:
    return (here.urged.round.key,)


def _finding(here: World) -> Sequence[Any]:
    return (here.urged.finding.key,)


def _model(here: World) -> Sequence[Any]:
    return (here.urged.good_model.key,)


def _way(name: str, args: Callable[[World], Sequence[Any]] = _nothing, **told: Any) -> dict[str, Any]:
    return {"name": name, "args": args, **told}


URGING: tuple[dict[str, Any], ...] = (
    _way("monitoring:reminders"),
    _way("monitoring:reminder-effect"),
    _way("monitoring:reminder-steps", _mine, needs="reminders.configure"),
    _way("monitoring:letters"),
    _way("monitoring:letter", lambda here: (here.urged.letter.key,), sees=STANDING),
    _way("monitoring:letter-file", lambda here: (here.urged.letter.key, "docx"), sees=STANDING),
    # A draft is seen by everybody who works at the agency, and by nobody else.
    _way("monitoring:letter-deed", _draft, sees="feeds.make", needs="letters.sign"),
    _way("monitoring:explanations"),
    _way("monitoring:ask-explanation", needs="explanations.ask", anywhere=True),
    _way("monitoring:explanation", lambda here: (here.urged.explanation.key,), sees=STANDING),
    _way("monitoring:inspections"),
    _way("monitoring:new-inspection", needs="inspections.plan", anywhere=True),
    _way("monitoring:inspection", _round, sees=STANDING),
    _way("monitoring:change-inspection", _round, sees=STANDING, needs="inspections.plan"),
    _way("monitoring:plan-visits", _round, sees=STANDING, needs="inspections.plan"),
    _way("monitoring:visit", lambda here: (here.urged.visit.key,), sees=STANDING),
    _way("monitoring:visit-minutes", lambda here: (here.urged.visit.key, "docx"), sees=STANDING),
    _way(
        "monitoring:visit-deed", lambda here: (here.urged.planned.key, "open"), sees=STANDING, needs="inspections.hold"
    ),
    _way("monitoring:findings"),
    _way("monitoring:finding", _finding, sees=STANDING),
    _way(
        "monitoring:finding-deed",
        lambda here: (here.urged.finding.key, "remedy"),
        sees=STANDING,
        needs="findings.remedy",
    ),
    _way("monitoring:finding-photo", lambda here: (here.urged.photo.key,), sees=STANDING),
    _way("monitoring:commendations"),
    _way("monitoring:propose-commendations", needs="commendations.propose", anywhere=True),
    _way("monitoring:commendation", lambda here: (here.urged.commendation.key,), sees=STANDING),
    _way("monitoring:good-models"),
    _way("monitoring:add-good-model", needs="models.add", anywhere=True),
    _way("monitoring:good-model", _model, sees=STANDING),
    _way("monitoring:change-good-model", _model, sees=STANDING, needs="models.add"),
    _way("monitoring:approve-good-model", _model, sees=STANDING, needs="models.approve"),
)  # fmt: skip
