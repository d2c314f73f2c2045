"""RTF cut into its tokens, and the tables that say what bytes mean."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from loa.reading.extraction import Area

__all__ = ["APART", "CODE_PAGES", "LABELS", "SHOWN", "SIGNS", "SKIPPED", "SYMBOLS", "Token", "tokens"]

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\0]+)|[\r\n\0]+|\\",
    re.DOTALL,
)


class Token(NamedTuple):
    """`kind` is `word`, `byte`, `symbol`, `open`, `close` or `text`."""

    kind: str
    name: str = ""
    number: int | None = None
    raw: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens in order; binary data is skipped."""
    place = 0
    while found := _TOKEN.match(data, place):
        place = found.end()
        kind = found.lastgroup
        if kind in ("word", "number"):
            name = found["word"].decode("ascii")
            number = int(found["number"]) if found["number"] else None
            if name == "bin":
                place += max(0, min(number or 0, len(data)))
            else:
                yield Token("word", name, number)
        elif kind == "hex":
            yield Token("byte", raw=bytes.fromhex(found["hex"].decode()))
        elif kind == "symbol":
            yield Token("symbol", found["symbol"].decode("latin-1"))
        elif kind == "brace":
            yield Token("open" if found["brace"] == b"{" else "close")
        elif kind == "text":
            yield Token("text", raw=found["text"])


SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "softline": "\n", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
"""Words that stand for characters."""

CODE_PAGES = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "cp1361", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
"""The code page of each character set of a font; the others are of the document's own."""

SYMBOLS = {"~": "\xa0", "_": "-", "-": "\xad", "\\": "\\", "{": "{", "}": "}", "\r": "\n", "\n": "\n", "\t": "\t"}
"""Signs after a backslash that stand for characters; a soft hyphen is a letter in TCVN3 fonts."""

SKIPPED = frozenset({
    "colortbl", "stylesheet", "info", "pict", "objdata", "nonshppict", "shprslt", "nonesttables", "filetbl",
    "listtable", "listoverridetable", "rsidtbl", "generator", "fldinst", "bkmkstart", "bkmkend", "annotation",
    "atnid", "atnauthor", "atnref", "xe", "tc", "tcn", "txe", "rxe", "themedata", "latentstyles",
    "colorschememapping", "datastore", "xmlnstbl", "mmathPr", "pgdsctbl", "revtbl", "operator", "template",
    "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "pn", "pnseclvl", "sp",
})  # fmt: skip
"""Words that begin groups which are no text."""

SHOWN = frozenset(["shpinst", "shptxt", "shp", "do", "dptxbxtext", "fldrslt", "result", "nesttableprops", "pntext"])
"""Words after `\\*` whose groups are text all the same."""

LABELS = ("listtext", "pntext")
"""Words that begin the printed label of a list item."""

APART = {
    "header": Area.HEADER, "headerl": Area.HEADER, "headerr": Area.HEADER, "headerf": Area.HEADER,
    "footer": Area.FOOTER, "footerl": Area.FOOTER, "footerr": Area.FOOTER, "footerf": Area.FOOTER,
    "footnote": Area.FOOTER, "shptxt": Area.TEXT_BOX, "dptxbxtext": Area.TEXT_BOX,
}  # fmt: skip
"""Words that begin text apart from the paragraph around it."""
