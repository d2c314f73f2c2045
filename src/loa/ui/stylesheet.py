"""One style sheet out of many: a page asks for one file, while each component keeps a file of its own.

`python -m loa.ui.stylesheet` writes `loa.css` anew after a change; a test compares it with its sources.
"""

import posixpath
import re
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "ui" / "css"
COMPOSED = FOLDER / "loa.css"
_IMPORT = re.compile(r'^@import url\("(?P<name>[^"]+)"\) layer\((?P<layer>\w+)\);$', re.MULTILINE)
_ADDRESS = re.compile(r'url\("(?P<address>[^":]+)"\)')


def composed() -> str:
    """The text of `loa.css`: the sheets that `order.css` imports, each in its layer, addresses seen from here."""
    order = (FOLDER / "order.css").read_text("utf-8")
    return "/* Made of order.css by `python -m loa.ui.stylesheet`. */\n" + _IMPORT.sub(_sheet, order)


def _sheet(found: re.Match[str]) -> str:
    name, layer = found["name"], found["layer"]
    text = (FOLDER / name).read_text("utf-8")
    moved = _ADDRESS.sub(lambda one: _seen_from(posixpath.dirname(name), one["address"]), text)
    return f"\n/* {name} */\n@layer {layer} {{\n{moved.strip()}\n}}"


def _seen_from(folder: str, address: str) -> str:
    return f'url("{posixpath.normpath(posixpath.join(folder, address))}")'


if __name__ == "__main__":
    COMPOSED.write_text(composed(), "utf-8")
