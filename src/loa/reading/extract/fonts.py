"""Text whose meaning hangs on its font: legacy Vietnamese fonts, and symbol fonts used for bullets."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from loa.reading.extract.encodings import best_reading, has_own_letters
from loa.reading.extract.legacy import Legacy, decode_run, legacy_of_font
from loa.reading.extract.manuscript import Grid, GridCell, GridRow, Paragraph, Part, Run
from loa.reading.extract.syllables import vietnamese_share

__all__ = ["decode_fonts", "is_symbol_font", "symbols"]

_SAMPLE = 40_000
_SYMBOL = dict(zip("\xb7\xa7\xa8\xae\xde\xbe\xbc\xb0\xb3\xa3\xb1\xb4", "•▪▪➢➢-…°≥≤±×", strict=True))
_WINGDINGS = dict(
    zip(
        "lmnopqrstuvwxyz{|}~\x9f\x9e\xa7\xa8\xd8\xe0\xe8\xf0\xfc\xfb\xfe\xa1\xb2\xd6\xdc",
        "●○■□□□□▪◆◆❖▪□□□▪▪▪▪•·▪□➢➤➤➢✓✗✓○◆◆➢",
        strict=True,
    )
)
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS, "wingdings 3": _WINGDINGS}
_FONTS |= {"webdings": _WINGDINGS, "zapfdingbats": _WINGDINGS, "monotype sorts": _WINGDINGS, "opensymbol": _WINGDINGS}


def is_symbol_font(font: str) -> bool:
    """Whether the font draws signs at the places of letters."""
    return _name(font) in _FONTS


def symbols(text: str, font: str) -> str:
    """The text of a symbol font in Unicode; unknown ones of the private area become `▪`."""
    table = _FONTS.get(_name(font))
    out = []
    for sign in text:
        low = chr(ord(sign) - 0xF000) if "\uf020" <= sign <= "\uf0ff" else sign
        private = low != sign
        if table is None and not private:
            out.append(sign)
        elif private and " " < low < "\x7f" and (table is None or table is _SYMBOL):
            out.append(low)
        else:
            out.append((table or _SYMBOL | _WINGDINGS).get(low, "▪" if private else low))
    return "".join(out)


def decode_fonts(parts: Sequence[Part]) -> tuple[tuple[Part, ...], str | None]:
    """The parts with all text in Unicode, and the legacy encoding met, if any.

    A legacy font alone proves nothing (Unicode text is often typed over it): all text in such fonts that may be encoded
    is tried together, and decoded where it reads as Vietnamese only then. Text in other fonts is judged the same way.
    """
    samples: dict[Legacy | None, list[str]] = defaultdict(list)
    signs = False
    for run in _runs(parts):
        encoding = legacy_of_font(run.font)
        if is_symbol_font(run.font):
            signs = True
        elif encoding is None or not has_own_letters(run.text):
            samples[encoding].append(run.text)
        signs = signs or bool(_PRIVATE.search(run.text))
    changes = {encoding: _decoder(encoding, "".join(texts)) for encoding, texts in samples.items()}
    found = next((name for name, change in changes.values() if change), None)
    if not found and not signs:
        return tuple(parts), None

    def mend(run: Run) -> str:
        if is_symbol_font(run.font) or _PRIVATE.search(run.text):
            return symbols(run.text, run.font)
        change = changes.get(legacy_of_font(run.font), (None, None))[1]
        return change(run.text, run.font) if change and not has_own_letters(run.text) else run.text

    return tuple(_mended(part, mend) for part in parts), found


_PRIVATE = re.compile("[\uf020-\uf0ff]")
_Decoder = tuple[str | None, Callable[[str, str], str] | None]


def _decoder(encoding: Legacy | None, text: str) -> _Decoder:
    """How all the runs of one kind of font are decoded; None where they are Unicode already."""
    sample = text[:_SAMPLE]
    if encoding is None:
        if has_own_letters(text):
            return None, None
        name, change = best_reading(sample)
        return name, (lambda text, _: change(text)) if name else None
    font = ".VnTime" if encoding is Legacy.TCVN3 else "VNI-Times"
    share, words = vietnamese_share(decode_run(sample, font))
    if words and share <= vietnamese_share(sample)[0]:
        return None, None
    return encoding, decode_run


def _runs(parts: Iterable[Part]) -> Iterator[Run]:
    for part in parts:
        if isinstance(part, Paragraph):
            yield from part.runs
        else:
            for row in part.rows:
                for cell in row.cells:
                    yield from _runs(cell.parts)


def _mended(part: Part, mend: Callable[[Run], str]) -> Part:
    if isinstance(part, Paragraph):
        merged = [_merged(list(run)) for _, run in groupby(part.runs, key=lambda run: (run.font, run.bold, run.italic))]
        label = mend(replace(merged[0], text=part.label)) if merged and not part.label.isascii() else part.label
        return replace(part, label=label, runs=tuple(replace(run, text=mend(run)) for run in merged))
    rows = (
        GridRow(tuple(GridCell(tuple(_mended(inner, mend) for inner in cell.parts)) for cell in row.cells), row.page)
        for row in part.rows
    )
    return Grid(tuple(rows), part.ruled)


def _merged(runs: list[Run]) -> Run:
    """Runs set alike are one: a letter of two characters may have been cut between them."""
    return replace(runs[0], text="".join(run.text for run in runs))


def _name(font: str) -> str:
    return font.rpartition("+")[2].strip("'\" ").lower()
