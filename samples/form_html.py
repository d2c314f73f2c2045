"""Writes the parts of a sample plan as a web page: head and signature in tables, labels typed or as lists."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from samples.parts import Grid, Head, Paragraph, Part, Tail

__all__ = ["write_html"]

_STYLE = (
    "body{font:14pt 'Times New Roman',serif;max-width:17cm;margin:1cm auto}"
    "p{text-align:justify;text-indent:1cm}.c{text-align:center;text-indent:0}"
    "td{vertical-align:top}table.b,table.b td,table.b th{border:1px solid #000;border-collapse:collapse}"
    "ul.d{list-style-type:'- '}"
)


def write_html(parts: tuple[Part, ...], out: Path, *, lists: bool = False) -> None:
    """Write the parts to `out`; with `lists`, items of `-` stand in `ul` and runs of `1.` `2.` in `ol`."""
    body = "\n".join(line for part in parts for line in _part(part, lists=lists))
    title = " ".join(parts[0].title) or next(block.text for block in parts[0].blocks if isinstance(block, Paragraph))
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    page = f'<!DOCTYPE html>\n<html lang="vi"><head>{head}</head><body>\n{body}\n</body></html>\n'
    out.write_text(page, encoding="utf-8")


def _part(part: Part, *, lists: bool) -> Iterator[str]:
    if part.head:
        yield from _head(part.head)
    for line in part.title:
        yield f'<p class="c"><strong>{escape(line)}</strong></p>'
    for kind, blocks in groupby(part.blocks, _list_kind if lists else lambda _: ""):
        run = list(blocks)
        yield from _listed(kind, run) if kind else map(_block, run)
    if part.tail:
        yield from _tail(part.tail)


def _list_kind(block: Paragraph | Grid) -> str:
    if isinstance(block, Grid) or block.heading:
        return ""
    return {2: "ol", 5: "ul"}.get(block.level, "")


def _listed(kind: str, run: list[Paragraph | Grid]) -> Iterator[str]:
    """A run of items as one list; numbers that do not simply go up stay typed."""
    items = [block for block in run if isinstance(block, Paragraph)]
    numbers = [int(item.label.rstrip(".")) for item in items] if kind == "ol" else []
    if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        yield from map(_block, run)
        return
    yield f'<ol start="{numbers[0]}">' if numbers else '<ul class="d">'
    yield from (f"<li>{escape(item.text)}</li>" for item in items)
    yield f"</{kind}>"


def _block(block: Paragraph | Grid) -> str:
    if isinstance(block, Grid):
        return _table(block)
    text = escape(f"{block.label} {block.text}".strip())
    if block.heading:
        return f'<p class="c"><strong>{text}</strong></p>' if block.centred else f"<p><strong>{text}</strong></p>"
    return f"<p>{text}</p>"


def _table(grid: Grid) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in grid.rows[0])
    rows = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in grid.rows[1:])
    return f'<table class="b"><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>'


def _lines(lines: tuple[str, ...], tag: str = "strong") -> str:
    return "<br>\n".join(f"<{tag}>{escape(line)}</{tag}>" for line in lines)


def _head(head: Head) -> Iterator[str]:
    if head.stamps:
        yield f'<p class="c">{_lines(head.stamps, "small")}</p>'
    number, dated = escape(head.number), escape(head.dated)
    yield '<table style="width:100%"><tr>'
    yield f'<td class="c">{_lines(head.issuer)}</td><td class="c">{_lines(head.motto)}</td></tr>'
    yield f'<tr><td class="c">{number}</td><td class="c"><em>{dated}</em></td></tr></table>'


def _tail(tail: Tail) -> Iterator[str]:
    signature = (*tail.signature[:-1], "", "", tail.signature[-1])
    yield '<table style="width:100%"><tr>'
    yield f'<td>{_lines(tail.recipients, "span")}</td><td class="c">{_lines(signature)}</td></tr></table>'
