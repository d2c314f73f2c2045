"""What a person should look at: gaps and slips of the document, and values the reader is less sure of."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from loa.reading.errors import Message
from loa.reading.model import Document, Doubt, Mark, OutlineItem

__all__ = ["document_doubts", "mark_doubts"]

_SURE = 0.85
"""Marks below this confidence are shown to a person."""

_BLANKS = {
    "number": Message(
        "Không đọc được số, ký hiệu văn bản (để trống hoặc thiếu).", "No document number: blank or missing."
    ),
    "issuer": Message("Không xác định được cơ quan ban hành.", "The issuing body could not be read."),
    "date": Message("Không đọc được ngày ban hành.", "No date of issue could be read."),
    "title": Message("Không đọc được tên kế hoạch.", "No title could be read."),
    "year": Message("Không xác định được năm kế hoạch.", "The plan's year could not be read."),
    "signer": Message("Không đọc được người ký.", "No signer could be read."),
    "recipients": Message("Không có danh sách nơi nhận.", "There is no list of recipients."),
}
_UNSURE = {
    "subject.titled": Message(
        "Cơ quan chủ trì lấy từ câu sau dấu hai chấm; hãy kiểm tra.",
        "The lead was taken from the sentence after a colon; check it.",
    ),
    "subject.later": Message(
        "Cơ quan chủ trì lấy từ câu sau trong cùng mục; hãy kiểm tra.",
        "The lead was taken from a later sentence; check it.",
    ),
    "party.as-printed": Message(
        "Tên cơ quan chưa có trong từ điển, ghi theo văn bản.", "A body no rule knows; its name stands as printed."
    ),
    "party.collective": Message(
        "Nhóm đơn vị chưa có mã, ghi theo văn bản.", "A collective without a code; it stands as printed."
    ),
}


def document_doubts(document: Document, outline: Sequence[OutlineItem]) -> tuple[Doubt, ...]:
    """Gaps in the document's data and slips in its numbering; the numbering itself is kept as printed."""
    return (*_gaps(document), *_slips(outline))


def _gaps(document: Document) -> Iterator[Doubt]:
    stated = {
        "number": document.number,
        "issuer": document.issuer,
        "date": document.date,
        "title": document.title,
        "year": document.year,
        "signer": document.signer.name,
        "recipients": document.recipients or None,
    }
    for field, value in stated.items():
        if value is None:
            yield Doubt(f"document.{field}", f"{field}-missing", _BLANKS[field], None)
    if document.date is not None and len(document.date) < len("2024-01-01"):
        message = Message(
            f"Ngày ban hành chỉ có {document.date}, thiếu ngày.",
            f"The date of issue says only {document.date}: the day is blank.",
        )
        yield Doubt("document.date", "date-incomplete", message, None)


def _slips(items: Sequence[OutlineItem]) -> Iterator[Doubt]:
    """Labels used twice among siblings and numbers left out."""
    seen: dict[str, OutlineItem] = {}
    for item in items:
        if item.label in seen and item.label[:1].isalnum():
            message = Message(
                f"Mục {item.label} được đánh số hai lần (ký hiệu {item.ref}).",
                f"The label {item.label} is used twice (ref {item.ref}).",
            )
            yield Doubt("outline", "label-repeated", message, item.place)
        seen[item.label] = item
        yield from _slips(item.children)
    yield from _left_out(items)


def _left_out(items: Sequence[OutlineItem]) -> Iterator[Doubt]:
    numbers = [(int(item.label), item) for item in items if item.label.isdecimal()]
    for (before, _), (after, item) in pairwise(numbers):
        if after > before + 1:
            message = Message(
                f"Số thứ tự nhảy từ {before} đến {after} (mục {item.ref}).",
                f"The numbering jumps from {before} to {after} (ref {item.ref}).",
            )
            yield Doubt("outline", "label-left-out", message, item.place)


def mark_doubts(marks: Iterable[Mark]) -> Iterator[Doubt]:
    """One doubt for each field with a value the reader is not sure of."""
    told: set[tuple[str, str]] = set()
    for mark in marks:
        rule = next((part for part in mark.rule.split("+") if part in _UNSURE), None)
        if rule is None and mark.confidence >= _SURE:
            continue
        code = rule or "unsure"
        if (mark.field, code) in told:
            continue
        told.add((mark.field, code))
        unsure = Message(
            f"Giá trị “{mark.words}” chưa chắc chắn; hãy kiểm tra.",
            f"The value read from “{mark.words}” is not sure; check it.",
        )
        yield Doubt(mark.field, code, _UNSURE.get(rule or "", unsure), mark.place)
