"""Importing people: by their address, into the charge of one agency, without a password, once."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils.translation import override
from tests.factories import agency, person

from loa.audit.models import Entry
from loa.organizations.actions.importing_cells import (
    AGENCY_HEADS,
    AGENCY_REQUIRED,
    PERSON_HEADS,
    PERSON_REQUIRED,
    PersonRow,
    agency_rows,
    person_rows,
)
from loa.organizations.actions.importing_people import import_people, preview_people
from loa.organizations.actions.importing_preview import Faulty, Outdated, Preview
from loa.organizations.actions.importing_sheets import Sheet, read_sheet
from loa.organizations.actions.loading import Loaded, load_agencies, load_people
from loa.organizations.enums import AgencyKind, Role
from loa.organizations.models import Agency, Delegation, Notice, Person, Post
from loa.organizations.policy import Forbidden

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
HEAD = "email,full_name,title,agency_key,role"
DEMO = Path(__file__).parents[2] / "samples" / "demo"


def sheet(*rows: str, head: str = HEAD) -> Sheet:
    return read_sheet("\n".join([head, *rows]).encode(), PERSON_HEADS, PERSON_REQUIRED)


def keyed(made: Agency, key: str) -> Agency:
    Agency.objects.filter(pk=made.pk).update(external_key=key)
    made.refresh_from_db()
    return made


def done(table: Sheet, at: Agency, by: Person, *, welcome: bool = False) -> Preview:
    told = preview_people(table, at=at, by=by, on=TODAY)
    return import_people(table, at=at, by=by, on=TODAY, fingerprint=told.fingerprint, welcome=welcome)


@pytest.fixture
def top() -> Agency:
    return keyed(agency("Ủy ban nhân dân tỉnh", kind=AgencyKind.PEOPLES_COMMITTEE), "UBT")


@pytest.fixture
def home(top: Agency) -> Agency:
    return keyed(agency("Sở Nội vụ", under=top), "SNV")


@pytest.fixture
def administrator(top: Agency) -> Person:
    return person(Role.ADMINISTRATOR, top)


def test_new_people_come_with_their_posts_and_without_a_password(
    top: Agency, home: Agency, administrator: Person
) -> None:
    table = sheet(
        "An@demo.loa.example,Nông Nắng Sớm,Chuyên viên,SNV,cán bộ thực hiện",
        "an@demo.loa.example,Nông Nắng Sớm,,UBT,editor",
    )
    told = done(table, top, administrator)
    made = Person.objects.get(email="an@demo.loa.example")
    assert told.new == 2
    assert not made.has_usable_password()
    assert made.searched.startswith("nong nang som")
    assert set(made.posts.values_list("agency", "role", "title", "valid_from")) == {
        (home.pk, Role.OFFICER, "Chuyên viên", TODAY),
        (top.pk, Role.EDITOR, "", TODAY),
    }


def test_a_second_time_changes_nothing(top: Agency, home: Agency, administrator: Person) -> None:
    table = sheet("an@demo.loa.example,Nông Nắng Sớm,Chuyên viên,SNV,officer")
    done(table, top, administrator)
    told = preview_people(table, at=top, by=administrator, on=TODAY)
    assert (told.new, told.changed, told.unchanged, told.can_be_done) == (0, 0, 1, False)


def test_the_mail_with_the_link_goes_to_new_people_only_when_it_is_wished(
    top: Agency, home: Agency, administrator: Person, django_capture_on_commit_callbacks: object
) -> None:
    known = person(email="cu@demo.loa.example", full_name="Mã Gió Núi", mail_notices=False)
    first = sheet("an@demo.loa.example,Nông Nắng Sớm,,SNV,officer")
    second = sheet("be@demo.loa.example,Bế Hạt Dẻ,,SNV,officer", "cu@demo.loa.example,Mã Gió Núi,,SNV,officer")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture without types
        done(first, top, administrator)
        done(second, top, administrator, welcome=True)
    assert [message.to for message in mail.outbox] == [["be@demo.loa.example"]]
    assert Notice.objects.get().person == known


def test_what_changed_is_told_and_done(top: Agency, home: Agency, administrator: Person) -> None:
    done(sheet("an@demo.loa.example,Nông Nắng Sớm,Chuyên viên,SNV,officer"), top, administrator)
    told = done(sheet("an@demo.loa.example,Nông Nắng Mai,Phó phòng,SNV,officer"), top, administrator)
    assert told.changed == 1
    assert "Chuyên viên” → “Phó phòng" in " ".join(told.lines[0].details)
    assert Person.objects.get(email="an@demo.loa.example").full_name == "Nông Nắng Mai"
    assert Post.objects.get(person__email="an@demo.loa.example").title == "Phó phòng"
    assert [entry.after for entry in Entry.objects.filter(verb="people.import").order_by("number")] == [
        {"people": 1, "new": 1, "changed": 0, "welcome": False},
        {"people": 0, "new": 0, "changed": 1, "welcome": False},
    ]


def test_a_post_that_ends_takes_what_was_handed_on_with_it(top: Agency, home: Agency, administrator: Person) -> None:
    holder, deputy = person(Role.LEADER, home, email="an@demo.loa.example", full_name="Nông Nắng Sớm"), person()
    far = TODAY + timedelta(days=90)
    Delegation.objects.create(post=holder.posts.get(), to=deputy, valid_from=TODAY, valid_to=far, reason="đi học")
    table = sheet("an@demo.loa.example,Nông Nắng Sớm,,SNV,leader,31/03/2026", head=HEAD + ",Đến ngày")
    done(table, top, administrator)
    assert holder.posts.get().valid_to == date(2026, 3, 31)
    assert Delegation.objects.get().valid_to == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("khong-phai,Nông Nắng Sớm,,SNV,officer", ("email", "thư điện tử")),
        ("an@demo.loa.example,,,SNV,officer", ("full_name", "không được để trống")),
        ("an@demo.loa.example,Nông Nắng Sớm,,KHONG,officer", ("agency_key", "KHONG")),
        ("an@demo.loa.example,Nông Nắng Sớm,,SNV,giám đốc", ("role", "giám đốc")),
        ("an@demo.loa.example,Nông Nắng Sớm,,KHAC,officer", ("agency_key", "không thuộc")),
        ("khoa@demo.loa.example,Lộc Đá,,SNV,officer", ("email", "đăng nhập")),
        ("noi-khac@demo.loa.example,Tên Khác,,SNV,officer", ("full_name", "Chu Mây Trắng")),
    ],
)
def test_what_is_wrong_is_told_by_row_and_cell_in_vietnamese(
    top: Agency, home: Agency, administrator: Person, row: str, wrong: tuple[str, str]
) -> None:
    elsewhere = keyed(agency("Sở của tỉnh khác"), "KHAC")
    person(Role.LEADER, elsewhere, email="noi-khac@demo.loa.example", full_name="Chu Mây Trắng")
    person(email="khoa@demo.loa.example", full_name="Lộc Đá", is_active=False)
    with override("vi"):
        told = preview_people(sheet(row), at=top, by=administrator, on=TODAY)
    assert [(fault.row, fault.column) for fault in told.faults] == [(2, wrong[0])]
    assert wrong[1] in told.faults[0].message
    with pytest.raises(Faulty):
        import_people(sheet(row), at=top, by=administrator, on=TODAY, fingerprint=told.fingerprint)
    assert not Person.objects.filter(email="an@demo.loa.example").exists()


def test_somebody_of_another_agency_may_be_given_a_post_here(top: Agency, home: Agency, administrator: Person) -> None:
    guest = person(Role.LEADER, agency(), email="khach@demo.loa.example", full_name="Chu Mây Trắng")
    done(sheet("khach@demo.loa.example,Chu Mây Trắng,,SNV,inspector"), top, administrator)
    assert guest.posts.filter(agency=home, role=Role.INSPECTOR).exists()


def test_the_same_post_twice_is_a_fault(top: Agency, home: Agency, administrator: Person) -> None:
    row = "an@demo.loa.example,Nông Nắng Sớm,,SNV,officer"
    told = preview_people(sheet(row, row), at=top, by=administrator, on=TODAY)
    assert {fault.row for fault in told.faults} == {2, 3}


def test_only_an_administrator_in_charge_imports(top: Agency, home: Agency, administrator: Person) -> None:
    table = sheet("an@demo.loa.example,Nông Nắng Sớm,,SNV,officer")
    for stranger in (person(), person(Role.LEADER, top), person(Role.ADMINISTRATOR, agency())):
        with pytest.raises(Forbidden):
            preview_people(table, at=top, by=stranger, on=TODAY)
        with pytest.raises(Forbidden):
            import_people(table, at=top, by=stranger, on=TODAY, fingerprint="")
    own = preview_people(table, at=home, by=person(Role.ADMINISTRATOR, home), on=TODAY)
    assert own.can_be_done


def test_the_preview_is_made_again_when_somebody_else_was_faster(
    top: Agency, home: Agency, administrator: Person
) -> None:
    table = sheet("an@demo.loa.example,Nông Nắng Sớm,,SNV,officer")
    seen = preview_people(table, at=top, by=administrator, on=TODAY)
    done(table, top, administrator)
    with pytest.raises(Outdated):
        import_people(table, at=top, by=administrator, on=TODAY, fingerprint=seen.fingerprint)
    assert Post.objects.filter(person__email="an@demo.loa.example").count() == 1


def test_agencies_are_known_by_their_names_too(top: Agency, home: Agency, administrator: Person) -> None:
    told = preview_people(
        sheet("an@demo.loa.example,Nông Nắng Sớm,,Sở Nội vụ,officer"), at=top, by=administrator, on=TODAY
    )
    assert told.can_be_done


def test_a_table_of_any_length_takes_the_same_number_of_queries(
    top: Agency, home: Agency, administrator: Person, django_assert_max_num_queries: object
) -> None:
    rows = [f"p{number}@demo.loa.example,Nông Số {number},,SNV,officer" for number in range(300)]
    with django_assert_max_num_queries(15):  # type: ignore[operator]  # a fixture without types
        preview_people(sheet(*rows), at=top, by=administrator, on=TODAY)


def test_the_people_of_the_demonstration_are_loaded_once() -> None:
    agencies = read_sheet((DEMO / "lang-son-agencies.csv").read_bytes(), AGENCY_HEADS, AGENCY_REQUIRED)
    people = read_sheet((DEMO / "lang-son-people.csv").read_bytes(), PERSON_HEADS, PERSON_REQUIRED)
    rows, faults = person_rows(people)
    assert not faults
    load_agencies([one.row for one in agency_rows(agencies)[0]], by=None, on=TODAY)
    loaded = load_people(rows, by=None, on=TODAY)
    assert loaded == Loaded(people=len({row.email for row in rows}), posts=len(rows))
    assert load_people(rows, by=None, on=TODAY) == Loaded()
    assert Entry.objects.filter(verb="people.load").count() == 1
    with pytest.raises(ValidationError, match="nowhere"):
        load_people([PersonRow("a@demo.loa.example", "A", "", "nowhere", Role.OFFICER)], by=None, on=TODAY)
