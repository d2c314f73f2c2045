"""What the province did about what was missing: letters, explanations, inspection, praise, a good model shown."""

from datetime import date, timedelta

from loa.monitoring.actions import commending, explaining, findings, good_models, inspecting, letters
from loa.monitoring.actions.ruling import change_rule
from loa.monitoring.enums import Done, LetterState, ReformArea
from loa.monitoring.models import Inspection, Occurrence, Tally, UrgingLetter, Visit
from loa.monitoring.queries.letters import lines_of
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person, Post
from loa.plans.models import Plan
from loa.project.demo.people import account
from loa.project.demo.steps import Hands
from loa.project.demo.year.happenings import Doer, words_of_the_year
from loa.project.demo.year.people import officer_of
from loa.schedule.window import ONE_DAY

__all__ = [
    "a_model_is_shown", "a_model_waits",
    "agencies_are_inspected",
    "agencies_explain",
    "letters_go_out",
    "praise_is_proposed",
    "quality_is_asked_for",
]  # fmt: skip

_LETTERS_SENT = 3
_WORDS_AT_LEAST = 200
_LONG_AGO = timedelta(days=201)


def quality_is_asked_for(plan: Plan, province: Hands, on: date) -> None:
    """Articles on the agencies' own sites have to have two hundred words."""
    duty = next(one for one in plan.obligations.order_by("position") if one.channels == ["agency-site"] and one.quotas)
    change_rule(duty, {"minimum_words": _WORDS_AT_LEAST}, by=province.coordinator, on=on, revision=0)


def letters_go_out(province: Hands, today: date) -> None:
    """The oldest drafts are signed, two of them sent; the others wait for the leader."""
    drafts = UrgingLetter.objects.filter(agency=province.agency, state=LetterState.DRAFT).order_by("pk")
    open_ = [one for one in drafts if any(not line.settled for line in lines_of(one))]
    for number, letter in enumerate(open_[:_LETTERS_SENT]):
        signed = letters.sign(letter, revision=letter.revision, by=province.leader, on=today)
        if number < _LETTERS_SENT - 1:
            letters.send(
                signed,
                number=f"{2140 + number}/UBND-NC",
                dated=today,
                revision=signed.revision,
                by=province.coordinator,
                on=today,
            )


def agencies_explain(province: Hands, doers: list[Doer], today: date) -> None:
    """Two agencies were asked about a figure; one has answered."""
    said = words_of_the_year()["said"]
    month = today.replace(day=1) - ONE_DAY
    occurrence = Occurrence.objects.filter(
        plan__issuer=province.agency, window_to=month, unit="news item", rule__channels=["agency-site"]
    ).first()
    for number, doer in enumerate(_behind(doers, occurrence)[:2]):
        about = explaining.Question(said["figure"], said["question"], today + timedelta(days=4), occurrence)
        asked = explaining.ask(doer.agency, about, asking=province.agency, by=province.coordinator, on=today)
        if number == 0:
            explaining.answer(asked, words=said["explained"], by=officer_of(doer.agency), on=today)


def _behind(doers: list[Doer], occurrence: Occurrence | None) -> list[Doer]:
    """Those that did not meet it first: who did is asked for no reasons."""
    met = set(Tally.objects.filter(occurrence=occurrence, done=Done.MET).values_list("agency_id", flat=True))
    return sorted(doers, key=lambda doer: doer.agency.pk in met)


def agencies_are_inspected(province: Hands, doers: list[Doer], today: date) -> None:
    """A round of four visits: one closed with a finding to be remedied, one in course, two to come."""
    said = words_of_the_year()["said"]
    decided = today - timedelta(days=30)
    title, decision = (said[name].format(year=today.year, day=f"{decided:%d/%m/%Y}") for name in ("round", "decision"))
    told = inspecting.Round(title, decision, today - timedelta(days=20), today + timedelta(days=20))
    inspector = _inspector(province.agency)
    planned = inspecting.plan_round(province.agency, told, by=province.coordinator, on=today)
    days = (today - timedelta(days=8), today, today + timedelta(days=5), today + timedelta(days=12))
    visits = [_planned(planned, doer.agency, day, inspector, today) for doer, day in zip(doers, days, strict=False)]
    held = inspecting.open_visit(visits[0], revision=visits[0].revision, by=inspector, on=today)
    found = findings.Found(said["found"], said["remedy"], today + timedelta(days=10), held.checks.first())
    findings.record_finding(held, found, by=inspector, on=today)
    held.refresh_from_db()
    inspecting.close_visit(held, conclusion=said["conclusion"], revision=held.revision, by=inspector, on=today)
    inspecting.open_visit(visits[1], revision=visits[1].revision, by=inspector, on=today)


def _planned(planned: Inspection, agency: Agency, day: date, inspector: Person, today: date) -> Visit:
    return inspecting.add_visits(planned, [agency], day=day, inspector=inspector, by=inspector, on=today)[0]


def _inspector(agency: Agency) -> Person:
    return Post.objects.filter(agency=agency, role=Role.INSPECTOR).select_related("person")[0].person


def praise_is_proposed(province: Hands, today: date) -> None:
    """Praise and criticism for the last quarter that is over wait for the leader."""
    last = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1) - ONE_DAY
    first = date(last.year, last.month - 2, 1)
    commending.propose(province.agency, first, last, by=province.coordinator, on=today)


def a_model_is_shown(doer: Doer, province: Hands, today: date) -> None:
    """One commune's good model was approved for all to see."""
    said = words_of_the_year()["said"]
    shown = good_models.Shown(
        title=said["model"],
        summary=said["model_summary"],
        areas=[ReformArea.PROCEDURES, ReformArea.DIGITAL],
        since=today - _LONG_AGO,
    )
    added = good_models.add(doer.agency, shown, by=officer_of(doer.agency), on=today)
    good_models.approve(added, publishable=True, revision=added.revision, by=province.coordinator, on=today)


def a_model_waits(today: date) -> None:
    """The agency of the sample officer showed a model too; the coordinator has not looked at it yet."""
    said, officer = words_of_the_year()["said"], Person.objects.get(email=account(Role.OFFICER))
    post = Post.objects.on(today).filter(person=officer, role=Role.OFFICER).earliest("pk")
    shown = good_models.Shown(
        title=said["model_waiting"],
        summary=said["model_waiting_summary"],
        areas=[ReformArea.PROCEDURES],
        since=today - _LONG_AGO,
    )
    good_models.add(post.agency, shown, by=officer, on=today)
