"""The page of what evidence counts for an obligation: in words for all, changed with a preview by those who may."""

from typing import Any

import pytest
from django.urls import reverse
from tests.factories import ObligationFactory, PlanFactory, agency, person
from tests.monitoring.proving import THE_DAY, Proving, signed_in, stay

from loa.audit.models import Entry
from loa.monitoring.actions.judging import accept_match
from loa.monitoring.actions.ruling import change_rule
from loa.monitoring.enums import EvidenceKind, MatchState
from loa.monitoring.models import EvidenceRule, Match
from loa.organizations.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    stay(monkeypatch)


@pytest.fixture
def here() -> Proving:
    return Proving()


def page(here: Proving) -> str:
    return reverse("monitoring:evidence-rule", args=[here.duty.key])


def entered(**more: Any) -> dict[str, Any]:
    return {"with_proof": "on", "exclusive": "on", "below": "on", "revision": "0", **more}


def test_everybody_reads_what_counts_by_default(here: Proving) -> None:
    for one in (here.officer, person(Role.OFFICER, agency())):
        response = signed_in(one).get(page(here))
        words = response.content.decode()
        assert response.context["may_change"] is False
        for said in (
            "news item or article; broadcast",
            "Channels: any.",
            "Only with a link or a file.",
            "Nobody has set",
        ):
            assert said in words, said
        assert "See what would change" not in words


def test_only_coordinators_of_the_issuer_change_it(here: Proving) -> None:
    for one in (here.officer, here.reviewer, here.leader, here.neighbour, person(Role.COORDINATOR, agency())):
        assert signed_in(one).post(page(here), entered(save="yes", with_photo="on")).status_code == 403
    assert EvidenceRule.objects.count() == 0


def test_of_a_draft_there_is_no_rule() -> None:
    draft = ObligationFactory(plan=PlanFactory())
    url = reverse("monitoring:evidence-rule", args=[draft.key])
    assert signed_in(person(Role.COORDINATOR, draft.plan.issuer)).get(url).status_code == 404


def test_a_change_is_shown_with_what_it_would_do_before_it_is_saved(here: Proving) -> None:
    short, long = here.prove("Tin ngắn", words=80), here.prove("Bài dài", words=900)
    by_person = here.prove("Tin được công nhận", words=10)
    accept_match(here.match(by_person), because="Đủ.", by=here.reviewer, on=THE_DAY)
    client = signed_in(here.coordinator)
    response = client.post(page(here), entered(minimum_words="300", preview="yes"))
    assert (response.context["preview"].lost, response.context["preview"].won) == (1, 0)
    assert [match.evidence for match in response.context["preview"].examples] == [short]
    assert "1 piece of evidence that counts now would no longer count." in response.content.decode()
    assert EvidenceRule.objects.count() == 0
    assert here.match(short).state == MatchState.COUNTED

    assert client.post(page(here), entered(minimum_words="300", save="yes")).status_code == 302
    states = {match.evidence.title: match.state for match in Match.objects.select_related("evidence")}
    assert states == {"Tin ngắn": "held", "Bài dài": "counted", "Tin được công nhận": "counted"}
    assert long.pk
    assert Entry.objects.latest("number").verb == "evidence.rule"
    back = client.post(page(here), entered(revision="1", preview="yes"))
    assert (back.context["preview"].lost, back.context["preview"].won) == (0, 1)


def test_a_change_of_kinds_loses_what_is_of_another(here: Proving) -> None:
    here.prove("Tin"), here.prove("Phát thanh", kind=EvidenceKind.BROADCAST, channel="loudspeaker")
    response = signed_in(here.coordinator).post(page(here), entered(kinds=["broadcast"], preview="yes"))
    assert [match.evidence.title for match in response.context["preview"].examples] == ["Tin"]


def test_who_saves_second_is_told_and_keeps_what_was_entered(here: Proving) -> None:
    change_rule(here.duty, {"with_photo": True}, by=here.coordinator, on=THE_DAY, revision=0)
    client = signed_in(here.coordinator)
    response = client.post(page(here), entered(minimum_words="250", save="yes"))
    words = response.content.decode()
    assert "Somebody else changed this" in words
    assert 'value="250"' in words
    assert "Only with a photo." in words
    assert EvidenceRule.objects.get().minimum_words is None
    assert client.post(page(here), entered(minimum_words="250", revision="1", save="yes")).status_code == 302
    assert EvidenceRule.objects.get().minimum_words == 250


@pytest.mark.parametrize(
    "wrong",
    [
        {"minimum_words": "0"}, {"minimum_words": "²"}, {"minimum_words": "9" * 30}, {"kinds": ["nonsense"]},
        {"channels": ["\0"]}, {"areas": ["x" * 5000]}, {"revision": "x"}, {"revision": "-1"},
    ],
)  # fmt: skip
def test_what_nobody_means_is_told_and_nothing_is_saved(here: Proving, wrong: dict[str, Any]) -> None:
    response = signed_in(here.coordinator).post(page(here), entered(**{"save": "yes", **wrong}))
    assert response.status_code == 200
    assert response.context["form"].errors
    assert EvidenceRule.objects.count() == 0
