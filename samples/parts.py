"""The parts of a sample plan (head, title, paragraphs, tables, recipients and signature), read from its `plan.txt`.

This is no reader of plans: it only finds the layout, so that `samples.forms` can print the same plan in other
formats. What the layout does not tell by itself stands in a `form.toml` beside the plan (see `Hints`).
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Grid", "Head", "Hints", "Paragraph", "Part", "Tail", "read_parts"]

_TYPES = {"KẾ HOẠCH", "QUYẾT ĐỊNH", "BÁO CÁO"}
_LABEL = re.compile(r"([IVXLC]+\.|\d+(?:\.\d+)+\.?|\d+\.|[a-zđ]\)|[-+▪])\s+")
_KINDS = ("[IVXLC]+[.]", "[0-9]+[.]", "[0-9.]+", "[a-zđ][)]", "-", "[+]", "▪")
_CHARACTERS_ACROSS = 76
_RULE = re.compile(r"\s*[-_–=]{5,}\s*")
_OPENING = re.compile(r"(Căn cứ|Thực hiện|Triển khai|Xét|Theo|Nhằm|Để |Ủy ban|Uỷ ban)")
_NUMBER_AND_DATE = re.compile(r"\s*(Số\s*:.*?\S)\s{3,}([^\s/][^,:/]*, ngày\b.*)")


@dataclass(frozen=True, slots=True)
class Hints:
    """What `form.toml` says of a `plan.txt` whose layout cannot be told from the text alone."""

    width: int = 0
    """Characters of a full printed line; 0 when every line is a whole paragraph."""
    starts: tuple[str, ...] = ()
    """First words of lines that begin a paragraph although the line before is full."""
    joins: tuple[str, ...] = ()
    """First words of lines that go on with a paragraph although the line before is short."""
    furniture: tuple[str, ...] = ()
    """Patterns of whole lines that belong to the page and not to the text (page numbers, running heads)."""
    attached: str | None = None
    """The first line of a plan that follows the signature of the decision issuing it."""

    @classmethod
    def beside(cls, plan: Path) -> "Hints":
        """The hints of the folder of `plan`, or none. Unknown keys raise TypeError."""
        path = plan.with_name("form.toml")
        if not path.exists():
            return cls()
        known: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items()
        }
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its printed label, or none. `level` is 1 for `I.` to 7 for `▪`, and 0 without a label."""

    label: str
    text: str
    level: int = 0

    @property
    def centred(self) -> bool:
        """A line in capitals between paragraphs, such as the name of the one who decides."""
        return not self.label and self.text.isupper()

    @property
    def heading(self) -> bool:
        """A title rather than a sentence: printed bold."""
        if not self.label:
            names_agency = len(self.text) < 100 and self.text.endswith(":") and not self.text.endswith("sau:")
            return self.centred or names_agency
        return self.level <= 3 and len(self.text) < 160 and not self.text.endswith((".", ";", ":", ",", ")"))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the first row is its head. Rows cut by a page are whole again."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def widths(self) -> tuple[float, ...]:
        """The share of each column in the width: room for its longest word, the rest by its longest text."""
        columns = list(zip(*self.rows, strict=True))
        words = [max(5, *(len(word) for cell in column for word in cell.split())) + 1 for column in columns]
        texts = [max(len(cell) for cell in column) for column in columns]
        free = max(_CHARACTERS_ACROSS - sum(words), 0)
        shares = [word + free * text / sum(texts) for word, text in zip(words, texts, strict=True)]
        return tuple(share / sum(shares) for share in shares)


@dataclass(frozen=True, slots=True)
class Head:
    """The two columns at the top of a document, its number and date, and stamps printed into it."""

    issuer: tuple[str, ...]
    motto: tuple[str, ...]
    number: str
    dated: str
    stamps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tail:
    """The lines of recipients, and those of the signature: the last is the name."""

    recipients: tuple[str, ...]
    signature: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A decision, a plan or an annex, each beginning a page."""

    head: Head | None = None
    title: tuple[str, ...] = ()
    blocks: tuple[Paragraph | Grid, ...] = ()
    tail: Tail | None = None


def read_parts(plan: Path) -> tuple[Part, ...]:
    """The parts of a `plan.txt` in the order of print."""
    hints = Hints.beside(plan)
    drop = re.compile("|".join(hints.furniture) or r"(?!)")
    lines = [line.rstrip() for line in plan.read_text(encoding="utf-8").splitlines() if not drop.fullmatch(line)]
    return tuple(_part(piece, hints) for piece in _pieces(lines, hints))


def _pieces(lines: list[str], hints: Hints) -> Iterator[list[str]]:
    """The lines of each part: an annex begins with its name, an attached plan where the hint says."""
    piece: list[str] = []
    signed = False
    for line in lines:
        if re.match(r"PHỤ LỤC\b", line) or (signed and line == hints.attached):
            yield piece
            piece, signed = [], False
        signed = signed or line.startswith("Nơi nhận")
        piece.append(line)
    yield piece


def _part(lines: list[str], hints: Hints) -> Part:
    """One part: what stands above its name is the head, what follows *Nơi nhận* the tail."""
    named = next((i for i, line in enumerate(lines[:40]) if line.strip() in _TYPES or line.startswith("PHỤ LỤC")), None)
    end = next((i for i, line in enumerate(lines) if line.startswith("Nơi nhận")), len(lines))
    if named is None:
        return Part(blocks=tuple(_blocks(lines[:end], hints)), tail=_tail(lines[end:]))
    first = _end_of_title(lines, named)
    return Part(
        head=_head(lines[:named]),
        title=tuple(line.strip() for line in lines[named:first] if line.strip() and not _RULE.fullmatch(line)),
        blocks=tuple(_blocks(lines[first:end], hints)),
        tail=_tail(lines[end:]),
    )


def _end_of_title(lines: list[str], named: int) -> int:
    """The index of the first line after the title that stands under the name of the document."""
    index = named + 1
    while index < len(lines) and not lines[index].strip():
        index += 1
    while index < len(lines) and lines[index].strip() and not _OPENING.match(lines[index]):
        if "\t" in lines[index] or _LABEL.match(lines[index]):
            break
        index += 1
    return index


def _head(lines: list[str]) -> Head | None:
    """The head, from lines of either column or of both side by side."""
    found: dict[str, list[str]] = {"issuer": [], "motto": [], "number": [], "dated": [], "stamps": []}
    for line in lines:
        both = _NUMBER_AND_DATE.fullmatch(line)
        for piece in both.groups() if both else _columns(line):
            found[_place_in_head(piece, bool(found["number"]))].append(piece)
    if not found["motto"]:
        return None
    number, dated = ("".join(found[key][:1]) for key in ("number", "dated"))
    return Head(tuple(found["issuer"]), tuple(found["motto"]), number, dated, tuple(found["stamps"]))


def _columns(line: str) -> list[str]:
    """The pieces of a line that wide blanks set apart; none for an empty or ruled line."""
    if not line.strip() or _RULE.fullmatch(line):
        return []
    return [line.strip()] if line.strip().startswith("Số") else re.split(r"\s{3,}", line.strip())


def _place_in_head(piece: str, numbered: bool) -> str:
    if re.match(r"CỘNG H|Độc lập", piece):
        return "motto"
    if re.search(r"\bngày\b.*\btháng\b", piece):
        return "dated"
    if re.match(r"Số\s*:", piece) and not numbered:
        return "number"
    return "issuer" if piece.isupper() and not numbered else "stamps"


def _tail(lines: list[str]) -> Tail | None:
    """Recipients and signature, one below the other or side by side."""
    recipients: list[str] = []
    signature: list[str] = []
    for line in lines:
        pieces = re.split(r"\s{3,}", line.strip()) if line.strip() else []
        if len(pieces) == 2:
            recipients.append(pieces[0])
            signature.append(pieces[1])
        elif pieces:
            below = bool(signature) and not pieces[0].startswith(("-", "*"))
            (signature if below or pieces[0].isupper() else recipients).append(pieces[0])
    return Tail(tuple(recipients), tuple(signature)) if lines else None


def _blocks(lines: Iterable[str], hints: Hints) -> Iterator[Paragraph | Grid]:
    """Paragraphs made whole again, and runs of tab-separated lines as tables."""
    text = _Text(hints)
    for line in lines:
        if "\t" in line:
            yield from text.flush()
            text.rows.append(tuple(cell.strip() for cell in line.split("\t")))
        elif line.strip() and not _RULE.fullmatch(line):
            yield from text.table()
            yield from text.take(line)
    yield from text.flush()
    yield from text.table()


@dataclass
class _Text:
    """What has been read and not yet handed on: the lines of a paragraph, or the rows of a table."""

    hints: Hints
    lines: list[str] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def take(self, line: str) -> Iterator[Paragraph]:
        if not self._goes_on(line):
            yield from self.flush()
        self.lines.append(line.strip())

    def _goes_on(self, line: str) -> bool:
        """A paragraph goes on when its last line had no room for the next word (and the dash that clings to it)."""
        if not self.lines or not self.hints.width:
            return False
        if line.startswith(self.hints.joins) and self.hints.joins:
            return True
        if _LABEL.match(line) or (self.hints.starts and line.startswith(self.hints.starts)):
            return False
        word = re.match(r"\s*(\S+(?: -(?= ))?)", line)
        needed = len(word.group(1)) if word else 0
        return self.lines[-1].endswith("-") or len(self.lines[-1]) + 1 + needed > self.hints.width

    def flush(self) -> Iterator[Paragraph]:
        if self.lines:
            whole = " ".join(" ".join(self.lines).split())
            yield _paragraph(re.sub(r"(?<=\w-) (?=\w)", "", whole) if self.hints.width else whole)
            self.lines = []

    def table(self) -> Iterator[Grid]:
        if self.rows:
            yield Grid(tuple(_whole_rows(self.rows)))
            self.rows = []


def _paragraph(text: str) -> Paragraph:
    found = _LABEL.match(text)
    if not found:
        return Paragraph("", text)
    label = found.group(1)
    level = next(i for i, kind in enumerate(_KINDS, 1) if re.fullmatch(kind, label))
    return Paragraph(label, text[found.end() :], level)


def _whole_rows(rows: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The rows without repeated heads; a row without a number goes on with the one before."""
    current = rows[0]
    for row in rows[1:]:
        if row == rows[0]:
            continue
        if row[0]:
            yield current
            current = row
        else:
            current = tuple(" ".join(filter(None, pair)) for pair in zip(current, row, strict=True))
    yield current
