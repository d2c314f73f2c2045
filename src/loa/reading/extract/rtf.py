"""RTF, read without another program: the file itself holds the printed labels of its lists (`listtext`)."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from loa.reading.errors import Message
from loa.reading.extract import refusal, sizes
from loa.reading.extract.clock import Clock
from loa.reading.extract.encodings import windows_1252
from loa.reading.extract.fonts import decode_fonts, symbols
from loa.reading.extract.legacy import legacy_of_font
from loa.reading.extract.manuscript import Paragraph, Part, Run, compose
from loa.reading.extract.rtf_flow import Flow
from loa.reading.extract.rtf_tables import RowPlan
from loa.reading.extract.rtf_tokens import APART, CODE_PAGES, LABELS, SHOWN, SIGNS, SKIPPED, SYMBOLS, Token, tokens
from loa.reading.extract.running import NOTES_APART, numbered_note, running_heads
from loa.reading.extraction import Area, Extraction, Limits, Note

__all__ = ["extract_rtf"]

_MOST_GROUPS = 5_000
_MOST_NESTED = 20
_CHECKED_EVERY = 20_000


def extract_rtf(data: bytes, *, limits: Limits) -> Extraction:
    """Paragraphs and tables in order; running heads and notes stand after the body."""
    reader = _Reader(limits)
    reader.read(data)
    if reader.page > limits.pages:
        raise refusal.too_large("số trang", "its pages are", limits.pages)
    body = reader.body.done(reader.page)
    parts, encoding = decode_fonts([*body, *reader.notes, *running_heads(reader.heads)])
    text, blocks = compose(parts, limits)
    return Extraction("rtf", text, blocks, reader.page, encoding, notes=tuple(_told(reader)))


def _told(reader: "_Reader") -> Iterator[Note]:
    if reader.notes:
        yield NOTES_APART
    if reader.is_cut_off:
        yield Note(
            "file-incomplete",
            Message(
                "Tệp RTF có vẻ bị cắt cụt; hãy kiểm tra phần cuối văn bản.",
                "The RTF file seems to be cut off; check the end of the text.",
            ),
        )


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and forgets at its end."""

    purpose: str = "text"
    """`text`, `skip`, `fonts` or `label`."""
    starred: bool = False
    font: int = -1
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    hidden: bool = False
    uc: int = 1


class _Reader:
    """Takes the tokens in order and fills the flows."""

    def __init__(self, limits: Limits) -> None:
        self.page = 1
        self.body = Flow(Area.BODY)
        self.notes: list[Part] = []
        self.heads: list[Part] = []
        self._limits = limits
        self._flows = [(self.body, -1)]
        self._state = _State()
        self._stack: list[_State] = []
        self._fonts: dict[int, tuple[str, int]] = {}
        self._named = (0, 0, "")
        self._default_font = -1
        self._code_page = "cp1252"
        self._plan = RowPlan()
        self._outer_plan = RowPlan()
        self._pending = b""
        self._to_skip = 0
        self._high = 0
        self._section_ended = False

    def read(self, data: bytes) -> None:
        """Reads the whole file. Raises TooLarge when the time is used up."""
        clock = Clock(self._limits.seconds)
        if data.count(b"\\par") > 2 * sizes.LINES:  # most paragraphs have a `pard` too
            raise refusal.too_large("số dòng", "its lines are", sizes.LINES)
        for index, token in enumerate(tokens(data)):
            if index > sizes.RTF_TOKENS:
                raise refusal.too_large("số thẻ trong tệp", "its tags are", sizes.RTF_TOKENS)
            if index % _CHECKED_EVERY == 0:
                clock.check()
            if token.kind in ("byte", "text"):
                self._bytes(token)
            else:
                self._flush()
                getattr(self, f"_{token.kind}")(token)
        self._flush()
        while len(self._flows) > 1:
            self._end_flow()

    @property
    def is_cut_off(self) -> bool:
        """Whether groups are still open at the end of the file."""
        return bool(self._stack)

    @property
    def _flow(self) -> Flow:
        return self._flows[-1][0]

    def _bytes(self, token: Token) -> None:
        raw = token.raw[self._to_skip :]
        self._to_skip = max(0, self._to_skip - len(token.raw))
        if self._state.purpose != "skip":
            self._pending += raw

    def _flush(self) -> None:
        """Writes the bytes gathered; letters of several bytes may have come one by one."""
        raw, self._pending = self._pending, b""
        if not raw:
            return
        if self._state.purpose == "fonts":
            self._name_font(raw)
            return
        name, charset = self._fonts.get(self._state.font, ("", 0))
        if raw.isascii() or charset == 2:
            self._write(raw.decode("latin-1"))
        elif legacy_of_font(name):
            self._write(windows_1252(raw))
        else:
            text = raw.decode(CODE_PAGES.get(charset, self._code_page), errors="replace")
            self._write(unicodedata.normalize("NFC", text))

    def _name_font(self, raw: bytes) -> None:
        number, charset, name = self._named
        name += windows_1252(raw)
        if ";" in name:
            self._fonts[number] = (name.partition(";")[0].strip(), charset)
            name = ""
        self._named = (number, charset, name)

    def _write(self, text: str) -> None:
        state = self._state
        name = self._fonts.get(state.font, ("", 0))[0]
        if state.purpose == "label":
            self._flow.label += symbols(text, name)
        elif state.purpose == "text" and not state.hidden:
            if self._section_ended and text.strip():
                self.page, self._section_ended = self.page + 1, False
            self._flow.write(Run(text.upper() if state.capitals else text, state.bold, state.italic, name), self.page)

    def _open(self, _: Token) -> None:
        if len(self._stack) >= _MOST_GROUPS:
            raise refusal.broken("RTF")
        self._stack.append(self._state)
        self._state = replace(self._state, starred=False)

    def _close(self, _: Token) -> None:
        self._to_skip = 0
        if self._stack:
            self._state = self._stack.pop()
        while len(self._flows) > 1 and self._flows[-1][1] > len(self._stack):
            self._end_flow()

    def _end_flow(self) -> None:
        flow, _ = self._flows.pop()
        parts = flow.done(self.page)
        if flow.area is Area.TEXT_BOX:
            self._flow.add_boxes(parts)
        elif flow.is_note:
            self.notes.extend(numbered_note(parts, self._count_notes()))
        else:
            self.heads.extend(parts)

    def _count_notes(self) -> int:
        return 1 + sum(isinstance(part, Paragraph) and part.label.startswith("(") for part in self.notes)

    def _symbol(self, token: Token) -> None:
        if self._to_skip:
            self._to_skip -= 1
        elif token.name == "*":
            self._state = replace(self._state, starred=True)
        elif self._state.purpose != "skip" and token.name in SYMBOLS:
            if token.name in "\r\n":
                self._word(Token("word", "par"))
            elif token.name in "\\{}":
                self._pending += token.name.encode()
            else:
                self._write(SYMBOLS[token.name])

    def _word(self, token: Token) -> None:
        name, number = token.name, token.number
        starred, self._state = self._state.starred, replace(self._state, starred=False)
        if self._state.purpose == "skip":
            return
        if name in SKIPPED or (starred and name not in SHOWN):
            self._state = replace(self._state, purpose="skip")
        elif self._state.purpose == "fonts":
            self._font_word(name, number)
        elif name == "u":
            self._unicode(number or 0)
        elif name in SIGNS:
            self._write(SIGNS[name])
        elif not (self._destination(name) or self._characters(name, number) or self._paragraphs(name, number)):
            self._document(name, number)

    def _font_word(self, name: str, number: int | None) -> None:
        current, _, font = self._named
        if name == "f":
            self._named = (number or 0, 0, "")
        elif name == "fcharset":
            self._named = (current, number or 0, font)

    def _unicode(self, number: int) -> None:
        code = number & 0xFFFF
        self._to_skip = self._state.uc
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00 if self._high else 0xFFFD
        self._high = 0
        self._write(chr(code))

    def _destination(self, name: str) -> bool:
        if name in APART:
            flow = Flow(APART[name], is_note=name == "footnote")
            self._flows.append((flow, len(self._stack)))
        elif name in LABELS:
            self._flow.label = ""
            self._state = replace(self._state, purpose="label")
        elif name == "fonttbl":
            self._state = replace(self._state, purpose="fonts")
        elif name == "nesttableprops":
            self._outer_plan = self._plan
        else:
            return False
        return True

    def _characters(self, name: str, number: int | None) -> bool:
        on = number != 0
        if name == "b":
            self._state = replace(self._state, bold=on)
        elif name == "i":
            self._state = replace(self._state, italic=on)
        elif name == "caps":
            self._state = replace(self._state, capitals=on)
        elif name in ("v", "deleted"):
            self._state = replace(self._state, hidden=on)
        elif name == "f":
            self._state = replace(self._state, font=number or 0)
        elif name == "uc":
            self._state = replace(self._state, uc=max(0, min(number or 0, 10)))
        elif name == "plain":
            self._state = _State(self._state.purpose, font=self._default_font, uc=self._state.uc)
        else:
            return False
        return True

    def _paragraphs(self, name: str, number: int | None) -> bool:
        flow = self._flow
        if self._state.purpose == "label":  # the label's own settings are not the paragraph's
            return name in ("pard", "ql", "qc", "intbl", "itap", "par")
        if name in ("par", "sect"):
            flow.end_paragraph(self.page)
            self._section_ended = name == "sect"
        elif name == "pard":
            flow.centred, flow.depth = False, 0
        elif name in ("qc", "ql", "qr", "qj"):
            flow.centred = name == "qc"
        elif name == "intbl":
            flow.depth = max(1, flow.depth)
        elif name == "itap":
            flow.depth = max(0, min(number or 0, _MOST_NESTED))
        elif name in ("cell", "nestcell"):
            flow.end_cell(1 if name == "cell" else max(2, flow.depth), self.page)
        elif name == "row":
            flow.end_row(1, self._plan, self.page)
        elif name == "nestrow":
            flow.end_row(max(2, flow.depth), self._plan, self.page)
            self._plan = self._outer_plan
        else:
            return False
        return True

    def _document(self, name: str, number: int | None) -> None:
        if name == "trowd":
            self._plan = RowPlan()
        elif name in ("page", "pagebb"):
            self.page += 1
        elif name == "sbknone":
            self._section_ended = False
        elif name == "ansicpg":
            self._code_page = _known_code_page(number or 1252)
        elif name == "deff":
            self._default_font = number or 0
            self._state = replace(self._state, font=self._default_font)
        else:
            self._plan.word(name, number)


def _known_code_page(number: int) -> str:
    try:
        "".encode(f"cp{number}")
    except LookupError:
        return "utf-8" if number == 65001 else "cp1252"
    return f"cp{number}"
