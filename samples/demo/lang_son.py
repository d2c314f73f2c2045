"""Writes the agencies and people of the demonstration province into `lang-son-agencies.csv` and `lang-son-people.csv`.

    PYTHONPATH=src python -m samples.demo.lang_son

Run it from the top of the repository. The units and the bodies every province has come from the catalogue; the public
service units and associations added here only show what such a list looks like. All people are invented.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from itertools import count
from pathlib import Path

from loa.organizations.catalogue import AgencyKind, AgencyRow, Tier, Verified, agencies_across, agencies_of_province

__all__ = ["Post", "agencies", "people", "table"]

_HERE = Path(__file__).parent
_PROVINCE, _SEAT = "p-20", "c-06112-2025"
_SINCE, _TODAY = date(2025, 1, 1), date(2026, 1, 1)
_HOME, _COMMITTEE = f"{_PROVINCE}/home-affairs", f"{_PROVINCE}/pc"

_UNITS = (
    ("border-gate-zone", "Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng - Lạng Sơn", "BQLKKTCK", "department", "pc"),
    ("archive-centre", "Trung tâm Lưu trữ lịch sử tỉnh Lạng Sơn", "TTLT", "public_service_unit", "home-affairs"),
    ("employment-centre", "Trung tâm Dịch vụ việc làm tỉnh Lạng Sơn", "TTDVVL", "public_service_unit", "home-affairs"),
    (
        *("digital-centre", "Trung tâm Công nghệ thông tin và Truyền thông tỉnh Lạng Sơn", "TTCNTT&TT"),
        *("public_service_unit", "science-technology-2025"),
    ),
    (
        "legal-aid-centre",
        "Trung tâm Trợ giúp pháp lý nhà nước tỉnh Lạng Sơn",
        "TTTGPL",
        "public_service_unit",
        "justice",
    ),
    (
        *("land-registry", "Văn phòng Đăng ký đất đai tỉnh Lạng Sơn", "VPĐKĐĐ"),
        *("public_service_unit", "agriculture-environment"),
    ),
    ("general-hospital", "Bệnh viện Đa khoa tỉnh Lạng Sơn", "BVĐK", "public_service_unit", "health"),
    ("library", "Thư viện tỉnh Lạng Sơn", "TV", "public_service_unit", "culture-sports-tourism"),
    ("college", "Trường Cao đẳng Lạng Sơn", "CĐ", "public_service_unit", "pc"),
    ("business-association", "Hiệp hội Doanh nghiệp tỉnh Lạng Sơn", "HHDN", "mass_organisation", ""),
    ("lawyers-association", "Hội Luật gia tỉnh Lạng Sơn", "HLG", "mass_organisation", "fatherland-front"),
    ("journalists-association", "Hội Nhà báo tỉnh Lạng Sơn", "HNB", "mass_organisation", "fatherland-front"),
)
"""Slug, name, abbreviation, kind, superior in line."""

_FAMILIES = ("Nông", "Hoàng", "Lương", "Vi", "Hứa", "Triệu", "Lý", "Bế", "Đinh", "Mã", "Lộc", "Chu", "Lăng")
_GIVEN = (
    *("Sao Mai", "Suối Trong", "Hoa Hồi", "Nắng Sớm", "Gió Núi", "Mây Trắng", "Lúa Vàng", "Đào Chuông", "Sông Xanh"),
    *("Trúc Lâm", "Thạch Bàn", "Sương Mai", "Thông Reo", "Trăng Rằm", "Hạt Dẻ"),
)


@dataclass(frozen=True, slots=True)
class Post:
    """A role somebody holds at an agency, one row of the table of people. One e-mail address is one person."""

    email: str
    full_name: str
    title: str
    agency_key: str
    role: str


_ROLES = (
    ("leader", "Phó Chủ tịch", (_COMMITTEE,)),
    ("coordinator", "Trưởng phòng Cải cách hành chính", (_COMMITTEE, _HOME)),
    ("officer", "Chuyên viên Phòng Cải cách hành chính", (_HOME,)),
    ("editor", "Biên tập viên Cổng thông tin điện tử tỉnh", (f"{_PROVINCE}/portal", _HOME)),
    ("reviewer", "Phó Chánh Văn phòng", (_COMMITTEE, _HOME)),
    ("inspector", "Trưởng đoàn kiểm tra cải cách hành chính", (_COMMITTEE, _HOME)),
    ("finance", "Trưởng phòng Tài chính hành chính sự nghiệp", (_COMMITTEE, f"{_PROVINCE}/finance")),
    ("records_clerk", "Văn thư", (_COMMITTEE,)),
    ("administrator", "Quản trị hệ thống", (_COMMITTEE,)),
    ("auditor", "Kiểm soát viên", (_COMMITTEE,)),
)
"""Role, title, agencies: one account for each role. The first is who signed the plans of the demonstration."""

_SEAT_ROLES = (
    ("coordinator", "Phó Trưởng phòng Văn hóa - Xã hội", f"{_SEAT}/pc"),
    ("leader", "Chủ tịch", f"{_SEAT}/pc"),
    ("records_clerk", "Văn thư", f"{_SEAT}/pc"),
)
"""The people of one commune that issues a sub-plan of its own."""


def agencies() -> tuple[AgencyRow, ...]:
    """Today's agencies and, with the day they ended, those of province, districts and communes of early 2025."""
    today = agencies_of_province(_PROVINCE, on=_TODAY)
    every_tier = agencies_of_province(_PROVINCE, on=_TODAY, bodies_of=frozenset(Tier))
    seat = [row for row in every_tier if row.key.startswith(f"{_SEAT}/") and not row.key.endswith("/pc")]
    across = agencies_across(_PROVINCE, since=_SINCE, until=_TODAY)
    former = [row for row in across if row.valid_to]
    return (*former, *today, *seat, *_added())


def _added() -> Iterator[AgencyRow]:
    for slug, name, abbreviation, kind, line in _UNITS:
        executive = kind != AgencyKind.MASS_ORGANISATION
        yield AgencyRow(
            key=f"{_PROVINCE}/{slug}",
            name=name,
            short_name=name.removesuffix(" tỉnh Lạng Sơn"),
            abbreviation=abbreviation,
            code="",
            place="Lạng Sơn",
            tier=Tier.PROVINCE,
            kind=AgencyKind(kind),
            line_parent=f"{_PROVINCE}/{line}" if line else None,
            reporting_recipient=(_HOME if line == "pc" else f"{_PROVINCE}/{line}") if executive else None,
            guidance=None,
            valid_from=None,
            valid_to=None,
            verified=Verified.NO,
        )


def people() -> Iterator[Post]:
    """The accounts of the roles, then an officer for each agency of today."""
    names = _names()
    for role, title, places in _ROLES:
        name = next(names)
        yield from (Post(f"{role}@demo.loa.example", name, title, place, role) for place in places)
    for role, title, place in _SEAT_ROLES:
        yield Post(f"{role}.binh-gia@demo.loa.example", next(names), title, place, role)
    for row in agencies():
        if row.valid_to is None and row.key not in {_HOME, _COMMITTEE}:
            email = f"officer.{row.key.removesuffix('/pc').replace('/', '.')}@demo.loa.example"
            yield Post(email, next(names), "Chuyên viên", row.key, "officer")


def _names() -> Iterator[str]:
    """Names out of trees, stones and weather: nobody is called so."""
    return (f"{_FAMILIES[i % len(_FAMILIES)]} {_GIVEN[i % len(_GIVEN)]}" for i in count())


def table(kind: type[AgencyRow] | type[Post], rows: Iterable[AgencyRow | Post]) -> str:
    """The rows as CSV, a column for each field; keys of predecessors are parted by semicolons."""
    columns = [field.name for field in fields(kind)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(getattr(row, column)) for column in columns] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(value)
    return "" if value is None else str(value)


def main() -> None:
    """Write both tables beside this file."""
    (_HERE / "lang-son-agencies.csv").write_bytes(table(AgencyRow, agencies()).encode("utf-8"))
    (_HERE / "lang-son-people.csv").write_bytes(table(Post, people()).encode("utf-8"))


if __name__ == "__main__":
    main()
