"""Importing agencies: told before it is done, done whole or not at all, once, by whoever is in charge of every row."""

from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override
from tests.factories import agency, person

from loa.audit.models import Entry
from loa.organizations.actions.importing_agencies import import_agencies, preview_agencies
from loa.organizations.actions.importing_cells import AGENCY_HEADS, AGENCY_REQUIRED, agency_rows
from loa.organizations.actions.importing_preview import Faulty, Outdated, Preview
from loa.organizations.actions.importing_sheets import Sheet, read_sheet
from loa.organizations.actions.loading import load_agencies
from loa.organizations.catalogue import central_agencies
from loa.organizations.enums import AgencyKind, RelationKind, Role, Tier
from loa.organizations.events import organization_changed
from loa.organizations.models import Agency, Designation, Person, Relation, SuccessionShare
from loa.organizations.policy import Forbidden
from loa.organizations.queries.importing_timeline import EARLIEST

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
HEAD = "key,name,tier,kind,line_parent,valid_from,valid_to"
DEMO = Path(__file__).parents[2] / "samples" / "demo" / "lang-son-agencies.csv"


def sheet(*rows: str, head: str = HEAD) -> Sheet:
    return read_sheet("\n".join([head, *rows]).encode(), AGENCY_HEADS, AGENCY_REQUIRED)


def committee() -> Agency:
    made = agency("Ủy ban nhân dân tỉnh Lạng Sơn", kind=AgencyKind.PEOPLES_COMMITTEE, place="Lạng Sơn")
    Agency.objects.filter(pk=made.pk).update(external_key="UBT")
    made.refresh_from_db()
    return made


def done(table: Sheet, at: Agency, by: Person, on: date = TODAY) -> Preview:
    told = preview_agencies(table, at=at, by=by, on=on)
    return import_agencies(table, at=at, by=by, on=on, fingerprint=told.fingerprint)


@pytest.fixture
def top() -> Agency:
    return committee()


@pytest.fixture
def administrator(top: Agency) -> Person:
    return person(Role.ADMINISTRATOR, top)


def test_new_agencies_come_with_their_place_under_others(top: Agency, administrator: Person) -> None:
    table = sheet("SNV,Sở Nội vụ,province,department,UBT,,", "CCHC,Phòng Cải cách,province,division,SNV,,")
    told = done(table, top, administrator)
    assert (told.new, told.changed, told.unchanged, told.faults) == (2, 0, 0, ())
    department = Agency.objects.get(external_key="SNV")
    assert department.founded_on == EARLIEST
    relations = Relation.objects.filter(kind=RelationKind.LINE).values_list("agency__external_key", "to__external_key")
    assert set(relations) == {("SNV", "UBT"), ("CCHC", "SNV")}


def test_a_second_time_changes_nothing(top: Agency, administrator: Person) -> None:
    table = sheet("SNV,Sở Nội vụ,province,department,UBT,,", "SYT,Sở Y tế,province,department,UBT,01/01/2020,")
    done(table, top, administrator)
    again = preview_agencies(table, at=top, by=administrator, on=TODAY)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert not again.can_be_done


def test_one_row_of_the_trail_tells_how_many(top: Agency, administrator: Person) -> None:
    done(sheet("SNV,Sở Nội vụ,province,department,UBT,,"), top, administrator)
    entry = Entry.objects.get(verb="agencies.import")
    assert entry.after == {"new": 1, "changed": 0, "successions": 0}
    assert (entry.actor_id, entry.agency_id) == (administrator.pk, top.pk)


def test_a_row_without_a_day_corrects_what_holds_and_keeps_what_was(top: Agency, administrator: Person) -> None:
    first = sheet(
        "SNV,Sở Nội vụ cũ,province,department,UBT,,28/02/2025", "SNV,Sở Nội vu,province,department,UBT,2025-03-01,"
    )
    done(first, top, administrator)
    told = done(sheet("SNV,Sở Nội vụ,province,department,UBT,,"), top, administrator)
    assert (told.changed, told.lines[0].row) == (1, 2)
    names = Designation.objects.filter(agency__external_key="SNV").values_list("name", "valid_from")
    assert list(names) == [("Sở Nội vụ cũ", EARLIEST), ("Sở Nội vụ", date(2025, 3, 1))]
    assert Agency.objects.get(external_key="SNV").name == "Sở Nội vụ"


def test_a_last_day_ends_the_agency_and_what_it_stood_under(top: Agency, administrator: Person) -> None:
    done(sheet("SNV,Sở Nội vụ,province,department,UBT,,"), top, administrator)
    told = done(sheet("SNV,Sở Nội vụ,province,department,UBT,,31/12/2025"), top, administrator)
    assert "31/12/2025" in told.lines[0].details[0]
    department = Agency.objects.get(external_key="SNV")
    ends = {department.ended_on, department.designations.get().valid_to, department.relations.get().valid_to}
    assert ends == {date(2025, 12, 31)}
    again = preview_agencies(
        sheet("SNV,Sở Nội vụ,province,department,UBT,,31/12/2025"), at=top, by=administrator, on=TODAY
    )
    assert (again.unchanged, again.faults) == (1, ())


def test_a_state_that_begins_later_stays(top: Agency, administrator: Person) -> None:
    done(
        sheet("S,Sở cũ,province,department,UBT,,28/02/2025", "S,Sở mới,province,department,UBT,2025-03-01,"),
        top,
        administrator,
    )
    done(sheet("S,Sở rất cũ,province,department,UBT,,28/02/2025"), top, administrator)
    made = Agency.objects.get(external_key="S")
    assert [row.name for row in made.designations.order_by("valid_from")] == ["Sở rất cũ", "Sở mới"]
    assert (made.ended_on, made.relations.get().valid_to) == (None, None)


def test_a_row_with_a_day_begins_there(top: Agency, administrator: Person) -> None:
    done(sheet("SNV,Sở Nội vụ,province,department,UBT,,"), top, administrator)
    other = agency("Chi cục", under=top)
    Agency.objects.filter(pk=other.pk).update(external_key="CC")
    done(sheet("SNV,Sở Nội vụ và Lao động,province,department,CC,2026-01-01,"), top, administrator)
    department = Agency.objects.get(external_key="SNV")
    names = [str(department.designation(day)) for day in (date(2025, 12, 31), date(2026, 1, 1))]
    assert names == ["Sở Nội vụ", "Sở Nội vụ và Lao động"]
    assert [row.to for row in Relation.objects.on(TODAY).filter(agency=department)] == [other]


def test_columns_that_are_not_there_are_left_as_they_are(top: Agency, administrator: Person) -> None:
    done(sheet("SNV,Sở Nội vụ,province,department,UBT,,"), top, administrator)
    Designation.objects.filter(agency__external_key="SNV").update(abbreviation="SNV")
    rows = "SNV,Sở Nội vụ cũ,province,department,,2024-12-31", "SNV,Sở Nội vụ tỉnh,province,department,2025-01-01,"
    done(sheet(*rows, head="key,name,tier,kind,valid_from,valid_to"), top, administrator)
    designations = Designation.objects.filter(agency__external_key="SNV").values_list("name", "abbreviation")
    assert set(designations) == {("Sở Nội vụ cũ", "SNV"), ("Sở Nội vụ tỉnh", "SNV")}
    assert Relation.objects.get(agency__external_key="SNV").valid_to is None


def test_an_agency_made_by_hand_is_known_by_its_name(top: Agency, administrator: Person) -> None:
    mine = agency("Sở Nội vụ", under=top)
    done(sheet("SNV,Sở Nội vụ,province,department,UBT,,"), top, administrator)
    mine.refresh_from_db()
    assert mine.external_key == "SNV"
    assert Agency.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("SNV,,province,department,UBT,,", "name", "không được để trống"),
        ("SNV,Sở Nội vụ,tinh hoa,department,UBT,,", "tier", "tinh hoa"),
        ("SNV,Sở Nội vụ,province,department,UBT,31/02/2025,", "valid_from", "31/02/2025"),
        ("SNV,Sở Nội vụ,province,department,UBT,2025-02-01,2025-01-01", "valid_to", "trước ngày đầu"),
        ("SNV,Sở Nội vụ,province,department,XYZ,,", "line_parent", "XYZ"),
        ("SNV,Sở Nội vụ,province,department,SNV,,", "line_parent", "chính"),
        ("SNV,Sở Nội vụ,province,department,,,", "line_parent", "cơ quan"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_cell_in_vietnamese(
    top: Agency, administrator: Person, row: str, column: str, said: str
) -> None:
    with override("vi"):
        told = preview_agencies(sheet("SYT,Sở Y tế,Tỉnh,Sở,UBT,,", row), at=top, by=administrator, on=TODAY)
    assert [(fault.row, fault.column) for fault in told.faults] == [(3, column)]
    assert said in told.faults[0].message


def test_one_fault_and_nothing_is_imported(top: Agency, administrator: Person) -> None:
    table = sheet("SNV,Sở Nội vụ,province,department,UBT,,", "SYT,Sở Y tế,province,department,NOBODY,,")
    told = preview_agencies(table, at=top, by=administrator, on=TODAY)
    with pytest.raises(Faulty):
        import_agencies(table, at=top, by=administrator, on=TODAY, fingerprint=told.fingerprint)
    assert Agency.objects.count() == 1
    assert not Entry.objects.filter(verb="agencies.import").exists()


def test_rows_that_overlap_or_leave_a_gap_are_faults(top: Agency, administrator: Person) -> None:
    overlap = sheet("S,Sở,province,department,UBT,,2025-06-30", "S,Sở mới,province,department,UBT,2025-06-01,")
    gap = sheet("S,Sở,province,department,UBT,,2025-05-31", "S,Sở mới,province,department,UBT,2025-07-01,")
    for table in (overlap, gap):
        told = preview_agencies(table, at=top, by=administrator, on=TODAY)
        assert [(fault.row, fault.column) for fault in told.faults] == [(3, "valid_from")]


def test_superiors_in_a_circle_are_a_fault(top: Agency, administrator: Person) -> None:
    table = sheet("A,Sở A,province,department,B,,", "B,Sở B,province,department,A,,")
    told = preview_agencies(table, at=top, by=administrator, on=TODAY)
    assert {fault.row for fault in told.faults} == {2, 3}


def test_only_an_administrator_of_the_agency_or_one_over_it_imports(top: Agency, administrator: Person) -> None:
    below = agency("Ủy ban nhân dân xã", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.COMMUNE, under=top)
    table = sheet("SNV,Sở Nội vụ,province,department,UBT,,")
    for stranger in (person(), person(Role.COORDINATOR, top), person(Role.ADMINISTRATOR, below)):
        with pytest.raises(Forbidden):
            preview_agencies(table, at=top, by=stranger, on=TODAY)
        with pytest.raises(Forbidden):
            import_agencies(table, at=top, by=stranger, on=TODAY, fingerprint="")
    assert preview_agencies(table, at=below, by=administrator, on=TODAY).faults


def test_rows_about_agencies_elsewhere_are_faults(top: Agency, administrator: Person) -> None:
    elsewhere = agency("Sở của tỉnh khác", under=agency("Ủy ban khác", kind=AgencyKind.PEOPLES_COMMITTEE))
    Agency.objects.filter(pk=elsewhere.pk).update(external_key="KHAC")
    table = sheet("KHAC,Tên mới,province,department,,,", "MOI,Phòng mới,province,division,KHAC,,")
    told = preview_agencies(table, at=top, by=administrator, on=TODAY)
    assert [(fault.row, fault.column) for fault in told.faults] == [(2, "key"), (3, "line_parent")]


def test_the_preview_is_made_again_when_the_data_changed(top: Agency, administrator: Person) -> None:
    table = sheet("SNV,Sở Nội vụ,province,department,UBT,,")
    seen = preview_agencies(table, at=top, by=administrator, on=TODAY)
    done(table, top, administrator)
    with pytest.raises(Outdated) as outdated:
        import_agencies(table, at=top, by=administrator, on=TODAY, fingerprint=seen.fingerprint)
    assert (outdated.value.preview.new, outdated.value.preview.unchanged) == (0, 1)
    assert Agency.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "since"),
    [
        ("SNV,Sở Nội vụ mới,province,department,UBT,,", TODAY),
        ("SNV,Sở Nội vụ,province,department,UBT,2025-12-01,", None),
        ("SNV,Sở Nội vụ mới,province,department,UBT,2025-12-01,", date(2025, 12, 1)),
        ("SNV,Sở Nội vụ,province,department,UBT,,2025-12-31", date(2026, 1, 1)),
        ("SYT,Sở Y tế,province,department,UBT,,", TODAY),
        ("SYT,Sở Y tế,province,department,UBT,2026-05-01,", TODAY),
    ],
)
def test_others_are_told_from_which_day_on_to_look_again(
    top: Agency, administrator: Person, row: str, since: date | None
) -> None:
    done(sheet("SNV,Sở Nội vụ,province,department,UBT,,"), top, administrator)
    told: list[date] = []

    def hear(*, since: date, **_: object) -> None:
        told.append(since)

    organization_changed.connect(hear)
    try:
        done(sheet(row), top, administrator)
    finally:
        organization_changed.disconnect(hear)
    assert told == [since or TODAY]


def test_predecessors_become_a_succession(top: Agency, administrator: Person) -> None:
    done(sheet("CU,Sở cũ,province,department,UBT,,2025-02-28"), top, administrator)
    head = "key,name,tier,kind,line_parent,valid_from,predecessor_keys"
    table = sheet("MOI,Sở mới,province,department,UBT,2025-03-01,CU;QUEN", head=head)
    told = done(table, top, administrator)
    assert len(told.notes) == 1
    share = SuccessionShare.objects.get()
    assert (share.predecessor.external_key, share.successor and share.successor.external_key) == ("CU", "MOI")
    assert preview_agencies(table, at=top, by=administrator, on=TODAY).unchanged == 1
    assert SuccessionShare.objects.count() == 1


def test_the_table_of_the_demonstration_goes_in_and_is_then_unchanged(top: Agency, administrator: Person) -> None:
    load_agencies({*central_agencies(TODAY), *central_agencies(date(2025, 1, 1))}, by=None, on=TODAY)
    Agency.objects.filter(pk=top.pk).update(external_key="")
    table = read_sheet(DEMO.read_bytes(), AGENCY_HEADS, AGENCY_REQUIRED)
    told = done(table, top, administrator)
    assert (told.faults, told.changed) == ((), 1)
    assert told.new == Agency.objects.exclude(external_key__startswith="central/").count() - 1
    again = preview_agencies(table, at=top, by=administrator, on=TODAY)
    assert (again.new, again.changed, again.unchanged, again.faults) == (0, 0, 335, ())


def test_a_table_beside_the_loaded_catalogue_changes_nothing() -> None:
    table = read_sheet(DEMO.read_bytes(), AGENCY_HEADS, AGENCY_REQUIRED)
    load_agencies([one.row for one in agency_rows(table)[0]], by=None, on=TODAY)
    top = Agency.objects.get(external_key="p-20/pc")
    told = preview_agencies(table, at=top, by=person(Role.ADMINISTRATOR, top), on=TODAY)
    assert (told.new, told.changed, told.unchanged, told.faults) == (0, 0, 335, ())


def test_a_table_of_any_length_takes_the_same_number_of_queries(
    top: Agency, administrator: Person, django_assert_max_num_queries: object
) -> None:
    rows = [f"P{number},Phòng {number},province,division,UBT,," for number in range(300)]
    with django_assert_max_num_queries(25):  # type: ignore[operator]  # a fixture without types
        preview_agencies(sheet(*rows), at=top, by=administrator, on=TODAY)
