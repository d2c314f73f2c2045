"""From the cells of an uploaded table to values, with every fault told by row and column."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from loa.organizations.actions.importing_sheets import Sheet, SheetRow
from loa.organizations.catalogue import AgencyKind, AgencyRow, Tier, Verified
from loa.organizations.enums import AgencyKind as AgencyKindWords
from loa.organizations.enums import Role
from loa.organizations.enums import Tier as TierWords
from loa.organizations.folding import folded

__all__ = ["AGENCY_HEADS", "AGENCY_REQUIRED", "PERSON_HEADS", "PERSON_REQUIRED", "Fault", "Numbered", "PersonRow",
           "RowReader", "agency_rows", "person_rows", "sorted_out"]  # fmt: skip

AGENCY_HEADS = {
    "key": ("Mã", "Mã cơ quan"),
    "name": ("Tên cơ quan", "Tên", "Tên đầy đủ"),
    "short_name": ("Tên gọi tắt", "Tên ngắn"),
    "abbreviation": ("Viết tắt", "Chữ viết tắt"),
    "code": ("Mã đơn vị hành chính",),
    "place": ("Địa bàn", "Tên địa bàn"),
    "tier": ("Cấp",),
    "kind": ("Loại cơ quan", "Loại"),
    "line_parent": ("Cơ quan cấp trên", "Cấp trên trực tiếp"),
    "reporting_recipient": ("Nơi nhận báo cáo",),
    "guidance": ("Cơ quan hướng dẫn", "Hướng dẫn nghiệp vụ"),
    "valid_from": ("Từ ngày",),
    "valid_to": ("Đến ngày",),
    "verified": ("Đã kiểm chứng",),
    "predecessor_keys": ("Cơ quan tiền thân", "Tiền thân"),
}
"""The first heading of each column is that of the template."""
AGENCY_REQUIRED = ("key", "name", "tier", "kind")
PERSON_HEADS = {
    "email": ("Thư điện tử", "Email", "E-mail"),
    "full_name": ("Họ và tên", "Họ tên"),
    "title": ("Chức vụ", "Chức danh"),
    "agency_key": ("Mã cơ quan",),
    "role": ("Vai trò",),
    "valid_from": ("Từ ngày",),
    "valid_to": ("Đến ngày",),
}
PERSON_REQUIRED = ("email", "full_name", "agency_key", "role")

_IN_SHORT = {
    "trung uong": "central",
    "tinh": "province",
    "huyen": "district",
    "xa": "commune",
    "ubnd": "peoples_committee",
    "bo": "ministry",
    "so": "department",
    "phong": "division",
    "van phong": "office",
    "don vi su nghiep cong lap": "public_service_unit",
    "doan the": "mass_organisation",
}
"""Words that people put into tables, without their marks."""

_Word = TypeVar("_Word")
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a cell, or with the row where `column` is empty."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row of a table of agencies with its number in the file."""

    number: int
    row: AgencyRow


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One post of one person; `number` is that of its row in the file, 0 for rows from elsewhere."""

    email: str
    full_name: str
    title: str
    agency_key: str
    role: str
    valid_from: date | None = None
    valid_to: date | None = None
    number: int = 0


@dataclass
class RowReader:
    """Reads the cells of one row of any table and keeps what is wrong with them."""

    row: SheetRow
    faults: list[Fault] = field(default_factory=list)

    def fault(self, column: str, message: str) -> None:
        self.faults.append(Fault(self.row.number, column, message))

    def text(self, column: str, longest: int) -> str:
        value = self.row.cells.get(column, "")
        if len(value) > longest:
            self.fault(column, _("longer than %(longest)s characters") % {"longest": longest})
        return value[:longest]

    def required(self, column: str, longest: int) -> str:
        value = self.text(column, longest)
        if not value:
            self.fault(column, _("must not be empty"))
        return value

    def day(self, column: str) -> date | None:
        value = self.row.cells.get(column, "")
        if not value:
            return None
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            with suppress(ValueError):
                day = datetime.strptime(value, form).date()  # noqa: DTZ007  # a day has no zone
                if 1900 <= day.year <= 2200:
                    return day
        self.fault(column, _("“%(value)s” is no date; write it as 31/12/2025") % {"value": value})
        return None

    def choice(self, column: str, words: type[models.TextChoices], make: Callable[[str], _Word], other: _Word) -> _Word:
        value = self.row.cells.get(column, "")
        known = _words(words)
        if not value:
            self.fault(column, _("must not be empty"))
        elif folded(value) not in known:
            told = ", ".join(str(label) for label in words.labels)
            self.fault(column, _("“%(value)s” is not one of: %(known)s") % {"value": value, "known": told})
        else:
            return make(known[folded(value)])
        return other

    def days(self) -> tuple[date | None, date | None]:
        first, last = self.day("valid_from"), self.day("valid_to")
        if first and last and last < first:
            self.fault("valid_to", _("lies before the first day"))
        return first, last


@cache
def _words(choices: type[models.TextChoices]) -> dict[str, str]:
    """Every word for a choice, in both languages, as it is stored and as it is said in short."""
    known = {word: value for word, value in _IN_SHORT.items() if value in choices.values}
    known |= {folded(value): value for value in choices.values}
    for language in ("vi", "en"):
        with override(language):
            known |= {folded(str(label)): value for value, label in choices.choices}
    return known


def agency_rows(sheet: Sheet) -> tuple[tuple[Numbered, ...], tuple[Fault, ...]]:
    """The rows of a table of agencies that can be read, and what is wrong with the others."""
    return sorted_out(sheet, _agency)


def person_rows(sheet: Sheet) -> tuple[tuple[PersonRow, ...], tuple[Fault, ...]]:
    """The rows of a table of people that can be read, and what is wrong with the others."""
    return sorted_out(sheet, _person)


def sorted_out(sheet: Sheet, read: Callable[[RowReader], _Row]) -> tuple[tuple[_Row, ...], tuple[Fault, ...]]:
    """What `read` makes of the rows that have no fault, and the faults of the others."""
    found: list[_Row] = []
    faults: list[Fault] = []
    for line in sheet.rows:
        reader = RowReader(line)
        row = read(reader)
        faults += reader.faults
        if not reader.faults:
            found.append(row)
    return tuple(found), tuple(faults)


def _agency(cells: RowReader) -> Numbered:
    first, last = cells.days()
    row = AgencyRow(
        key=cells.required("key", 80),
        name=cells.required("name", 200),
        short_name=cells.text("short_name", 120),
        abbreviation=cells.text("abbreviation", 40),
        code=cells.text("code", 40),
        place=cells.text("place", 80),
        tier=cells.choice("tier", TierWords, Tier, Tier.PROVINCE),
        kind=cells.choice("kind", AgencyKindWords, AgencyKind, AgencyKind.DEPARTMENT),
        line_parent=_parent(cells, "line_parent"),
        reporting_recipient=_parent(cells, "reporting_recipient"),
        guidance=_parent(cells, "guidance"),
        valid_from=first,
        valid_to=last,
        verified=Verified.NO,
        predecessor_keys=_keys(cells.row.cells.get("predecessor_keys", "")),
    )
    return Numbered(cells.row.number, row)


def _parent(cells: RowReader, column: str) -> str | None:
    key = cells.text(column, 80) or None
    if key and key == cells.row.cells.get("key"):
        cells.fault(column, _("an agency cannot stand over itself"))
    return key


def _keys(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for part in text.split(";") if (key := part.strip())))


def _person(cells: RowReader) -> PersonRow:
    first, last = cells.days()
    return PersonRow(
        email=_email(cells),
        full_name=cells.required("full_name", 120),
        title=cells.text("title", 120),
        agency_key=cells.required("agency_key", 200),
        role=cells.choice("role", Role, Role, Role.OFFICER),
        valid_from=first,
        valid_to=last,
        number=cells.row.number,
    )


def _email(cells: RowReader) -> str:
    value = cells.required("email", 254).lower()
    if value:
        try:
            validate_email(value)
        except ValidationError:
            cells.fault("email", _("“%(value)s” is no e-mail address") % {"value": value})
    return value
