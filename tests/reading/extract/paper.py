"""Writes small PDF files by hand, so that a test says exactly which characters stand where, in which font.

The fonts have any name, boxes for letters, and their own widths and Unicode tables. Places are in points from the
left and from the upper edge, as in `Line`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.reading.extract.boxfont import BOX, EMPTY, box_font

_WIDTHS = {
    " ": 250, "i": 278, "l": 278, "t": 278, "j": 278, "f": 333, ".": 250, ",": 250, ";": 278, ":": 278, "-": 333,
    "/": 278, "(": 333, ")": 333, "m": 778, "w": 722, "r": 333, "s": 389, "c": 444, "e": 444, "a": 444,
}  # fmt: skip
HIDDEN = 3
"""The way of drawing that leaves no mark: OCR programs put their text under a picture with it."""


def width(character: str) -> int:
    """The width of a character in thousandths of the font's size, about as in Times."""
    return _WIDTHS.get(character) or (700 if character.isupper() else 500)


def length(text: str, size: float = 14) -> float:
    """The length of a text in points."""
    return sum(width(character) for character in text) * size / 1000


@dataclass
class _Font:
    name: str
    number: int
    codes: dict[str, int] = field(default_factory=dict)

    @property
    def is_legacy(self) -> bool:
        """Fonts of old encodings and symbol fonts carry bytes and no table to Unicode."""
        return self.name.lstrip(".").lower().startswith(("vn", "vni", "wingdings"))

    def encoded(self, text: str) -> str:
        if self.is_legacy:
            return text.encode("cp1252").hex()
        return "".join(f"{self.codes.setdefault(letter, ord(letter)):04x}" for letter in text)

    def objects(self, first: int) -> list[str]:
        """The objects of the font, the first of which gets the number `first`."""
        if self.is_legacy:
            widths = " ".join(str(width(chr(code))) for code in range(256))
            coding = f"/Encoding/WinAnsiEncoding/FirstChar 0/LastChar 255/Widths[{widths}]"
            return [f"<</Type/Font/Subtype/TrueType/BaseFont/{self.name}{coding}>>"]
        glyphs = bytearray(bytes((0, BOX)) * (max(self.codes.values(), default=32) + 1))
        glyphs[65] = EMPTY
        widths = " ".join(f"{code}[{width(letter)}]" for letter, code in self.codes.items())
        name, system = f"/BaseFont/{self.name}", "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        parts = f"/CIDToGIDMap {first + 3} 0 R/FontDescriptor {first + 4} 0 R"
        measures = "/Flags 4/FontBBox[0 -200 230 800]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 660/StemV 80"
        coding = f"/Encoding/Identity-H/ToUnicode {first + 1} 0 R/DescendantFonts[{first + 2} 0 R]"
        return [
            f"<</Type/Font/Subtype/Type0{name}{coding}>>",
            _stream(self._unicode()),
            f"<</Type/Font/Subtype/CIDFontType2{name}{system}/W[{widths}]{parts}>>",
            _stream(glyphs.hex() + ">", "/Filter/ASCIIHexDecode"),
            f"<</Type/FontDescriptor/FontName/{self.name}{measures}/FontFile2 {first + 5} 0 R>>",
            _stream(box_font().hex() + ">", f"/Filter/ASCIIHexDecode/Length1 {len(box_font())}"),
        ]

    def _unicode(self) -> str:
        lines = "".join(f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>\n" for letter, code in self.codes.items())
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            f"{len(self.codes)} beginbfchar\n{lines}endbfchar\nendcmap end end"
        )


def _stream(content: str, extra: str = "") -> str:
    return f"<<{extra}/Length {len(content.encode('latin-1'))}>>\nstream\n{content}\nendstream"


class Page:
    """One page; what is drawn first stands first in the file."""

    def __init__(self, paper: "Paper", size: tuple[float, float], rotate: int) -> None:
        self.paper = paper
        self.width, self.height = size
        self.rotate = rotate
        self.content: list[str] = []
        self.notes: list[tuple[str, tuple[float, float, float, float], str]] = []

    def text(
        self, left: float, base: float, text: str, *, size: float = 14, font: str = "TimesNewRoman", spread: float = 0,
        angle: int = 0, mode: int = 0, blank: float = 0,
    ) -> float:  # fmt: skip
        """Draws text and gives where it ends. `spread` is put between all letters, `blank` at every blank."""
        turn = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[angle]
        chosen = self.paper.font(font)
        words = text.split(" ") if blank else [text]
        at = left
        for index, word in enumerate(words):
            shown = word + (" " if index + 1 < len(words) else "")
            self.content.append(
                f"BT /F{chosen.number} {size} Tf {spread} Tc {mode} Tr {turn} {at:.2f} {self.height - base:.2f} Tm "
                f"<{chosen.encoded(shown)}> Tj ET"
            )
            at += length(shown, size) + spread * len(shown) + blank
        return at - blank

    def centred(self, middle: float, base: float, text: str, *, size: float = 14, font: str = "TimesNewRoman") -> None:
        self.text(middle - length(text, size) / 2, base, text, size=size, font=font)

    def ruling(self, left: float, top: float, right: float, bottom: float) -> None:
        """A line drawn from one point to another."""
        self.content.append(f"0.5 w {left} {self.height - top} m {right} {self.height - bottom} l S")

    def bar(self, left: float, top: float, right: float, bottom: float) -> None:
        """A filled box; thin ones are how word processors draw lines."""
        self.content.append(f"{left} {self.height - bottom} {right - left} {bottom - top} re f")

    def picture(self, left: float, top: float, right: float, bottom: float) -> None:
        """A grey picture of one dot, stretched."""
        self.content.append(
            f"q {right - left} 0 0 {bottom - top} {left} {self.height - bottom} cm "
            "BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 80> EI Q"
        )

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Rulings around every cell."""
        for y in ys:
            self.ruling(xs[0], y, xs[-1], y)
        for x in xs:
            self.ruling(x, ys[0], x, ys[-1])

    def stamp(self, left: float, top: float, lines: list[str], *, size: float = 8) -> None:
        """The appearance of a signature field, drawn by an annotation over the page."""
        chosen = self.paper.font("ArialMT")
        height = 12.0 * len(lines) + 4
        shown = "".join(
            f"BT /F{chosen.number} {size} Tf 1 0 0 1 2 {height - 12 * (i + 1)} Tm <{chosen.encoded(line)}> Tj ET\n"
            for i, line in enumerate(lines)
        )
        box = (left, self.height - top - height, left + 220, self.height - top)
        self.notes.append(("/Widget/FT/Sig/T(s)", box, shown))


class Paper:
    """A PDF file being written."""

    def __init__(self) -> None:
        self._fonts: dict[str, _Font] = {}
        self.pages: list[Page] = []

    def page(self, size: tuple[float, float] = (595, 842), *, rotate: int = 0) -> Page:
        """A further page, A4 unless said otherwise."""
        self.pages.append(Page(self, size, rotate))
        return self.pages[-1]

    def font(self, name: str) -> _Font:
        return self._fonts.setdefault(name, _Font(name, len(self._fonts)))

    def bytes(self) -> bytes:
        """The file as far as it is written."""
        objects = ["", ""]
        places = {}
        for font in self._fonts.values():
            places[font.number] = len(objects) + 1
            objects.extend(font.objects(len(objects) + 1))
        fonts = "".join(f"/F{number} {place} 0 R" for number, place in places.items())
        resources = f"/Resources<</Font<<{fonts}>>>>"
        kids = []
        for page in self.pages:
            notes = []
            for kind, box, shown in page.notes:
                corners = " ".join(f"{value:.1f}" for value in box)
                inner = f"0 0 {box[2] - box[0]:.1f} {box[3] - box[1]:.1f}"
                objects.append(_stream(shown, f"/Type/XObject/Subtype/Form/BBox[{inner}]{resources}"))
                objects.append(f"<</Type/Annot/Subtype{kind}/Rect[{corners}]/F 4/AP<</N {len(objects)} 0 R>>>>")
                notes.append(f"{len(objects)} 0 R")
            objects.append(_stream("\n".join(page.content)))
            objects.append(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {page.width} {page.height}]/Rotate {page.rotate}"
                f"/Contents {len(objects)} 0 R{resources}/Annots[{' '.join(notes)}]>>"
            )
            kids.append(f"{len(objects)} 0 R")
        objects[0] = "<</Type/Catalog/Pages 2 0 R>>"
        objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
        return _file(objects)


def _file(objects: list[str]) -> bytes:
    out = b"%PDF-1.5\n"
    starts = []
    for number, content in enumerate(objects, 1):
        starts.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    return out + (
        f"xref\n0 {len(starts) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<</Size {len(starts) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode("latin-1")
