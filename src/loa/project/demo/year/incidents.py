"""What went wrong in the year with evidence, and how people dealt with it: rejections, disputes, copies, strays."""

from datetime import date, timedelta

from loa.monitoring.actions.disputing import decide, open_dispute, speak
from loa.monitoring.actions.judging import reject_match
from loa.monitoring.actions.near_copies import decide as decide_copy
from loa.monitoring.actions.recording import record_evidence
from loa.monitoring.enums import EvidenceKind, MatchState, NearCopyState, ReformArea, Source
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence, Match, NearCopy
from loa.plans.models import Plan
from loa.project.demo.steps import Hands
from loa.project.demo.year.happenings import Doer, words_of_the_year
from loa.project.demo.year.people import officer_of

__all__ = [
    "copies_are_found",
    "evidence_is_judged",
    "one_of_the_home_is_judged",
    "strays_are_recorded",
    "texts_are_copied",
]

_COPYING = 4
_STRAYS = 3
_OWN_SITE = "agency-site"


def texts_are_copied(doers: list[Doer], today: date) -> None:
    """Some communes publish the same text under their own names."""
    told = words_of_the_year()["copied"]
    for number, doer in enumerate(doers[:_COPYING]):
        day = today - timedelta(days=9 - number)
        happening = Happening(
            agency=doer.agency,
            kind=EvidenceKind.ARTICLE,
            happened_on=day,
            title=told["heading"] if number % 2 else f"{doer.short_name}: {told['heading'].lower()}",
            source=Source.PERSON,
            channel=_OWN_SITE,
            areas=[ReformArea.DIGITAL],
            link=f"{doer.site}/{day:%Y/%m}/nop-ho-so-truc-tuyen",
            text=" ".join(told["text"].split()),
            own_work=True,
            reference=f"{doer.key}-copied",
        )
        record_evidence(happening, by=officer_of(doer.agency), on=today)


def copies_are_found(province: Hands, today: date) -> None:
    """One of the pairs was looked at and is a copy; the others wait."""
    pair = NearCopy.objects.filter(state=NearCopyState.FLAGGED).order_by("pk").first()
    if pair is not None:
        decide_copy(pair, NearCopyState.COPY, seen_as=NearCopyState.FLAGGED, by=province.coordinator, on=today)


def strays_are_recorded(doers: list[Doer], today: date) -> None:
    """Some evidence fits no duty as it was recorded."""
    said = words_of_the_year()["said"]
    for number, doer in enumerate(doers[-_STRAYS:]):
        day = today - timedelta(days=3 + number)
        happening = Happening(
            agency=doer.agency,
            kind=EvidenceKind.OTHER,
            happened_on=day,
            title=said["exhibition"],
            source=Source.PERSON,
            place=doer.short_name,
            link=f"{doer.site}/{day:%Y/%m}/trung-bay",
            reference=f"{doer.key}-exhibition",
        )
        record_evidence(happening, by=officer_of(doer.agency), on=today)


def evidence_is_judged(plan: Plan, doers: list[Doer], province: Hands, today: date) -> None:
    """The coordinator rejects some articles; agencies dispute it; the leader decides about two, two wait."""
    said = words_of_the_year()["said"]
    matches = _recent_articles(plan, doers, today)
    for number, match in enumerate(matches):
        because = said["too_short"] if number % 2 else said["not_reform"]
        reject_match(match, because=because, by=province.coordinator, on=today)
    for number, match in enumerate(matches[:4]):
        _disputed(match, province, today, number)


def one_of_the_home_is_judged(plan: Plan, home: Doer, province: Hands, today: date) -> None:
    """An article of the agency whose officer is shown was rejected this morning, and waits for what it says."""
    for match in _recent_articles(plan, [home], today)[:1]:
        reject_match(match, because=words_of_the_year()["said"]["too_short"], by=province.coordinator, on=today)


def _recent_articles(plan: Plan, doers: list[Doer], today: date) -> list[Match]:
    """One article of each of some agencies, of the last weeks."""
    rows = Match.objects.filter(
        obligation__plan=plan,
        agency__in=[doer.agency.pk for doer in doers],
        state=MatchState.COUNTED,
        evidence__kind=EvidenceKind.ARTICLE,
        evidence__state="recorded",
        happened_on__range=(today - timedelta(days=50), today - timedelta(days=12)),
    ).order_by("happened_on", "pk")
    by_agency: dict[int, Match] = {}
    for match in rows[:400]:
        by_agency.setdefault(match.agency_id, match)
    return list(by_agency.values())[:7]


def _disputed(match: Match, province: Hands, today: date, number: int) -> None:
    said = words_of_the_year()["said"]
    officer = officer_of(Evidence.objects.select_related("agency").get(pk=match.evidence_id).agency)
    words = said["disputed"] if number % 2 else said["disputed_again"]
    dispute = open_dispute(match, text=words, by=officer, on=today)
    if number == 0:
        speak(dispute, text=said["answered"], by=province.coordinator, on=today)
    if number in (1, 2):
        because = said["upheld"] if number == 1 else said["dismissed"]
        decide(dispute, upheld=number == 1, because=because, by=province.leader, on=today)
