"""The pages of the calendar: who sees them, what they show, and that they cost the same however much there is."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import LONG_AGO, agency, person
from tests.monitoring.calendars import FIRST, commune, duty, laid, plan_of, province

from loa.monitoring.models import Occurrence
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.plans.models import Exemption, Plan

pytestmark = pytest.mark.django_db
VIEWS = ("month", "quarter", "year", "list", "agencies", "always")


class Here:
    """A province with some communes, and a plan with some duties laid on them."""

    def __init__(self, communes: int = 2, duties: int = 2) -> None:
        self.top = province()
        self.communes = [commune(f"Ủy ban nhân dân xã số {number:03}", self.top) for number in range(communes)]
        self.plan: Plan = plan_of(self.top)
        for _ in range(duties):
            duty(self.plan, "all-communes")
        self.always = duty(self.plan, "all-communes", cadences=["continuous"], quotas=[])
        self.reports = duty(
            self.plan, self.communes[0], cadences=["quarterly"], quotas=[], kinds=["report"], text="Báo cáo hằng quý",
            deadline="day 15 of the last month of the reporting period",
        )  # fmt: skip
        laid(self.plan)

    @property
    def home(self) -> Agency:
        return self.communes[0]

    def url(self, **query: str) -> str:
        return f"{reverse('monitoring:plan', args=[self.plan.key])}?{'&'.join(f'{k}={v}' for k, v in query.items())}"


def signed_in(who: Person) -> Client:
    """Pages are asked for in English, the language of the sources."""
    who.language = "en"
    who.save()
    client = Client(headers={"accept-language": "en"})
    client.force_login(who)
    return client


def text(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, response.status_code
    return response.content.decode() if not response.streaming else b"".join(response).decode()


def test_nobody_sees_a_calendar_without_signing_in() -> None:
    here = Here()
    for url in (here.url(), reverse("monitoring:agency", args=[here.home.key]), reverse("monitoring:feeds")):
        assert Client().get(url).status_code == 302


def test_an_officer_sees_the_own_duties_and_not_those_of_a_neighbour() -> None:
    here = Here()
    officer = signed_in(person(Role.OFFICER, here.home))
    assert here.home.name in text(officer, reverse("monitoring:agency", args=[here.home.key]))
    text(officer, reverse("monitoring:agency", args=[here.communes[1].key]), status=403)


def test_the_coordinator_of_the_issuer_sees_those_of_every_agency_below() -> None:
    here = Here()
    coordinator = signed_in(person(Role.COORDINATOR, here.top))
    for one in here.communes:
        text(coordinator, reverse("monitoring:agency", args=[one.key]))


def test_who_guides_an_agency_sees_its_duties() -> None:
    here = Here()
    guide = agency("Sở Nội vụ")
    here.home.relations.create(to=guide, kind="guidance", valid_from=LONG_AGO)
    leader = signed_in(person(Role.LEADER, guide))
    text(leader, reverse("monitoring:agency", args=[here.home.key]))
    text(leader, reverse("monitoring:agency", args=[here.communes[1].key]), status=403)


def test_an_officer_sees_of_a_plan_what_it_asks_of_the_own_agency() -> None:
    here = Here()
    shown = text(signed_in(person(Role.OFFICER, here.communes[1])), here.url(view="agencies"))
    assert here.communes[1].name in shown
    assert here.home.name not in shown
    rows = text(signed_in(person(Role.OFFICER, here.communes[1])), here.url(view="list")).split("<tbody>")[1]
    assert "Báo cáo hằng quý" not in rows


def test_a_stranger_sees_nothing_of_a_plan() -> None:
    here = Here()
    stranger = signed_in(person(Role.COORDINATOR, agency("Sở của tỉnh khác")))
    text(stranger, here.url(), status=403)
    text(stranger, reverse("monitoring:occurrence", args=[Occurrence.objects.all()[0].pk]), status=403)


def test_a_draft_has_no_calendar() -> None:
    here = Here()
    draft = plan_of(here.top, state="draft", number="", issued_on=None)
    url = reverse("monitoring:plan", args=[draft.key])
    text(signed_in(person(Role.COORDINATOR, here.top)), url, status=404)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_a_plan_costs_the_same_for_few_and_many(view: str) -> None:
    few = _cost(Here(communes=2, duties=1), view)
    assert _cost(Here(communes=30, duties=8), view) == few
    assert few <= 25


def _cost(here: Here, view: str) -> int:
    client = signed_in(person(Role.COORDINATOR, here.top))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        text(client, here.url(view=view, month="2026-03"))
    return len(queries)


@pytest.mark.parametrize("view", ["coming", "past", "month", "always"])
def test_every_view_of_an_agency_costs_the_same_for_few_and_many(view: str) -> None:
    costs = set()
    for duties in (1, 8):
        here = Here(duties=duties)
        client = signed_in(person(Role.OFFICER, here.home))
        with CaptureQueriesContext(connection) as queries:
            text(client, f"{reverse('monitoring:agency', args=[here.home.key])}?view={view}&month=2026-03")
        costs.add(len(queries))
    assert len(costs) == 1


def test_an_occurrence_explains_itself_and_says_who_owes_it() -> None:
    here = Here()
    one = here.reports.occurrences.get(key="2026-Q1/report")
    shown = text(signed_in(person(Role.OFFICER, here.home)), reverse("monitoring:occurrence", args=[one.pk]))
    assert "Due on day 15 of the last month of the reporting period." in shown
    assert "Sunday" in shown  # 15 March 2026
    assert here.home.name in shown
    assert "The report with its number and day" in shown


def test_who_is_let_off_is_shown_with_the_reason() -> None:
    here = Here()
    Exemption.objects.create(
        obligation=here.reports, agency=here.home, valid_from=FIRST, reason="Thiên tai", authority="Công văn 5/UBND",
        made_by=person(),
    )  # fmt: skip
    shown = text(
        signed_in(person(Role.OFFICER, here.home)),
        f"{reverse('monitoring:agency', args=[here.home.key])}?since=01/03/2026&until=31/03/2026",
    )
    assert "Thiên tai (Công văn 5/UBND)" in shown
    assert "let off" in shown


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("view", ["list", "agencies", "always"])
def test_lists_can_be_taken_along(view: str, format: str) -> None:
    here = Here()
    response: Any = signed_in(person(Role.COORDINATOR, here.top)).get(here.url(view=view, format=format))
    content = b"".join(response.streaming_content)
    assert content[:2] == (b"PK" if format == "xlsx" else "\ufeff".encode()[:2])


def test_a_plan_that_waits_says_how_far_it_is() -> None:
    here = Here()
    type(here.plan.laying).objects.update(asked=9, progress=40, state="running")
    assert "being laid out" in text(signed_in(person(Role.COORDINATOR, here.top)), here.url())


def test_filters_narrow_by_agency_duty_and_kind() -> None:
    here = Here()
    client = signed_in(person(Role.COORDINATOR, here.top))
    assert "Báo cáo hằng quý" in text(client, here.url(view="list", kind="report"))
    assert "Báo cáo hằng quý" not in text(client, here.url(view="list", kind="quota")).split("<tbody>")[1]
    rows = text(client, here.url(view="agencies", agency="so 001")).split("<tbody>")[1]
    assert here.communes[1].name in rows
    assert here.home.name not in rows


def test_what_another_programme_times_is_not_lost() -> None:
    here = Here()
    duty(here.plan, here.home, cadences=["by-programme"], quotas=[], text="Theo chương trình phối hợp")
    laid(here.plan)
    officer, coordinator = person(Role.OFFICER, here.home), person(Role.COORDINATOR, here.top)
    own = f"{reverse('monitoring:agency', args=[here.home.key])}?view=always"
    assert "Theo chương trình phối hợp" in text(signed_in(officer), own)
    assert "Theo chương trình phối hợp" in text(signed_in(coordinator), here.url(view="always"))


def test_odd_questions_get_a_page() -> None:
    here = Here()
    client = signed_in(person(Role.COORDINATOR, here.top))
    for query in (
        {"month": "9999-99"},
        {"month": "x"},
        {"view": "?"},
        {"obligation": "x"},
        {"since": "x", "view": "list"},
    ):
        text(client, here.url(**query))
