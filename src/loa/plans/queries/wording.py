"""An obligation in words: each of its fields in the language of the moment."""

from collections.abc import Iterable

from django.utils.translation import get_language

from loa.plans.enums import PartyRole
from loa.plans.models import Obligation, Party
from loa.reading.model import Quota
from loa.writing.wording import Language, codes_text, deadline_text, field_name, label, quota_text

__all__ = [
    "FIELDS",
    "field_label",
    "field_text",
    "fields_text",
    "language",
    "parties_text",
    "party_text",
    "rhythm_text",
    "telling_fields",
]

FIELDS = (
    "text", "lead", "coordinate", "kind", "cadence", "quotas", "deadline", "window", "channels", "reports_to", "via",
    "topic",
)  # fmt: skip
"""The fields of an obligation that say what is to be done, by the names of the annotation guide."""


def language() -> Language:
    """The language of the moment, of the two that Loa speaks."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def field_label(field: str) -> str:
    """The name of a field."""
    return field_name(field, language())


def field_text(obligation: Obligation, field: str) -> str:
    """The value of a field in words, empty where the plan says nothing. Parties have to be fetched along."""
    if field in set(PartyRole):
        return parties_text(obligation.parties.all(), PartyRole(field))
    match field:
        case "text" | "topic":
            return str(getattr(obligation, field))
        case "kind":
            return codes_text("kind", obligation.kinds, language())
        case "cadence" | "channels":
            codes = obligation.cadences if field == "cadence" else obligation.channels
            return codes_text("cadence" if field == "cadence" else "channel", codes, language())
        case "quotas":
            return "; ".join(quota_text(Quota(**quota), language()) for quota in obligation.quotas)
        case "deadline":
            return deadline_text(obligation.deadline, language())
        case _:
            return label("window", obligation.window, language()) if obligation.window else ""


def telling_fields(obligation: Obligation) -> tuple[str, ...]:
    """The fields without a topic that only says again how the words begin."""
    begins = obligation.text.startswith(obligation.topic.rstrip("….").strip())
    return tuple(field for field in FIELDS if field != "topic") if begins else FIELDS


def fields_text(obligation: Obligation, fields: Iterable[str] = FIELDS) -> list[tuple[str, str]]:
    """Name and value of each field that says something."""
    told = ((field_label(field), field_text(obligation, field)) for field in fields)
    return [(name, value) for name, value in told if value]


def rhythm_text(obligation: Obligation) -> str:
    """How often and how many in one line; a number says how often by itself."""
    return field_text(obligation, "quotas") or field_text(obligation, "cadence")


def party_text(party: Party) -> str:
    """The body by the name of the agency it means, else as the plan has it, or the words for a group."""
    if party.group:
        return label("group", party.group, language())
    return party.agency.name if party.agency else party.name


def parties_text(parties: Iterable[Party], role: PartyRole) -> str:
    """The bodies of one role, parted by semicolons because names hold commas."""
    return "; ".join(party_text(party) for party in parties if party.role == role)
