"""Bodies and groups of bodies in a text under the names they have in the result."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from loa.reading.bodies import Body, body_list, find_bodies
from loa.reading.model import Party
from loa.reading.naming import Naming
from loa.reading.passage import Passage

__all__ = ["FoundParty", "find_parties", "party_list", "printed_names"]


@dataclass(frozen=True, slots=True)
class FoundParty:
    """A body or group with the part of the passage that names it and the rule that found it."""

    party: Party
    start: int
    end: int
    rule: str
    printed: str


@lru_cache(maxsize=512)
def find_parties(passage: Passage, naming: Naming, *, only_names: bool = False) -> tuple[FoundParty, ...]:
    """Every body and group the passage names, in order, none inside another.

    `only_names`: the text is nothing but names (a table cell, an attribute), so that no verb can end one.
    """
    return tuple(_named(body, naming) for body in find_bodies(passage, only_names=only_names))


def party_list(
    passage: Passage, start: int, naming: Naming, *, only_names: bool = False
) -> tuple[list[FoundParty], int]:
    """The bodies of a list that begins at `start`, and where the list ends (at `start` when there is none)."""
    bodies, end = body_list(passage, start, only_names=only_names)
    return [_named(body, naming) for body in bodies], end


def _named(body: Body, naming: Naming) -> FoundParty:
    party = Party(group=body.group) if body.group else Party(name=naming.name(body.printed))
    return FoundParty(party, body.start, body.end, body.rule, body.printed)


def printed_names(passages: Iterable[Passage]) -> Iterator[str]:
    """The names of single bodies as printed: what `naming_of` learns the fullest forms from."""
    for passage in passages:
        yield from (body.printed for body in find_bodies(passage) if body.group is None)
