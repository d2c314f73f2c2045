"""What the reader found beside what a person made of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from loa.plans.models import Obligation
from loa.plans.queries.wording import field_label, field_text, language, telling_fields
from loa.reading.model import Party, Quota
from loa.writing.wording import codes_text, deadline_text, label, parties_text, quota_text

__all__ = ["Reading", "reading_of"]

_BODIES = frozenset({"lead", "coordinate", "reports_to", "via"})
_LISTS = {"kind": "kind", "cadence": "cadence", "channels": "channel"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One field: what the reader found and what counts now, in words; `differs` where a person changed it."""

    name: str
    found: str
    counts: str
    differs: bool


def reading_of(obligation: Obligation) -> list[Reading]:
    """Field by field; empty where no reader was at work. Parties have to be fetched along."""
    if not obligation.read_as:
        return []
    rows = (_reading(obligation, field) for field in telling_fields(obligation))
    return [row for row in rows if row.found or row.counts]


def _reading(obligation: Obligation, field: str) -> Reading:
    found = _words(field, (obligation.read_as or {}).get(field))
    differs = found.casefold() != _as_named(obligation, field).casefold()
    return Reading(field_label(field), found, field_text(obligation, field), differs)


def _as_named(obligation: Obligation, field: str) -> str:
    """What counts now, bodies by the names they have in the plan: that one was found in Loa corrects nothing."""
    if field not in _BODIES:
        return field_text(obligation, field)
    rows = [row for row in obligation.parties.all() if row.role == field]
    named = (Party(group=row.group) if row.group else Party(name=row.name or str(row.agency)) for row in rows)
    return parties_text(named, language())


def _words(field: str, value: Any) -> str:
    """A value of the JSON of a reading in words."""
    if value is None or value == []:
        return ""
    if field in _LISTS:
        return codes_text(_LISTS[field], _many(value), language())
    if field == "quotas":
        return "; ".join(quota_text(Quota(**quota), language()) for quota in value)
    if field in _BODIES:
        return parties_text((_party(one) for one in _many(value)), language())
    if field == "deadline":
        return deadline_text(value, language())
    return label("window", value, language()) if field == "window" else str(value)


def _many(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]


def _party(value: Any) -> Party:
    return Party(group=value["group"]) if isinstance(value, dict) else Party(name=str(value))
