"""Finds where a text names bodies and groups of bodies, alone and in lists, whatever they are called in the result."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from loa.reading.headwords import group_at, headwords_at, is_headword
from loa.reading.lexicon import rule
from loa.reading.name_end import name_end, suffix_end
from loa.reading.naming import compounds
from loa.reading.passage import Passage

__all__ = ["Body", "body_list", "find_bodies"]

_BRACKET = re.compile(r"\s*\([^()]{0,60}\)(?=\s*[,;:])")
_ELIDING = ("agency.department", "agency.division")
_APART = 5
"""How many characters may stand between two boards of one committee."""


@dataclass(frozen=True, slots=True)
class Body:
    """A part of a passage that names a body or group; `group` is the code of a group, None for a single body."""

    start: int
    end: int
    rule: str
    printed: str
    group: str | None = None


def _at(name: str, passage: Passage, position: int) -> re.Match[str] | None:
    return rule("bodies", f"body.{name}").pattern.match(passage.match, position)


@lru_cache(maxsize=1024)
def find_bodies(passage: Passage, *, only_names: bool = False) -> tuple[Body, ...]:
    """Every body and group the passage names, in order, none inside another.

    `only_names`: the text is nothing but names (a table cell, an attribute), so that no verb can end one.
    """
    out: list[Body] = []
    position = 0
    start = rule("bodies", "body.start").pattern
    while found := start.search(passage.match, position):
        bodies = _bodies_at(passage, found.start(), only_names)
        if bodies:
            out.extend(bodies)
            position = max(_after_owner(passage, bodies[-1].end, only_names), found.start() + 1)
        else:
            position = found.end()
    return tuple(_share_committee(out))


def body_list(passage: Passage, start: int, *, only_names: bool = False) -> tuple[list[Body], int]:
    """The bodies of a list that begins at `start`, and where the list ends (at `start` when there is none)."""
    out: list[Body] = []
    position = _skip_title(passage, start)
    while bodies := _bodies_at(passage, position, only_names):
        out.extend(bodies)
        after = _after_bracket(passage, _after_owner(passage, bodies[-1].end, only_names))
        separator = _at("separator", passage, after)
        if separator is None or separator.end() == after or not separator.group().strip(" "):
            return _share_committee(out), after
        position = _skip_title(passage, separator.end())
    return _share_committee(out), out[-1].end if out else start


def _share_committee(found: list[Body]) -> list[Body]:
    """`Ban Tuyên giáo, Ban Dân vận Huyện ủy`: the committee named last is that of all boards before it."""
    out = list(found)
    last = re.compile(rule("bodies", "body.last-committee").pattern.pattern, re.IGNORECASE)
    for i in range(len(out) - 2, -1, -1):
        here, after = out[i], out[i + 1]
        if not here.rule == after.rule == "agency.board" or after.start - here.end > _APART:
            continue
        suffix = last.search(after.printed)
        if suffix and not last.search(here.printed):
            out[i] = replace(here, printed=here.printed + suffix.group())
    return out


def _skip_title(passage: Passage, position: int) -> int:
    title = _at("title", passage, position)
    return title.end() if title and not group_at(passage.match, position) else position


def _after_owner(passage: Passage, position: int, only_names: bool) -> int:
    """Past the body that the one before belongs to (`Trung tâm … thuộc Sở Xây dựng`): it is not addressed."""
    owned = _at("owned", passage, position)
    owner = _named_at(passage, owned.end(), only_names) if owned else []
    return owner[0].end if owner else position


def _after_bracket(passage: Passage, position: int) -> int:
    """Past a short bracket that follows a name (`(sau đây gọi là …)`)."""
    bracket = _BRACKET.match(passage.match, position)
    return bracket.end() if bracket else position


def _bodies_at(passage: Passage, position: int, only_names: bool) -> list[Body]:
    return _sharing_at(passage, position) or _groups_at(passage, position) or _named_at(passage, position, only_names)


def _groups_at(passage: Passage, position: int) -> list[Body]:
    found = group_at(passage.match, position)
    if found is None:
        return []
    known, end = found
    return [Body(position, end, known.id, passage.spelled[position:end], code) for code in known.gives.split()]


def _sharing_at(passage: Passage, position: int) -> list[Body]:
    """`các Sở: Nội vụ, Tài chính, Tư pháp`: the headword once, then names."""
    found = _at("shared-headword", passage, position)
    if found is None or not compounds().match(passage.match, found.end()):
        return []
    return _sharing(passage, found.end(), found.group("head").capitalize())


def _sharing(passage: Passage, position: int, head: str) -> list[Body]:
    """The names from `position` on that share one headword."""
    out: list[Body] = []
    while name := compounds().match(passage.match, position):
        if not passage.text[position].isupper():
            break
        end = suffix_end(passage, name.end())
        out.append(Body(position, end, "agency.elided", f"{head} {passage.spelled[position:end]}"))
        joint = _at("next-shared", passage, end)
        if joint is None:
            break
        position = joint.end()
    return out


def _named_at(passage: Passage, position: int, only_names: bool) -> list[Body]:
    for known, head_end in headwords_at(passage.match, position):
        end = name_end(passage, head_end, known.gives, only_names=only_names)
        if end is not None:
            first = Body(position, end, known.id, passage.spelled[position:end])
            return [first, *_elided_after(passage, first)]
    return []


def _elided_after(passage: Passage, first: Body) -> list[Body]:
    """`Sở Nội vụ, Tài chính`: further names under the same headword."""
    if first.rule not in _ELIDING:
        return []
    joint = _at("next-elided", passage, first.end)
    if joint is None or not passage.text[joint.end() : joint.end() + 1].isupper():
        return []
    if group_at(passage.match, joint.end()) or is_headword(passage.match, joint.end()):
        return []
    return _sharing(passage, joint.end(), passage.text[first.start :].split(" ", 1)[0].capitalize())
