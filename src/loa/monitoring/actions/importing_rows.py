"""From the cells of a table of evidence to what happened, with every fault told by row and column."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from loa.monitoring.actions.recording_checks import checked
from loa.monitoring.channels import channel_choices
from loa.monitoring.enums import EvidenceKind, ReformArea, Source
from loa.monitoring.errors import MonitoringError
from loa.monitoring.happening import Happening
from loa.monitoring.queries.lineage import Lineage
from loa.organizations.actions.importing_cells import Fault, RowReader, sorted_out
from loa.organizations.actions.importing_sheets import Sheet
from loa.organizations.folding import folded
from loa.organizations.models import Agency

__all__ = ["HEADS", "REQUIRED", "Announced", "announced"]

HEADS = {
    "happened_on": ("Ngày", "Ngày thực hiện", "Ngày đăng"),
    "kind": ("Loại minh chứng", "Loại"),
    "title": ("Tiêu đề", "Tên tin, bài", "Nội dung"),
    "link": ("Liên kết", "Đường dẫn", "Link"),
    "channel": ("Kênh",),
    "areas": ("Lĩnh vực", "Lĩnh vực cải cách hành chính"),
    "items": ("Số lượng",),
    "minutes": ("Số phút", "Thời lượng (phút)"),
    "attendances": ("Số lượt người", "Lượt người"),
    "copies": ("Số bản",),
    "place": ("Địa điểm",),
    "own_work": ("Tự viết",),
    "photo": ("Có ảnh",),
    "words": ("Số chữ",),
    "about": ("Kỳ",),
    "note": ("Ghi chú",),
    "agency": ("Cơ quan",),
}
"""The first heading of each column is that of the template."""
REQUIRED = ("happened_on", "kind", "title")

_YES, _NO = {"co", "x", "yes", "1"}, {"khong", "no", "0"}
_MOST = 10_000_000
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Announced:
    """One row of a table as it is announced; `number` is that of the row in the file."""

    number: int
    happening: Happening


def announced(
    sheet: Sheet, *, at: Agency, agencies: Iterable[Agency], on: date
) -> tuple[tuple[Announced, ...], tuple[Fault, ...]]:
    """The rows that can be recorded, and what is wrong with the others.

    A row that names no agency is of `at`; one that names another than those given is a fault.
    """
    named = {folded(name): one for one in agencies for name in (one.name, one.external_key or "", str(one.key)) if name}
    lineage = Lineage()
    found, faults = sorted_out(sheet, lambda cells: _announced(cells, at, named, lineage, on))
    again = _said_twice(found)
    return tuple(one for one in found if one.number not in again), (*faults, *again.values())


def _announced(cells: RowReader, at: Agency, named: Mapping[str, Agency], lineage: Lineage, on: date) -> Announced:
    told = {
        "agency": _agency(cells, at, named),
        "kind": cells.choice("kind", EvidenceKind, EvidenceKind, EvidenceKind.OTHER),
        "happened_on": _day(cells, on),
        "title": cells.required("title", 500),
        "link": cells.text("link", 1000),
        "channel": _channel(cells),
        "areas": _areas(cells),
        "items": _number(cells, "items", 1_000) or 1,
        "place": cells.text("place", 300),
        "about": cells.text("about", 80),
        "own_work": _yes_or_no(cells, "own_work"),
        "has_photo": bool(_yes_or_no(cells, "photo")),
        "note": cells.text("note", _LONGEST),
        **{name: _number(cells, name, _MOST) for name in ("minutes", "attendances", "copies", "words")},
    }
    happening = Happening(source=Source.SPREADSHEET, **told)  # type: ignore[arg-type]  # the values are checked above
    if not cells.faults:
        _check(cells, happening, lineage, on)
    return Announced(cells.row.number, _with_reference(happening))


def _check(cells: RowReader, happening: Happening, lineage: Lineage, on: date) -> None:
    """What recording would refuse is a fault of the row before anything is recorded."""
    try:
        checked(happening, lineage=lineage, on=on)
    except MonitoringError as problem:
        for one in problem.error_list:
            cells.fault(one.code if one.code in HEADS else "", " ".join(one.messages))


def _with_reference(one: Happening) -> Happening:
    """The same row is the same thing, whatever table it stands in."""
    parts = (
        one.agency.key, one.kind, one.happened_on, folded(one.title), one.channel, one.link, folded(one.place),
        one.items, one.minutes, one.attendances, one.copies,
    )  # fmt: skip
    reference = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
    told = {name: getattr(one, name) for name in Happening.__slots__}
    return Happening(**{**told, "reference": reference})


def _said_twice(found: Iterable[Announced]) -> dict[int, Fault]:
    first: dict[tuple[int, str], int] = {}
    twice = {}
    for one in found:
        name = (one.happening.agency.pk, one.happening.reference)
        if name in first:
            told = _("says the same as row %(row)s; take one of them out, or tell them apart by the title")
            twice[one.number] = Fault(one.number, "title", told % {"row": first[name]})
        first.setdefault(name, one.number)
    return twice


# -------------------------------------------------------------------------------------------------------------- cells


def _agency(cells: RowReader, at: Agency, named: Mapping[str, Agency]) -> Agency:
    value = cells.text("agency", 200)
    if value and folded(value) not in named:
        cells.fault("agency", _("“%(value)s” is no agency you record evidence for") % {"value": value})
    return named.get(folded(value), at) if value else at


def _day(cells: RowReader, on: date) -> date:
    if not cells.row.cells.get("happened_on"):
        cells.fault("happened_on", _("must not be empty"))
    return cells.day("happened_on") or on


def _number(cells: RowReader, column: str, most: int) -> int | None:
    value = cells.row.cells.get(column, "")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(most)) and int(value) <= most):
        cells.fault(column, _("“%(value)s” is no number from 0 to %(most)s") % {"value": value[:40], "most": most})
        return None
    return int(value)


def _yes_or_no(cells: RowReader, column: str) -> bool | None:
    value = folded(cells.row.cells.get(column, ""))
    if value and value not in _YES | _NO:
        cells.fault(column, _("write “có” or “không”"))
    return None if not value else value in _YES


def _channel(cells: RowReader) -> str:
    return _word(cells, "channel", cells.row.cells.get("channel", ""), _channels())


def _areas(cells: RowReader) -> tuple[ReformArea, ...]:
    given = [part.strip() for part in cells.row.cells.get("areas", "").split(";") if part.strip()]
    codes = (_word(cells, "areas", part, _area_words()) for part in given)
    return tuple(dict.fromkeys(ReformArea(code) for code in codes if code))


def _word(cells: RowReader, column: str, value: str, known: Mapping[str, str]) -> str:
    if value and folded(value) not in known:
        told = "; ".join(dict.fromkeys(_labels(column)))
        cells.fault(column, _("“%(value)s” is not one of: %(known)s") % {"value": value[:60], "known": told})
    return known.get(folded(value), "")


def _labels(column: str) -> list[str]:
    if column == "areas":
        return [str(label) for label in ReformArea.labels]
    return [words for code, words in channel_choices() if code]


@cache
def _channels() -> Mapping[str, str]:
    return _in_both(channel_choices)


@cache
def _area_words() -> Mapping[str, str]:
    return _in_both(lambda: [(value, str(label)) for value, label in ReformArea.choices])


def _in_both(choices: Callable[[], list[tuple[str, str]]]) -> Mapping[str, str]:
    known: dict[str, str] = {}
    for language in ("vi", "en"):
        with override(language):
            said = {folded(words): code for code, words in choices() if code}
            # In tables people leave out what all of them begin with.
            known |= said | {words.removeprefix("cai cach "): code for words, code in said.items()}
    return known | {folded(code): code for code in known.values()}
