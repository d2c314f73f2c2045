"""What was done with a plan, by whom and when, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loa.audit.queries import Told, history
from loa.audit.wording import Change
from loa.plans.models import Plan
from loa.ui.parts import Event, Tone

__all__ = ["history_of"]

_LABELS: Mapping[str, str | Promise] = {
    "Agencies": _("Agencies"),
    "Agency": _("Agency"),
    "Allowed": _("Allowed"),
    "Amended by": _("Amended by"),
    "Amends": _("Amends"),
    "Amount": _("Changed quota"),
    "Answer": _("Opinion in words"),
    "Answer by": _("Answer by"),
    "Authority": _("Allowed by"),
    "Copied from": _("Copied from"),
    "End": _("Ended"),
    "Obligation": _("Obligation"),
    "Obligations": _("Obligations"),
    "Ref": _("Item"),
    "Reason": _("Reason"),
    "Replace": _("Written anew"),
    "Since": _("From"),
    "Valid from": _("From"),
    "Valid to": _("To"),
    "Years": _("Years moved"),
}
"""The words for values that no field of a plan has, by how the trail names them."""
_SILENT = frozenset({"Sha256", "Size"})
"""Values for machines."""
_OPEN = frozenset(
    f"plans.{verb}"
    for verb in (
        "issue", "record", "put-in-force", "be-amended", "be-superseded", "withdraw", "close", "exempt",
        "revoke-exemption", "name-superior",
    )
)  # fmt: skip
"""What was done for everybody to see. Opinions, returns and corrections were not."""
_TONES: Mapping[str, Tone] = {
    "plans.issue": "success",
    "plans.record": "success",
    "plans.put-in-force": "success",
    "plans.return": "warning",
    "plans.withdraw": "danger",
}


def history_of(plan: Plan, *, whole: bool) -> list[Event]:
    """Newest first, in one query; not `whole` leaves out how it came about, which is the issuer's own affair."""
    return [_event(told) for told in history(plan) if whole or told.verb in _OPEN]


def _event(told: Told) -> Event:
    changes = [change for change in told.changes if change.differs and change.label not in _SILENT]
    text = "; ".join(_words(change) for change in changes)
    return Event(told.title, told.at, told.by, text[:600], tone=_TONES.get(told.verb, "neutral"))


def _words(change: Change) -> str:
    label = str(_LABELS.get(change.label, change.label))
    if not change.before:
        return f"{label}: {change.after}"
    return f"{label}: {change.before} → {change.after or '–'}"
