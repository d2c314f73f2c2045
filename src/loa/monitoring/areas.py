"""Which areas of administrative reform a text speaks of, by the vocabulary of `areas.toml`."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from loa.monitoring.enums import ReformArea

__all__ = ["Rule", "areas_of", "rules", "smooth", "speaks_of_reform"]

_ENOUGH = 3
"""Points from which a text speaks of an area: one mention of its name, or several of what belongs to it."""

_MOST = 3
_LONGEST = 60_000
_IN_TITLE = 2
_OLD_PLACE = re.compile(r"(o)([àáảãạ])(?!\w)|(o)([èéẻẽẹ])(?!\w)|((?<!q)u)([ỳýỷỹỵ])(?!\w)")
_MARKED = "àáảãạèéẻẽẹỳýỷỹỵ"
_TONES = {"o": "òóỏõọ", "u": "ùúủũụ"}


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that tell of an area."""

    id: str
    area: ReformArea
    weight: int
    pattern: re.Pattern[str]
    hits: Sequence[str]
    misses: Sequence[str]

    def found_in(self, text: str) -> int:
        """How often they stand in a text as `smooth` gives it."""
        return sum(1 for _ in self.pattern.finditer(text))


@cache
def rules() -> Sequence[Rule]:
    """All rules in their order."""
    raw = tomllib.loads((resources.files("loa.monitoring") / "areas.toml").read_text("utf-8"))
    return tuple(_rule(entry) for entry in raw["rule"])


def _rule(entry: dict[str, str]) -> Rule:
    told = dict(entry)
    pattern = re.compile(rf"(?<!\w)(?:{told.pop('pattern')})(?!\w)")
    del told["why"]
    return Rule(pattern=pattern, area=ReformArea(told.pop("area")), **told)  # type: ignore[arg-type]  # as in the file


def areas_of(text: str) -> list[ReformArea]:
    """The areas a text speaks of, most of all first; its first line is its title. Empty when it speaks of none.

    Direction is everywhere where reform is: it is named beside another area only where it weighs as much.
    """
    points = _points(text)
    most = max(points.values(), default=0)
    found = [area for area, count in points.most_common() if count >= _ENOUGH and count * 3 >= most]
    rest: list[ReformArea] = [area for area in found if area is not ReformArea.DIRECTION]
    if rest and points[ReformArea.DIRECTION] < most:
        found = rest
    return found[:_MOST]


def speaks_of_reform(text: str) -> bool:
    """Whether a text speaks of administrative reform at all, by its first line or by enough of the others."""
    return max(_points(text).values(), default=0) >= _ENOUGH


def _points(text: str) -> Counter[ReformArea]:
    title, _, body = text[:_LONGEST].partition("\n")
    points: Counter[ReformArea] = Counter()
    for part, times in ((smooth(title), _IN_TITLE), (smooth(body), 1)):
        for rule in rules():
            count = rule.found_in(part)
            if count:
                points[rule.area] += count * rule.weight * times
    return points


def smooth(text: str) -> str:
    """Lower case, blanks joined, tone marks where the rules have them."""
    lower = " ".join(unicodedata.normalize("NFC", text).lower().split())
    return _OLD_PLACE.sub(_moved, lower)


def _moved(found: re.Match[str]) -> str:
    """`oá` as `óa`: both spellings are in use, the rules have the first vowel marked."""
    first, second = (part for part in found.groups() if part)
    letter, tone = divmod(_MARKED.index(second), 5)
    return _TONES[first][tone] + "aey"[letter]
