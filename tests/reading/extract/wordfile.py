"""Small DOCX files written part by part, so that a test shows exactly the markup it is about."""

import zipfile
from io import BytesIO

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = ("styles", "numbering", "footnotes", "endnotes", "header1", "footer1")


def p(text: str = "", *, style: str = "", num: tuple[int, int] | None = None, ppr: str = "", rpr: str = "") -> str:
    """A paragraph of one run; `num` is (numId, ilvl)."""
    inside = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        inside += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{inside}{ppr}</w:pPr>{r(text, rpr) if text else ''}</w:p>"


def r(text: str, rpr: str = "") -> str:
    return f'<w:r><w:rPr>{rpr}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tbl(*rows: str, grid: tuple[int, ...] = (), pr: str = "") -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr>{pr}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def tr(*cells: str, pr: str = "") -> str:
    return f"<w:tr><w:trPr>{pr}</w:trPr>{''.join(cells)}</w:tr>"


def tc(content: str = "", *, pr: str = "") -> str:
    return f"<w:tc><w:tcPr>{pr}</w:tcPr>{content if content.startswith('<w:') else p(content)}</w:tc>"


BORDERS = '<w:tblBorders><w:top w:val="single"/><w:insideH w:val="single"/><w:insideV w:val="single"/></w:tblBorders>'


def lvl(place: int, format: str, text: str, inside: str = "") -> str:
    counted = f'<w:start w:val="1"/><w:numFmt w:val="{format}"/>'
    return f'<w:lvl w:ilvl="{place}">{counted}{inside}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*definitions: str, nums: tuple[str, ...] = ()) -> str:
    """Definitions 0, 1, … each with a list of the same number plus 1, unless `nums` says otherwise."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{i}">{body}</w:abstractNum>' for i, body in enumerate(definitions)
    )
    lists = nums or tuple(num(i + 1, i) for i in range(len(definitions)))
    return abstract + "".join(lists)


def num(key: int, definition: int, inside: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{definition}"/>{inside}</w:num>'


def word(body: str, *, main: str = "word/document.xml", chunk: bytes = b"", **parts: str) -> bytes:
    """A DOCX of a body; parts by name (`styles`, `numbering`, `header1` …) are the inside of their root.

    `chunk` is a whole file of another kind, related last.
    """
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", _relations([("officeDocument", main)]))
        archive.writestr(main, f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>")
        names = [(name.rstrip("1"), f"{name}.xml") for name in _PARTS if name in parts]
        archive.writestr("word/_rels/document.xml.rels", _relations([*names, ("aFChunk", "chunk.bin")]))
        archive.writestr("word/chunk.bin", chunk)
        for name, inside in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:root {_SPACES}>{inside}</w:root>")
    return out.getvalue()


def _relations(targets: list[tuple[str, str]]) -> str:
    return _related("".join(_relation(f"rId{i}", kind, target) for i, (kind, target) in enumerate(targets)))


def _relation(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{_REL}/{kind}" Target="{target}"/>'


def _related(items: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
    )
