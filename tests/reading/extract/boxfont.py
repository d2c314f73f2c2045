"""A TrueType font made by hand, in which every letter is a small box: PDF files of tests embed it under any name.

Without an embedded font a PDF reader takes another one, and drops letters that one does not have.
"""

import struct

__all__ = ["BOX", "EMPTY", "box_font"]

BOX, EMPTY = 1, 2
"""The numbers of the glyph with the box, and of the one for the blank."""
_UNITS = 1000


def _box() -> bytes:
    left, low, right, high = 20, 0, 230, 660
    corners = [(left, low), (left, high), (right, high), (right, low)]
    steps_x = [x - before for (x, _), before in zip(corners, [0, *(x for x, _ in corners)], strict=False)]
    steps_y = [y - before for (_, y), before in zip(corners, [0, *(y for _, y in corners)], strict=False)]
    head = struct.pack(">hhhhhHH", 1, left, low, right, high, 3, 0)
    return head + bytes([1] * 4) + struct.pack(">4h", *steps_x) + struct.pack(">4h", *steps_y)


def box_font() -> bytes:
    """The font file."""
    box = _box()
    box += b"\0" * (-len(box) % 4)
    tables = {
        b"cmap": struct.pack(">HHHHLHHH", 0, 1, 1, 0, 12, 6, 12, 0) + struct.pack(">HHH", 32, 1, 1),
        b"glyf": box,
        b"head": struct.pack(
            ">LLLLHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0, 0, 0, 230, 660, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">LhhhHhhhhhhhhhhhH", 0x10000, 800, -200, 0, 500, 0, 0, 230, 1, 0, 0, 0, 0, 0, 0, 0, 3),
        b"hmtx": struct.pack(">HhHhHh", 500, 0, 500, 20, 250, 0),
        b"loca": struct.pack(">LLLL", 0, 0, len(box), len(box)),
        b"maxp": struct.pack(">LHHHHHHHHHHHHHH", 0x10000, 3, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    start = 12 + 16 * len(tables)
    directory, content = b"", b""
    for tag, table in tables.items():
        directory += tag + struct.pack(">LLL", 0, start + len(content), len(table))
        content += table + b"\0" * (-len(table) % 4)
    return struct.pack(">LHHHH", 0x10000, len(tables), 64, 2, 48) + directory + content
