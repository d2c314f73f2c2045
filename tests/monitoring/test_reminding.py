"""Reminders: who is reminded of what on which day, once, in one message; and by which steps."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import person
from tests.monitoring.calendars import amendment, duty, items, laid, plan_of
from tests.monitoring.owing import HOURS, Urging, moment
from tests.monitoring.test_pages import signed_in, text

from loa.audit.models import Entry
from loa.monitoring.actions import digests
from loa.monitoring.actions.digests import DIGEST
from loa.monitoring.actions.reminding import Reminded, remind, set_steps, settle_answers
from loa.monitoring.enums import Done, LetterState
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.letter_words import wording_of
from loa.monitoring.models import Reminder, UrgingLetter
from loa.monitoring.queries.reminders import effects
from loa.monitoring.queries.reminding import Step, default_steps, owing
from loa.organizations.enums import Role
from loa.organizations.models import Notice, Person
from loa.organizations.policy import Forbidden
from loa.plans.models import Exemption

pytestmark = pytest.mark.django_db
# May 2026 ends on a Sunday: what is due on 31 May is told on Monday 1 June.
WEEK_BEFORE = "2026-05-25 09:00"  # Monday; the step of 24 May, a Sunday, is caught up with
DUE = "2026-05-31"


def steps_of(here: Urging) -> list[tuple[int, str]]:
    rows = Reminder.objects.filter(occurrence=here.window(DUE), agency=here.home).order_by("days", "to")
    return list(rows.values_list("days", "to"))


def told(who: Person) -> list[dict[str, object]]:
    return list(Notice.objects.filter(person=who, code=DIGEST).order_by("pk").values_list("values", flat=True))


def test_the_default_steps_reach_those_they_name() -> None:
    assert default_steps() == (
        Step(-7, "officer"), Step(-2, "officer"), Step(0, "head"), Step(0, "officer"), Step(1, "head"),
        Step(1, "officer"), Step(5, "head"), Step(5, "superior"), Step(10, ""), Step(10, "superior"),
    )  # fmt: skip


def test_an_officer_is_reminded_a_week_before_and_nobody_else() -> None:
    here = Urging()
    here.show(here.window(DUE), here.home, 2)
    assert remind(moment(WEEK_BEFORE), hours=HOURS) == Reminded(reminders=1, digests=1)
    assert steps_of(here) == [(-7, "officer")]
    assert told(here.head) == told(here.coordinator) == []
    (values,) = told(here.officer)
    assert (values["soon"], values["late"], values["agencies"]) == (1, 0, 1)
    assert "2/5" in str(values["details"]) or "2 of 5" in str(values["details"])
    assert here.home.name in str(values["details"])


def test_what_the_own_plan_took_over_is_not_told_a_second_time() -> None:
    here = Urging()
    own = plan_of(here.home)
    duty(own, here.home, derived_from=here.duty)
    more = duty(own, here.home, derived_from=here.duty, quotas=items(8, "month"))
    laid(own)
    remind(moment(WEEK_BEFORE), hours=HOURS)
    assert set(Reminder.objects.values_list("occurrence__obligation", flat=True)) == {here.duty.pk, more.pk}


def test_running_again_tells_nobody_twice() -> None:
    here = Urging()
    remind(moment(WEEK_BEFORE), hours=HOURS)
    assert remind(moment("2026-05-25 10:00"), hours=HOURS) == Reminded()
    assert remind(moment("2026-05-26 09:00"), hours=HOURS) == Reminded()
    assert len(told(here.officer)) == 1


@pytest.mark.parametrize("when", ["2026-05-24 09:00", "2026-05-25 07:29", "2026-05-25 17:00", "2026-09-02 09:00"])
def test_nobody_is_reminded_out_of_working_hours_or_on_days_off(when: str) -> None:
    Urging()
    assert remind(moment(when), hours=HOURS) == Reminded()
    assert not Reminder.objects.exists()


def test_only_the_last_of_several_steps_to_the_same_person_counts() -> None:
    here = Urging()
    # Both the due day, a Sunday, and the day after have come since Friday.
    remind(moment("2026-06-01 09:00"), hours=HOURS)
    assert [days for days, to in steps_of(here) if to == "officer"] == [1]


@pytest.mark.parametrize("done", [Done.MET, Done.LATE])
def test_what_is_done_is_nobodys_debt(done: Done) -> None:
    here = Urging()
    here.show(here.window(DUE), here.home, 5, done)
    assert owing(date(2026, 5, 25)) == []


def test_what_is_let_off_asked_or_continuous_is_not_reminded_of() -> None:
    here = Urging(2)
    Exemption.objects.create(
        obligation=here.duty,
        agency=here.home,
        reason="x",
        authority="y",
        valid_from=date(2026, 5, 1),
        made_by=here.leader,
    )
    duty(here.plan, "all-communes", cadences=["continuous"], quotas=[])
    laid(here.plan)
    assert {one.agency_id for one in owing(date(2026, 5, 25))} == {here.communes[1].pk}
    here.duty.assignments.update(requested=True)
    assert owing(date(2026, 5, 25)) == []


def test_an_exemption_that_changes_the_number_changes_what_is_told() -> None:
    here = Urging()
    Exemption.objects.create(
        obligation=here.duty, agency=here.home, reason="x", authority="y", valid_from=date(2026, 5, 1), amount=2,
        made_by=here.leader,
    )  # fmt: skip
    assert [one.required for one in owing(date(2026, 5, 25))] == [2]


def test_steps_that_came_long_ago_are_let_go() -> None:
    Urging()
    assert [one.step.days for one in owing(date(2026, 5, 28))] == []
    assert [one.step.days for one in owing(date(2026, 5, 26))] == [-7]


def test_the_superior_gets_one_digest_about_all_agencies() -> None:
    here = Urging(3)
    remind(moment("2026-06-05 09:00"), hours=HOURS)
    (values,) = told(here.coordinator)
    assert (values["late"], values["agencies"]) == (3, 3)
    assert told(here.leader) == []


def test_a_person_with_two_posts_gets_one_digest() -> None:
    here = Urging(2)
    here.officer.posts.create(agency=here.communes[1], role=Role.COORDINATOR, valid_from=date(2020, 1, 1))
    remind(moment(WEEK_BEFORE), hours=HOURS)
    (values,) = told(here.officer)
    assert values["agencies"] == 2


def test_when_killed_between_two_people_the_rest_is_told_by_the_next_run(monkeypatch: pytest.MonkeyPatch) -> None:
    here = Urging(3)
    others = [person(Role.OFFICER, one) for one in here.communes[1:]]
    monkeypatch.setattr(digests, "_CHUNK", 1)
    tell, calls = digests._tell, []

    def killed(*args: object, **options: object) -> int:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return tell(*args, **options)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(digests, "_tell", killed)
    with pytest.raises(KeyboardInterrupt):
        remind(moment(WEEK_BEFORE), hours=HOURS)
    assert sum(len(told(one)) for one in (here.officer, *others)) == 1
    remind(moment("2026-05-25 11:00"), hours=HOURS)
    assert [len(told(one)) for one in (here.officer, *others)] == [1, 1, 1]


def test_what_is_noted_after_the_digest_of_a_day_is_told_the_next_day() -> None:
    here = Urging()
    remind(moment(WEEK_BEFORE), hours=HOURS)
    Notice.objects.update(told_at=moment("2026-05-25 09:01"))
    late = plan_of(here.top, number="20/KH-UBND")
    duty(late, here.home)
    laid(late)
    assert remind(moment("2026-05-25 15:00"), hours=HOURS) == Reminded(reminders=1)
    assert remind(moment("2026-05-26 09:00"), hours=HOURS) == Reminded(digests=1)
    assert told(here.officer)[1]["soon"] == 1


def test_after_the_last_step_one_letter_is_drafted_for_each_agency() -> None:
    here = Urging(2)
    duty(here.plan, "all-communes")
    laid(here.plan)
    run = remind(moment("2026-06-10 09:00"), hours=HOURS)
    assert run.letters == 2
    letter = UrgingLetter.objects.get(to=here.home)
    assert (letter.agency, letter.state, letter.lines.count()) == (here.top, LetterState.DRAFT, 2)
    assert here.home.name in wording_of(letter, date(2026, 6, 10)).words
    assert Notice.objects.filter(code="monitoring.letters-drafted").count() == 2  # coordinator and leader, once each
    assert Entry.objects.filter(verb="letters.draft", actor_id=None).count() == 2
    assert remind(moment("2026-06-11 09:00"), hours=HOURS).letters == 0


def test_a_draft_that_waits_takes_what_is_owed_later() -> None:
    Urging()
    remind(moment("2026-06-10 09:00"), hours=HOURS)
    remind(moment("2026-07-10 09:00"), hours=HOURS)
    letter = UrgingLetter.objects.get()
    assert (letter.lines.count(), letter.revision) == (2, 2)


def test_an_agencys_own_plan_is_urged_by_who_stands_over_it() -> None:
    here = Urging()
    own = plan_of(here.home, number="3/KH-UBND")
    duty(own, here.home)
    laid(own)
    assert {(one.agency_id, one.superior_id) for one in owing(date(2026, 5, 25))} == {(here.home.pk, here.top.pk)}


def test_nobody_writes_a_letter_to_themselves() -> None:
    here = Urging()
    own = plan_of(here.top, number="9/KH-UBND")
    duty(own, here.top)
    laid(own)
    found = owing(date(2026, 6, 10))
    assert {one.agency_id for one in found if one.step.letter} == {here.home.pk}


def test_what_a_step_achieved_is_measured_and_taken_back() -> None:
    here = Urging(2)
    remind(moment(WEEK_BEFORE), hours=HOURS)
    tally = here.show(here.window(DUE), here.home, 5, Done.MET)
    Reminder.objects.update(sent_at=moment(WEEK_BEFORE))
    assert settle_answers(date(2026, 5, 30)) == 1
    everybody = [one.pk for one in here.communes]
    (effect,) = effects(everybody, date(2026, 5, 1), date(2026, 5, 31))
    assert (effect.days, effect.sent, effect.within, effect.answered) == (-7, 2, (0, 1, 1), 1)
    assert effect.cells[1] == (1, 50.0, 7)
    tally.done = Done.PART
    tally.save()
    settle_answers(date(2026, 5, 30))
    assert not Reminder.objects.exclude(answered_on=None).exists()


def test_reminding_costs_the_same_number_of_queries_for_few_and_many() -> None:
    few = _cost(Urging(2))
    assert _cost(Urging(30)) == few


def _cost(here: Urging) -> int:
    with CaptureQueriesContext(connection) as asked:
        owing(date(2026, 5, 25))
    return len(asked)


# ------------------------------------------------------------------------------------------------------------ own steps


def test_own_steps_hold_for_those_an_agency_urges_and_can_be_undone() -> None:
    here = Urging()
    mine = [Step(-3, "head"), Step(4, "superior")]
    set_steps(here.top, mine, seen=[], by=here.coordinator, on=date(2026, 5, 4))
    assert [one.step for one in owing(date(2026, 5, 28))] == [Step(-3, "head")]
    entry = Entry.objects.get(verb="reminders.configure")
    assert entry.after == {"steps": ["-3 head", "+4 superior"]}
    set_steps(here.top, [], seen=mine, by=here.coordinator, on=date(2026, 5, 4))
    assert [one.step for one in owing(date(2026, 5, 25))] == [Step(-7, "officer")]


def test_the_steps_of_an_agency_hold_below_it_where_none_are_set() -> None:
    here = Urging()
    own = plan_of(here.home, number="3/KH-UBND")
    duty(own, here.home)
    laid(own)
    set_steps(here.top, [Step(-3, "officer")], seen=[], by=here.coordinator, on=date(2026, 5, 4))
    assert len(owing(date(2026, 5, 28))) == 2


def test_only_the_agencys_coordinator_sets_its_steps() -> None:
    here = Urging()
    for who in (here.leader, here.officer, person(Role.COORDINATOR, here.home)):
        with pytest.raises(Forbidden):
            set_steps(here.top, [Step(1, "head")], seen=[], by=who, on=date(2026, 5, 4))


@pytest.mark.parametrize("steps", [[Step(0)], [Step(400, "head")], [Step(day, "head") for day in range(21)]])
def test_senseless_steps_are_refused(steps: list[Step]) -> None:
    here = Urging()
    with pytest.raises(MonitoringError):
        set_steps(here.top, steps, seen=[], by=here.coordinator, on=date(2026, 5, 4))


def test_who_saves_over_what_somebody_else_set_is_told() -> None:
    here = Urging()
    set_steps(here.top, [Step(1, "head")], seen=[], by=here.coordinator, on=date(2026, 5, 4))
    with pytest.raises(ChangedMeanwhile):
        set_steps(here.top, [Step(2, "head")], seen=[], by=here.coordinator, on=date(2026, 5, 4))


# ---------------------------------------------------------------------------------------------------------------- pages


def test_the_list_shows_the_reminders_of_agencies_one_is_in_charge_of() -> None:
    here = Urging(2)
    remind(moment(WEEK_BEFORE), hours=HOURS)
    url = reverse("monitoring:reminders")
    both = text(signed_in(here.coordinator), url)
    assert all(one.name in both for one in here.communes)
    own = text(signed_in(here.officer), url)
    assert here.home.name in own
    assert here.communes[1].name not in own
    assert text(signed_in(here.coordinator), f"{url}?format=csv").count("\n") == 3
    assert here.communes[1].name not in text(signed_in(here.coordinator), f"{url}?q=so+000")
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize("query", ["since=0001-01-01", "since=x%00", "to=zz", "q=%00%00", "page=²", "answered=7"])
def test_odd_filters_do_no_harm(query: str) -> None:
    here = Urging()
    for name in ("reminders", "reminder-effect"):
        text(signed_in(here.coordinator), f"{reverse(f'monitoring:{name}')}?{query}")


def test_the_page_of_effects_opens() -> None:
    here = Urging()
    remind(moment(WEEK_BEFORE), hours=HOURS)
    shown = text(
        signed_in(here.coordinator), f"{reverse('monitoring:reminder-effect')}?since=01/05/2026&until=01/06/2026"
    )
    assert "7 days before" in shown


def test_steps_are_set_and_undone_on_their_page() -> None:
    here = Urging()
    url = reverse("monitoring:reminder-steps", args=[here.top.key])
    client = signed_in(here.coordinator)
    rows = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "seen": ""}
    entered = {**rows, "form-0-days": "-3", "form-0-officer": "on", "form-1-days": "12", "form-1-letter": "on"}
    assert client.post(url, entered).status_code == 302
    assert sorted(here.top.reminder_steps.values_list("days", "to", "letter")) == [
        (-3, "officer", False),
        (12, "", True),
    ]
    again = client.post(url, {**entered, "seen": ""}, follow=True).content.decode()
    assert "Somebody else changed this" in again
    shown = text(client, url)
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    assert client.post(url, {"default": "yes", "seen": seen}).status_code == 302
    assert not here.top.reminder_steps.exists()
    assert client.post(url, {**rows, "form-0-days": "²", "form-TOTAL_FORMS": "1"}).status_code == 200
    text(signed_in(here.leader), url, status=403)


def test_the_plan_of_an_amendment_urges_as_the_first() -> None:
    here = Urging()
    amendment(here.plan, date(2026, 3, 1))
    assert {one.superior_id for one in owing(date(2026, 5, 25))} == {here.top.pk}
