"""One style sheet out of many: a page asks for one file, while each component keeps a file of its own.

`loa.css` is made anew when the system or its tests start, and by `python -m loa.ui.stylesheet` while it runs.
"""

import contextlib
import os
import posixpath
import re
import tempfile
from pathlib import Path

__all__ = ["COMPOSED", "compose", "composed"]

FOLDER = Path(__file__).parent / "static" / "ui" / "css"
COMPOSED = FOLDER / "loa.css"
_IMPORT = re.compile(r'^@import url\("(?P<name>[^"]+)"\) layer\((?P<layer>\w+)\);$', re.MULTILINE)
_ADDRESS = re.compile(r'url\("(?P<address>[^":]+)"\)')


def compose(sheet: Path = COMPOSED) -> bool:
    """Writes `loa.css` where it is missing or not what its sources give; says whether it did.

    Several processes may do it at once. Where the package may not be written, the file that came with it is left.
    """
    text = composed()
    if sheet.exists() and sheet.read_text("utf-8") == text:
        return False
    with contextlib.suppress(PermissionError):
        handle, name = tempfile.mkstemp(dir=sheet.parent, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as made:
            made.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(sheet)
    return True


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
    compose()
