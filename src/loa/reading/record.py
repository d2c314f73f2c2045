"""What is noted while the fields of one duty are read: values, the marks that explain them, and doubts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loa.reading.agencies import FoundParty, party_list
from loa.reading.duties import Duty
from loa.reading.errors import Message
from loa.reading.found import Found
from loa.reading.lexicon import rule
from loa.reading.lines import Locator
from loa.reading.model import Doubt, Mark, Party, Quota
from loa.reading.naming import Naming
from loa.reading.passage import Passage

__all__ = ["Context", "Fields", "Record", "code_of"]

_HELPS = re.compile(r"\s+(?:cùng\s+|tham gia\s+)*phối hợp")


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for a whole document: how bodies are named, the plan's year, the issuer's tier, and its places."""

    naming: Naming
    year: int | None
    tier: str
    locate: Locator


@dataclass(slots=True)
class Fields:
    """The fields of one duty with the marks and doubts that explain them."""

    lead: list[Party] = field(default_factory=list)
    coordinate: list[Party] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    cadence: list[str] = field(default_factory=list)
    quotas: list[Quota] = field(default_factory=list)
    deadline: str | None = None
    window: str | None = None
    channels: list[str] = field(default_factory=list)
    reports_to: list[Party] = field(default_factory=list)
    via: Party | None = None
    topic: str | None = None
    marks: list[Mark] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


class Record:
    """A duty in its document, and the fields read so far."""

    def __init__(self, duty: Duty, context: Context) -> None:
        self.duty = duty
        self.context = context
        self.naming = context.naming
        self.fields = Fields()

    def values(self, *roles: str) -> list[tuple[Passage, str]]:
        """The attribute values or row cells of the given roles, with the rule that named them."""
        if self.duty.row is not None:
            cells = [(self.duty.row.cell(role), f"column.{role}") for role in roles]
            return [(cell, why) for cell, why in cells if cell]
        return [(a.value, a.rule) for a in self.duty.attributes if a.role in roles and a.value]

    def is_attribute(self, passage: Passage, *roles: str) -> bool:
        """Whether a text below a measure is an attribute line of one of the roles; of any but the form by default."""
        start, end = passage.origin[0], passage.origin[-1]
        return any(
            start <= a.value.origin[0] and a.value.origin[-1] <= end
            for a in self.duty.attributes
            if (a.role in roles if roles else a.role != "form")
        )

    def partners(self, passage: Passage) -> Iterator[tuple[list[FoundParty], int]]:
        """The bodies after each *phối hợp với* of a text, and where each list of them ends."""
        for found in rule("routing", "routing.together-with").pattern.finditer(passage.match):
            yield party_list(passage, found.end(), self.naming)
        for found in rule("routing", "routing.leads-then-helper").pattern.finditer(passage.match):
            parties, end = party_list(passage, found.end(), self.naming)
            if _HELPS.match(passage.match, end):
                yield parties, end

    def mark(self, name: str, found: Found[str], passage: Passage) -> None:
        """Notes the words that gave a field its value; no words (`end` at `start`) leave the place open."""
        place = self.context.locate.of(passage, found.start, found.end) if found.end > found.start else None
        words = passage.text[found.start : found.end]
        self.fields.marks.append(Mark(name, found.value, found.rule, words, place, found.confidence))

    def mark_elsewhere(self, name: str, value: str, rule: str, words: str, confidence: float) -> None:
        """Notes a value that follows from another value: it has no place of its own."""
        self.fields.marks.append(Mark(name, value, rule, words, None, confidence))

    def doubt(self, name: str, code: str, message: Message) -> None:
        """Notes what a person should look at."""
        self.fields.doubts.append(Doubt(name, code, message, self.context.locate.of(self.duty.text)))

    def add_parties(self, name: str, found: Iterable[FoundParty], passage: Passage, rule: str) -> None:
        """Adds bodies to the field of that name, each once."""
        target: list[Party] = getattr(self.fields, name)
        for party in found:
            if party.party not in target:
                target.append(party.party)
                self.mark_party(name, party, passage, f"{rule}+{party.rule}")

    def mark_party(self, name: str, found: FoundParty, passage: Passage, rule: str) -> None:
        """Notes the words that name a body."""
        self.mark(name, Found(code_of(found.party), found.start, found.end, rule, 0.9), passage)


def code_of(party: Party) -> str:
    """The name of a body or the code of a group, as marks show it."""
    return party.name or party.group or ""
