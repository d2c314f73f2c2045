"""What an obligation says, in words, with the reader's value beside the person's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from loa.plans.enums import PartyRole
from loa.plans.models import Obligation
from loa.plans.queries.review_agencies import names_of
from loa.plans.queries.review_content import Body, Content, content_as_read, content_of
from loa.plans.queries.wording import field_label, language
from loa.reading.model import Quota
from loa.writing.wording import codes_text, deadline_text, label, quota_text

__all__ = ["KEYS", "Fact", "body_words", "compared", "doubts_of", "facts_of", "label_of", "words_of"]

KEYS = (
    "text", "lead", "coordinate", "kinds", "cadences", "quotas", "deadline", "window", "channels", "reports_to", "via",
    "requested", "topic",
)  # fmt: skip
"""The fields of an obligation in the order in which a duty is told: who, what, when, how, to whom."""

_NAMES = {"kinds": "kind", "cadences": "cadence"}
"""What the annotation guide calls fields that are called otherwise here."""
_ALWAYS_TOLD = ("lead", "deadline")
"""Fields whose silence is worth knowing."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A field in words. `was` is the reader's value where it differs; `changed` says that it does."""

    key: str
    label: str
    value: str
    was: str = ""
    changed: bool = False


def label_of(key: str) -> str:
    """The name of a field in the language of the moment."""
    return _("Request") if key == "requested" else field_label(_NAMES.get(key, key))


def words_of(content: Content, agencies: Mapping[int, str]) -> dict[str, str]:
    """Every field in words, by `KEYS`; `agencies` are the names of those that are parties."""
    tongue = language()
    parties = {role.value: _parties(content, role, agencies) for role in PartyRole}
    return parties | {
        "text": content.text,
        "topic": content.topic,
        "kinds": codes_text("kind", content.kinds, tongue),
        "cadences": codes_text("cadence", content.cadences, tongue),
        "quotas": "; ".join(_quota(quota) for quota in content.quotas),
        "deadline": deadline_text(content.deadline, tongue),
        "window": label("window", content.window, tongue) if content.window else "",
        "channels": codes_text("channel", content.channels, tongue),
        "requested": _("asked of a body outside the executive") if content.requested else "",
    }


def _quota(quota: Mapping[str, Any]) -> str:
    return quota_text(Quota(**quota), language())


def _parties(content: Content, role: PartyRole, agencies: Mapping[int, str]) -> str:
    return "; ".join(body_words(body, agencies) for body in content.parties if body.role == role)


def body_words(body: Body, agencies: Mapping[int, str]) -> str:
    """A body by the name of its agency, the words for a group, or as the plan names it."""
    if body.group:
        return label("group", body.group, language())
    return agencies.get(body.agency or 0) or body.name


def facts_of(row: Obligation) -> list[Fact]:
    """The fields that say something now or said it to the reader. Parties have to be fetched along."""
    agencies = {party.agency.pk: party.agency.name for party in row.parties.all() if party.agency}
    content = content_of(row)
    now = words_of(content, agencies)
    changed = _changed(row, content)
    read = words_of(content_as_read(row.read_as, requested=row.requested), {}) if row.read_as else {}
    return [
        Fact(key, label_of(key), now[key], read[key] if key in changed else "", key in changed)
        for key in KEYS
        if key in changed or key in _ALWAYS_TOLD or (now[key] and not _repeats(key, content))
    ]


def _repeats(key: str, content: Content) -> bool:
    """Whether a topic says no more than the words begin with, as the reader's mostly do."""
    return key == "topic" and content.text.startswith(content.topic.rstrip("… "))


def _changed(row: Obligation, content: Content) -> set[str]:
    """The keys of the fields in which a person says otherwise than the reader."""
    if row.read_as is None:
        return set()
    return _differing(content, content_as_read(row.read_as, requested=content.requested))


def _differing(one: Content, other: Content) -> set[str]:
    found = set(one.differing(other)) - {"parties"}
    for role in PartyRole:
        mine = [body.as_read for body in one.parties if body.role == role]
        if mine != [body.as_read for body in other.parties if body.role == role]:
            found.add(role.value)
    return found


def compared(one: Content, other: Content) -> list[Fact]:
    """The fields of the first that differ from the second, in words. One query."""
    agencies = names_of({body.agency for body in (*one.parties, *other.parties) if body.agency})
    told = words_of(one, agencies)
    return [Fact(key, label_of(key), told[key]) for key in KEYS if key in _differing(one, other)]


def doubts_of(row: Obligation) -> list[Fact]:
    """What the reader was unsure of, each as the name of the field and a sentence."""
    tongue = language()
    return [
        Fact(doubt["field"], field_label(doubt["field"]), (doubt.get("message") or {}).get(tongue, doubt["code"]))
        for doubt in row.doubts
    ]
