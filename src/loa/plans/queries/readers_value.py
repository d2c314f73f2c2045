"""What the reader found beside what a person made of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from loa.plans.models import Obligation
from loa.plans.queries.wording import FIELDS, field_label, field_text, language
from loa.reading.model import Party, Quota
from loa.writing.wording import codes_text, deadline_text, label, parties_text, quota_text

__all__ = ["Reading", "reading_of"]

_LISTS = {"kind": "kind", "cadence": "cadence", "channels": "channel"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One field: what the reader found and what counts now, in words."""

    name: str
    found: str
    counts: str

    @property
    def differs(self) -> bool:
        return self.found.casefold() != self.counts.casefold()


def reading_of(obligation: Obligation) -> list[Reading]:
    """Field by field; empty where no reader was at work. Parties have to be fetched along."""
    if not obligation.read_as:
        return []
    rows = (
        Reading(field_label(field), _words(field, obligation.read_as.get(field)), field_text(obligation, field))
        for field in FIELDS
    )
    return [row for row in rows if row.found or row.counts]


def _words(field: str, value: Any) -> str:
    """A value of the JSON of a reading in words."""
    if value is None or value == []:
        return ""
    if field in _LISTS:
        return codes_text(_LISTS[field], _many(value), language())
    if field == "quotas":
        return "; ".join(quota_text(Quota(**quota), language()) for quota in value)
    if field in {"lead", "coordinate", "reports_to", "via"}:
        return parties_text((_party(one) for one in _many(value)), language())
    if field == "deadline":
        return deadline_text(value, language())
    return label("window", value, language()) if field == "window" else str(value)


def _many(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]


def _party(value: Any) -> Party:
    return Party(group=value["group"]) if isinstance(value, dict) else Party(name=str(value))
