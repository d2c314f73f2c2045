"""A healed piece of text that still knows where each of its characters stands in the source."""

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["CAPITAL", "Passage", "fold", "match_form"]

CAPITAL = "[A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
"""Matches one Vietnamese capital letter; a range such as À-Ỹ would take small letters in."""

_TONES = {
    first + late: early + second
    for first, second, lates, earlies in (
        ("o", "a", "àáảãạ", "òóỏõọ"),
        ("o", "e", "èéẻẽẹ", "òóỏõọ"),
        ("u", "y", "ỳýỷỹỵ", "ùúủũụ"),
    )
    for late, early in zip(lates, earlies, strict=True)
}
_TONE = re.compile(f"(?<!q)(?:{'|'.join(_TONES)})(?![^\\W\\d_])")
_SAME_LENGTH = str.maketrans(
    dict.fromkeys("‐‑‒–—−―", "-")
    | dict.fromkeys("\u00a0\u2007\u202f\t\n\r", " ")
    | {"Ð": "đ", "ð": "đ"}
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‘’", "'")
)
_ODD = re.compile("[" + "".join(map(re.escape, map(chr, _SAME_LENGTH))) + "]")
_MARKS = dict.fromkeys(range(0x300, 0x370))


def match_form(text: str) -> str:
    """The form rules match on: lower case, one dash, one kind of blank and quote, tone marks in the old place
    (open syllables only: `hoà` is `hòa`, but `hoạch` and `quý` have one spelling).

    `text` must be NFC. The result has the same length, so offsets in it are offsets in `text`.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # a few foreign capitals (İ) grow when lowered
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    if _ODD.search(lowered):
        lowered = lowered.translate(_SAME_LENGTH)
    return _TONE.sub(lambda found: _TONES[found.group()], lowered)


def fold(text: str) -> str:
    """Lower case without marks (`Cải cách Đ` → `cai cach d`): for search and for damaged headings, not for meaning."""
    plain = unicodedata.normalize("NFD", match_form(unicodedata.normalize("NFC", text)))
    return plain.translate(_MARKS).replace("đ", "d")


@dataclass(frozen=True)
class Passage:
    """Text in NFC with the source offset of every character, and one more for its end.

    `origin[i]` is the offset of character i in the source; `origin[len(text)]` the offset after the last one.
    """

    text: str
    origin: "array[int]" = field(repr=False, compare=False)

    @classmethod
    def of(cls, source: str, start: int = 0, end: int | None = None) -> "Passage":
        """The characters `source[start:end]`, brought to NFC."""
        end = len(source) if end is None else end
        piece = source[start:end]
        if unicodedata.is_normalized("NFC", piece):
            return cls(piece, array("l", range(start, end + 1)))
        return cls._composed(piece, start)

    @classmethod
    def _composed(cls, piece: str, start: int) -> "Passage":
        out: list[str] = []
        origin = array("l")
        for cluster in re.finditer(r".[\u0300-\u036f]*", piece, re.DOTALL):
            composed = unicodedata.normalize("NFC", cluster.group())
            out.append(composed)
            origin.extend([start + cluster.start()] * len(composed))
        origin.append(start + len(piece))
        return cls("".join(out), origin)

    @classmethod
    def join(cls, parts: Iterable["Passage"], glue: str = " ") -> "Passage":
        """The parts in order with `glue` between them; glue takes the offset of the character before it."""
        texts: list[str] = []
        origin = array("l")
        for part in parts:
            if texts:
                end = origin.pop()
                origin.extend([max(origin[-1], 0) if origin else end] * len(glue))
            texts.append(part.text)
            origin.extend(part.origin)
        if not texts:
            return cls("", array("l", [0]))
        return cls(glue.join(texts), origin)

    @cached_property
    def spelled(self) -> str:
        """The text with known misprints mended, of the same length; the text itself unless `mended` was asked for."""
        return self.text

    @cached_property
    def match(self) -> str:
        """`match_form` of the text as it should be spelled: what the rules of the lexicon are matched against."""
        return match_form(self.spelled)

    def mended(self, mend: "Callable[[str], str]") -> "Passage":
        """The same passage, its `spelled` form mended by a function that keeps the length."""
        spelled = mend(self.text)
        if spelled == self.text:
            return self
        passage = Passage(self.text, self.origin)
        passage.__dict__["spelled"] = spelled
        return passage

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def cut(self, start: int = 0, end: int | None = None) -> "Passage":
        """The part between two offsets of this passage."""
        end = len(self.text) if end is None else end
        start = min(start, end)
        cut = Passage(self.text[start:end], self.origin[start : end + 1])
        for form in ("spelled", "match"):
            if form in self.__dict__:
                cut.__dict__[form] = self.__dict__[form][start:end]
        return cut

    def strip(self, characters: str | None = None) -> "Passage":
        """Without the given characters (blanks by default) at both ends."""
        left = len(self.text) - len(self.text.lstrip(characters))
        right = len(self.text.rstrip(characters))
        return self if (left, right) == (0, len(self.text)) else self.cut(left, max(left, right))

    def squeezed(self) -> "Passage":
        """Every run of white space as one blank, none at the ends."""
        if "  " not in self.text and not re.search(r"[^\S ]", self.text):
            return self.strip()
        keep = array("l")
        out: list[str] = []
        for word in re.finditer(r"\S+", self.text):
            if out:
                out.append(" ")
                keep.append(self.origin[word.start() - 1])
            out.append(word.group())
            keep.extend(self.origin[word.start() : word.end()])
        keep.append(self.origin[len(self.text.rstrip())] if out else self.origin[0])
        return Passage("".join(out), keep)

    def without(self, pattern: re.Pattern[str], put: Callable[[re.Match[str]], str] | None = None) -> "Passage":
        """Every match dropped, or replaced by what `put` gives, which then stands at the place of the match."""
        found = list(pattern.finditer(self.text))
        if not found:
            return self
        texts: list[str] = []
        origin = array("l")
        position = 0
        for match in found:
            texts.append(self.text[position : match.start()])
            origin.extend(self.origin[position : match.start()])
            new = put(match) if put else ""
            texts.append(new)
            origin.extend([self.origin[match.start()]] * len(new))
            position = match.end()
        texts.append(self.text[position:])
        origin.extend(self.origin[position:])
        return Passage("".join(texts), origin)

    def dropping(self, places: "set[int]") -> "Passage":
        """Without the characters at the given offsets."""
        if not places:
            return self
        kept = [i for i in range(len(self.text)) if i not in places]
        origin = array("l", (self.origin[i] for i in kept))
        origin.append(self.origin[-1])
        return Passage("".join(self.text[i] for i in kept), origin)

    def span(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """The source offsets of the least stretch that holds a part of this passage: (start, end), end after it.

        Columns put in reading order may stand out of order in the source, so the ends alone would not do.
        """
        end = len(self.text) if end is None else end
        if end <= start:
            return self.origin[start], self.origin[start]
        first, last = self.origin[start], self.origin[end - 1]
        if last - first == end - 1 - start:  # nothing left out, so nothing out of order
            return first, last + 1
        places = self.origin[start:end]
        return min(places), max(places) + 1
