"""Praise and criticism: proposed by rules over what agencies did, decided once by a leader."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.factories import person
from tests.monitoring.owing import Urging
from tests.monitoring.test_pages import signed_in, text

from loa.audit.models import Entry
from loa.monitoring.actions.commending import decide, propose
from loa.monitoring.commending import Rule, proposed, rules, said_reason
from loa.monitoring.enums import CommendationKind, CommendationState, Done
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.models import Commendation
from loa.monitoring.queries.scores import Month, Score
from loa.monitoring.queries.urging import commendations_to_decide
from loa.organizations.enums import Role
from loa.organizations.models import Notice
from loa.organizations.policy import Forbidden

pytestmark = pytest.mark.django_db
FIRST, LAST, TODAY = date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 10)
QUARTER = ("2026-01-31", "2026-02-28", "2026-03-31")


class Year(Urging):
    """Of three communes the first did all in time, the second one month late, the third nothing."""

    def __init__(self) -> None:
        super().__init__(3)
        for due in QUARTER:
            self.show(self.window(due), self.home, 5, Done.MET)
            self.show(self.window(due), self.communes[1], 5, Done.LATE if due == QUARTER[0] else Done.MET)

    def proposals(self) -> list[Commendation]:
        return propose(self.top, FIRST, LAST, by=self.coordinator, on=TODAY)


def score(*months: tuple[int, int, int]) -> Score:
    """Months as owed, met, late."""
    return Score(1, tuple(Month(date(2026, place, 1), *month) for place, month in enumerate(months, start=1)))


@pytest.mark.parametrize(
    ("months", "kinds"),
    [
        (((1, 1, 0),) * 3, ["praise"]),
        (((1, 1, 0),) * 2, []),
        (((1, 1, 0), (1, 1, 0), (1, 0, 1)), []),
        (((20, 19, 0),) * 6, ["praise"]),
        (((20, 19, 0),) * 5, []),
        (((4, 1, 0), (4, 1, 0)), ["criticism"]),
        (((4, 2, 0), (4, 2, 0)), []),
        (((4, 1, 0), (4, 4, 0)), []),
        (((4, 1, 3), (4, 1, 3)), []),
    ],
)
def test_the_rules_propose_what_they_say(months: tuple[tuple[int, int, int], ...], kinds: list[str]) -> None:
    assert [kind.value for kind, _ in proposed(score(*months))] == kinds


def test_the_first_rule_of_a_kind_gives_the_reason_with_its_figures() -> None:
    ((_, reason),) = proposed(score((4, 1, 0), (4, 0, 1), (4, 4, 0)))
    assert reason == [
        "often-missed",
        {
            "owed": 12, "met": 5, "late": 1, "missed": 6, "months": 3, "bad_months": ["01/2026", "02/2026"],
            "share": 50,
        },
    ]  # fmt: skip
    with override("en"):
        assert "50 % not done in 01/2026, 02/2026" in said_reason(reason)
        praise = Rule("x", CommendationKind.PRAISE, met_share=100).reason(score((1, 1, 0)))
        assert said_reason(praise) == "At least 100 % done in time in each of 1 months; in all 1 of 1."
    assert {rule.name for rule in rules()} == {"all-met", "nearly-all-met", "often-missed"}


def test_agencies_under_one_are_proposed_once_for_a_time() -> None:
    here = Year()
    made = here.proposals()
    assert {(one.agency, one.kind) for one in made} == {(here.home, "praise"), (here.communes[2], "criticism")}
    assert here.proposals() == []
    assert Notice.objects.filter(code="monitoring.commendations-proposed").count() == 1
    assert Entry.objects.filter(verb="commendations.propose").count() == 2
    assert set(commendations_to_decide(here.leader, TODAY)) == set(made)


def test_a_time_that_is_not_over_is_refused() -> None:
    here = Year()
    for first, last in ((FIRST, TODAY), (LAST, FIRST)):
        with pytest.raises(MonitoringError):
            propose(here.top, first, last, by=here.coordinator, on=TODAY)


def test_a_leader_decides_once_in_words_and_the_agency_is_told() -> None:
    here = Year()
    praise, criticism = sorted(here.proposals(), key=lambda one: one.kind == "criticism")
    done = decide(praise, accepted=True, words="Biểu dương.", revision=1, by=here.leader, on=TODAY)
    assert (done.state, done.decided_by) == (CommendationState.ACCEPTED, here.leader)
    assert list(Notice.objects.filter(code="monitoring.commended").values_list("person", flat=True)) == [here.head.pk]
    with pytest.raises(ChangedMeanwhile):
        decide(praise, accepted=False, words="x", revision=1, by=here.leader, on=TODAY)
    with pytest.raises(MonitoringError):
        decide(praise, accepted=False, words="x", revision=2, by=here.leader, on=TODAY)
    with pytest.raises(MonitoringError):
        decide(criticism, accepted=True, words=" ", revision=1, by=here.leader, on=TODAY)
    decide(criticism, accepted=False, words="Mới sáp nhập.", revision=1, by=here.leader, on=TODAY)
    assert not Notice.objects.filter(code="monitoring.criticised").exists()
    assert here.proposals() == []


def test_who_proposes_and_who_decides() -> None:
    here = Year()
    for who in (here.leader, here.officer, person(Role.COORDINATOR, here.home)):
        with pytest.raises(Forbidden):
            propose(here.top, FIRST, LAST, by=who, on=TODAY)
    one = here.proposals()[0]
    for who in (here.coordinator, here.head):
        with pytest.raises(Forbidden):
            decide(one, accepted=True, words="x", revision=1, by=who, on=TODAY)


def test_the_whole_way_through_the_pages() -> None:
    here = Year()
    every, client = reverse("monitoring:commendations"), signed_in(here.coordinator)
    told = {"first_day": "01/01/2026", "last_day": "31/03/2026"}
    shown = client.post(reverse("monitoring:propose-commendations"), told, follow=True).content.decode()
    assert here.home.name in shown
    assert here.communes[2].name in shown
    one = Commendation.objects.get(agency=here.home)
    url = reverse("monitoring:commendation", args=[one.key])
    text(signed_in(here.officer), url, status=404)
    assert signed_in(here.coordinator).post(url, {"accepted": "yes"}).status_code == 403
    decided = {"accepted": "yes", "words": "Tốt.", "revision": 1}
    answer = signed_in(here.leader).post(url, decided, follow=True).content.decode()
    assert "decision is on record" in answer
    assert "Somebody else changed" in signed_in(here.leader).post(url, decided).content.decode()
    assert "Tốt." in text(signed_in(here.officer), url)
    assert here.communes[2].name not in text(signed_in(here.officer), every)
    assert text(signed_in(here.leader), f"{every}?format=csv&kind=praise").count("\n") == 2
    text(signed_in(here.leader), f"{every}?kind=zz&state=x&since=0001-01-01&q=%00&page=²")
    text(signed_in(here.officer), reverse("monitoring:propose-commendations"), status=403)
