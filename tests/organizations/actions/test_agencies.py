"""Founding, naming and relating agencies: from a day on, within what somebody is in charge of."""

from datetime import date, timedelta

import pytest
from tests.factories import LONG_AGO, agency, person

from loa.audit.models import Entry
from loa.organizations.actions.agencies import Superiors, designate, found, relate
from loa.organizations.changes import Details
from loa.organizations.enums import AgencyKind, RelationKind, Role, Tier
from loa.organizations.errors import ChangedMeanwhile, OrganizationError
from loa.organizations.models import Agency, Person, Relation
from loa.organizations.policy import Forbidden
from loa.organizations.queries.kinship import line_above

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
EVE = TODAY - timedelta(days=1)
DEPARTMENT = Details("Sở Du lịch", Tier.PROVINCE, AgencyKind.DEPARTMENT, place="Lạng Sơn", abbreviation="SDL")


@pytest.fixture
def province() -> Agency:
    return agency("UBND tỉnh", kind=AgencyKind.PEOPLES_COMMITTEE)


@pytest.fixture
def admin(province: Agency) -> Person:
    return person(Role.ADMINISTRATOR, province)


def test_a_new_agency_exists_from_its_day_on(province: Agency, admin: Person) -> None:
    made = found(DEPARTMENT, Superiors(line=province, reporting=province), since=TODAY, by=admin, on=TODAY)
    assert (made.exists_on(EVE), made.exists_on(TODAY)) == (False, True)
    assert line_above(made.pk, TODAY) == (province.pk,)
    assert [entry.verb for entry in Entry.objects.all()] == ["agencies.found"]


def test_nobody_founds_agencies_under_others_or_under_nobody(province: Agency, admin: Person) -> None:
    with pytest.raises(Forbidden):
        found(DEPARTMENT, Superiors(line=agency()), since=TODAY, by=admin, on=TODAY)
    with pytest.raises(Forbidden):
        found(DEPARTMENT, Superiors(line=province), since=TODAY, by=person(Role.LEADER, province), on=TODAY)
    with pytest.raises(OrganizationError):
        found(DEPARTMENT, Superiors(), since=TODAY, by=admin, on=TODAY)


def test_a_new_designation_closes_the_old_one_the_day_before(province: Agency, admin: Person) -> None:
    made = agency("Sở Du lịch cũ", under=province)
    designate(made, DEPARTMENT, since=TODAY, seen=made.designations.get().pk, by=admin, on=TODAY)
    made.refresh_from_db()
    assert [(row.name, row.valid_from, row.valid_to) for row in made.designations.all()] == [
        ("Sở Du lịch cũ", LONG_AGO, EVE), ("Sở Du lịch", TODAY, None),
    ]  # fmt: skip
    assert (made.name, str(made.designation(EVE))) == ("Sở Du lịch", "Sở Du lịch cũ")


def test_what_began_the_same_day_is_written_over(province: Agency, admin: Person) -> None:
    made = found(DEPARTMENT, Superiors(line=province), since=TODAY, by=admin, on=TODAY)
    designate(
        made, Details("Sở Văn hóa", Tier.PROVINCE, AgencyKind.DEPARTMENT), since=TODAY, seen=None, by=admin, on=TODAY
    )
    assert [row.name for row in made.designations.all()] == ["Sở Văn hóa"]


def test_a_page_that_is_out_of_date_overwrites_nothing(province: Agency, admin: Person) -> None:
    made = agency("Sở A", under=province)
    seen = made.designations.get().pk
    designate(made, DEPARTMENT, since=EVE, seen=seen, by=admin, on=TODAY)
    other = Details("Sở B", Tier.PROVINCE, AgencyKind.DEPARTMENT)
    with pytest.raises(ChangedMeanwhile):
        designate(made, other, since=TODAY, seen=seen, by=admin, on=TODAY)
    with pytest.raises(OrganizationError):
        designate(made, other, since=EVE - timedelta(days=1), seen=None, by=admin, on=TODAY)
    assert made.designations.count() == 2


def test_an_agency_is_put_under_another_from_a_day_on(province: Agency, admin: Person) -> None:
    first, second, unit = agency(under=province), agency(under=province), agency()
    Relation.objects.create(agency=unit, to=first, kind=RelationKind.LINE, valid_from=LONG_AGO)
    relate(unit, RelationKind.LINE, second, since=TODAY, by=admin, on=TODAY)
    assert line_above(unit.pk, EVE)[0] == first.pk
    assert line_above(unit.pk, TODAY)[0] == second.pk
    relate(unit, RelationKind.LINE, None, since=TODAY, by=admin, on=TODAY)
    assert line_above(unit.pk, TODAY) == ()


def test_a_line_never_runs_in_a_circle(province: Agency, admin: Person) -> None:
    department = agency(under=province)
    unit = agency(under=department)
    for to in (unit, department):
        with pytest.raises(OrganizationError):
            relate(department, RelationKind.LINE, to, since=TODAY, by=admin, on=TODAY)
    assert line_above(department.pk, TODAY) == (province.pk,)


def test_a_line_never_runs_in_a_circle_later(province: Agency, admin: Person) -> None:
    """What is recorded already for a day to come counts as well."""
    first, second = agency(under=province), agency(under=province)
    relate(first, RelationKind.LINE, second, since=TODAY + timedelta(days=300), by=admin, on=TODAY)
    with pytest.raises(OrganizationError):
        relate(second, RelationKind.LINE, first, since=TODAY, by=admin, on=TODAY)
    assert line_above(second.pk, TODAY) == (province.pk,)


def test_relations_reach_no_agency_of_others(province: Agency, admin: Person) -> None:
    with pytest.raises(Forbidden):
        relate(agency(under=province), RelationKind.GUIDANCE, agency(), since=TODAY, by=admin, on=TODAY)
    with pytest.raises(Forbidden):
        relate(agency(), RelationKind.LINE, province, since=TODAY, by=admin, on=TODAY)
