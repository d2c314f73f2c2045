"""Random histories: counters equal the pure function over the rows, and matches equal what matching anew would give."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.factories import agency, person
from tests.monitoring.calendars import FIRST, amendment, commune, duty, items, laid, merge, plan_of, province

from loa.monitoring.actions.judging import accept_match, reject_match, rematch
from loa.monitoring.actions.matching import match_again
from loa.monitoring.actions.recomputing import recompute
from loa.monitoring.actions.recording import correct_evidence, record_evidence, withdraw_evidence
from loa.monitoring.actions.ruling import change_rule
from loa.monitoring.enums import EvidenceKind, EvidenceState, MatchState, NearCopyState, ReformArea, Source
from loa.monitoring.happening import Happening
from loa.monitoring.models import Assignment, BranchTally, Evidence, EvidenceRule, Match, NearCopy, Occurrence, Tally
from loa.monitoring.queries.held import waiver_of, waivers
from loa.monitoring.standing import Owed, Shown, Thing, count
from loa.organizations.enums import AgencyKind, Role
from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden
from loa.plans.actions.exempting import Relief, exempt, revoke
from loa.plans.enums import Change
from loa.plans.models import Exemption, Obligation, Plan
from loa.schedule import Kind

TODAY = date(2026, 12, 31)
_DAYS = st.integers(0, 330).map(lambda number: FIRST + timedelta(days=number))
_CHANNELS = st.sampled_from(["portal", "agency-site", "social", ""])
_KINDS = st.sampled_from([EvidenceKind.ARTICLE, EvidenceKind.ARTICLE, EvidenceKind.BROADCAST, EvidenceKind.REPORT])


@dataclass
class _World:
    """Three communes, one with a division of its own, under a province whose plan asks for this and that."""

    top: Agency
    communes: list[Agency]
    division: Agency
    plan: Plan
    roots: list[Obligation]
    boss: Person
    leader: Person
    officers: dict[int, Person] = field(default_factory=dict)
    merged: bool = False

    def officer(self, one: Agency) -> Person:
        if one.pk not in self.officers:
            self.officers[one.pk] = person(Role.COORDINATOR, one)
        return self.officers[one.pk]


def _world() -> _World:
    top = province()
    communes = [commune(f"Ủy ban nhân dân xã {name}", top) for name in ("Một", "Hai", "Ba")]
    division = agency("Phòng Văn hóa xã Một", kind=AgencyKind.DIVISION, under=communes[0])
    plan = plan_of(top)
    roots = [
        duty(plan, "all-communes", quotas=items(2, "month")),
        duty(plan, "all-communes", quotas=items(1, "month"), channels=["portal"]),
        duty(plan, communes[0], beside=["all-communes"], cadences=["continuous"], quotas=[], kinds=["disseminate"]),
        duty(plan, "all-communes", kinds=["report"], cadences=["quarterly", "annual"], quotas=[]),
    ]
    laid(plan)
    return _World(top, communes, division, plan, roots, person(Role.COORDINATOR, top), person(Role.LEADER, top))


Deed = tuple[Callable[..., None], Sequence[Any]]


def _record(here: _World, *told: Any) -> None:
    who, kind, channel, day, page, amount = told
    who_did = [*here.communes, here.division][who]
    happening = Happening(
        agency=who_did, kind=EvidenceKind(kind), happened_on=day, title=f"Tin {page}", source=Source.PERSON,
        channel=channel, items=amount, link=f"https://xa.example/{page}" if page else "",
        areas=[ReformArea.DIGITAL] if page % 2 else [], words=100 * page,
    )  # fmt: skip
    record_evidence(happening, by=here.officer(who_did), on=TODAY)


def _piece(number: int) -> Evidence | None:
    rows = Evidence.objects.filter(state=EvidenceState.RECORDED).order_by("pk")
    return rows[number % len(rows)] if rows else None


def _match(number: int) -> Match | None:
    rows = Match.objects.filter(evidence__state=EvidenceState.RECORDED).order_by("evidence", "occurrence", "agency")
    return rows[number % len(rows)] if rows else None


def _withdraw(here: _World, number: int) -> None:
    if one := _piece(number):
        withdraw_evidence(one, because="Nhầm", by=here.officer(one.agency), on=TODAY)


def _correct(here: _World, number: int, day: date, channel: str, page: int) -> None:
    if one := _piece(number):
        changes = {"happened_on": day, "channel": channel, "link": f"https://xa.example/{page}", "items": page + 1}
        correct_evidence(one, changes, by=here.officer(one.agency), on=TODAY, revision=one.revision)


def _reject(here: _World, number: int) -> None:
    if one := _match(number):
        reject_match(one, because="Không đạt", by=here.boss, on=TODAY)


def _accept(here: _World, number: int) -> None:
    if one := _match(number):
        accept_match(one, because="Được tính", by=here.boss, on=TODAY)


def _rematch(here: _World, number: int, window: int) -> None:
    rows = Occurrence.objects.order_by("obligation", "window_from")
    if one := _piece(number):
        rematch(one, rows[window % len(rows)], one.agency, because="Chuyển", by=here.boss, on=TODAY)


def _near_copy(here: _World, number: int, other: int) -> None:
    one, two = _piece(number), _piece(other)
    if one and two and one != two:
        NearCopy.objects.update_or_create(
            evidence=one, other=two, defaults={"likeness": 95, "state": NearCopyState.COPY}
        )
        match_again([one.pk, two.pk])


def _exempt(here: _World, who: int, which: int, day: date, amount: int | None) -> None:
    relief = Relief("Lý do", "Văn bản", day, None, amount)
    exempt(here.roots[which], here.communes[who], relief, by=here.leader, on=TODAY)


def _revoke(here: _World, day: date) -> None:
    if one := Exemption.objects.filter(revoked_at=None).first():
        revoke(one, at=None, by=here.leader, on=day)  # type: ignore[arg-type]  # the moment does not matter here


def _rule(here: _World, which: int, changes: dict[str, Any]) -> None:
    rule = EvidenceRule.objects.filter(obligation=here.roots[which]).first()
    change_rule(here.roots[which], changes, by=here.boss, on=TODAY, revision=rule.revision if rule else 0)


def _amend(here: _World, which: int, day: date, amount: int) -> None:
    if Plan.objects.filter(issued_on=day).exists():
        return
    changing = amendment(here.plan, day)
    told: dict[str, Any] = {"quotas": items(amount, "month"), "change": Change.REPLACE} if amount else {}
    told = told or {"change": Change.END}
    duty(changing, "all-communes", replaces=here.roots[which], **told)
    laid(here.plan, day)


def _merge(here: _World, day: date) -> None:
    if not here.merged:
        here.merged = True
        new = commune("Ủy ban nhân dân xã Mới", here.top, since=day)
        merge(here.communes[0], here.communes[1], into=new, on=day)
        here.communes.append(new)
        laid(here.plan, day)


_WHO = st.integers(0, 2)
_NUMBER = st.integers(0, 40)
_RULES = st.sampled_from(
    [
        {"exclusive": False}, {"minimum_words": 300}, {"own_work": True}, {"with_proof": False}, {"below": False},
        {"channels": ["portal", "social"]}, {"areas": ["digital"]}, {"kinds": ["article", "report"]},
    ]
)  # fmt: skip
_RECORD = st.tuples(
    st.just(_record), st.tuples(st.integers(0, 3), _KINDS, _CHANNELS, _DAYS, st.integers(0, 6), st.integers(1, 2))
)
_OTHERS = st.one_of(
    st.tuples(st.just(_withdraw), st.tuples(_NUMBER)),
    st.tuples(st.just(_correct), st.tuples(_NUMBER, _DAYS, _CHANNELS, st.integers(0, 6))),
    st.tuples(st.just(_reject), st.tuples(_NUMBER)),
    st.tuples(st.just(_accept), st.tuples(_NUMBER)),
    st.tuples(st.just(_rematch), st.tuples(_NUMBER, _NUMBER)),
    st.tuples(st.just(_near_copy), st.tuples(_NUMBER, _NUMBER)),
    st.tuples(st.just(_exempt), st.tuples(_WHO, st.integers(0, 1), _DAYS, st.sampled_from([None, 1, 3]))),
    st.tuples(st.just(_revoke), st.tuples(_DAYS)),
    st.tuples(st.just(_rule), st.tuples(st.integers(0, 3), _RULES)),
    st.tuples(st.just(_amend), st.tuples(st.integers(0, 1), _DAYS, st.integers(0, 3))),
    st.tuples(st.just(_merge), st.tuples(_DAYS)),
)
_HISTORY = st.lists(st.one_of(_RECORD, _RECORD, _OTHERS), min_size=6, max_size=22)


class TestHistories(TestCase):
    @settings(max_examples=20)
    @given(history=_HISTORY)
    def test_counters_and_matches_are_what_working_them_out_anew_gives(self, history: list[Deed]) -> None:
        here = _world()
        for deed, values in history:
            with suppress(ValidationError, Forbidden):  # what cannot be done then is not done
                deed(here, *values)
        assert not _wrong_tallies()
        assert not _wrong_branches()
        found = recompute(check=True)
        assert not found, found.listed
        before = _every_match()
        match_again(Evidence.objects.values_list("pk", flat=True))
        assert _every_match() == before

    @settings(max_examples=8)
    @given(
        pieces=st.lists(_RECORD, min_size=2, max_size=8, unique_by=lambda deed: (deed[1][0], deed[1][3])),
        data=st.data(),
    )
    def test_the_order_of_recording_decides_nothing(self, pieces: list[Deed], data: st.DataObject) -> None:
        here = _world()
        shown = []
        for order in (pieces, data.draw(st.permutations(pieces))):
            Evidence.objects.update(item=None)
            Match.objects.all().delete()
            Tally.objects.all().delete()
            Evidence.objects.all().delete()
            BranchTally.objects.update(met=0, late=0, part=0)
            for deed, values in order:
                deed(here, *values)
            shown.append((_shown(), _as_pieces()))
        assert shown[0] == shown[1]


def _shown() -> set[tuple[Any, ...]]:
    rows = Tally.objects.filter(counted__gt=0)
    return set(rows.values_list("occurrence", "agency", "counted", "in_time", "done", "done_on", "last_on"))


def _as_pieces() -> set[tuple[Any, ...]]:
    rows = Match.objects.values_list(
        "evidence__agency", "happened_on", "evidence__channel", "occurrence", "agency", "state"
    )
    return set(rows)


def _every_match() -> set[tuple[Any, ...]]:
    rows = Match.objects.values_list(
        "evidence", "occurrence", "agency", "item", "happened_on", "amount", "state", "reason"
    )
    return {(*row[:-1], str(row[-1])) for row in rows}


def _required(one: Occurrence, who: int) -> tuple[int, bool]:
    waiver = waiver_of(one, who, waivers())
    if waiver and waiver.lets_off:
        return one.amount or 1, True
    return (waiver.amount if waiver and one.amount else one.amount) or 1, False


def _naive() -> dict[tuple[int, int], Shown]:
    """Every counter by the pure function, from counted matches alone."""
    things: dict[tuple[int, int], list[Thing]] = defaultdict(list)
    for match in Match.objects.filter(state=MatchState.COUNTED):
        things[match.occurrence_id, match.agency_id].append(Thing(match.happened_on, match.amount))
    known = Occurrence.objects.in_bulk({pair[0] for pair in things})
    found = {}
    for pair, counted in things.items():
        one = known[pair[0]]
        required, _ = _required(one, pair[1])
        owed = Owed(Kind(one.kind), one.window_from, one.window_to, one.due_on, one.closes_on, required)
        found[pair] = count(owed, counted)
    return found


def _wrong_tallies() -> list[object]:
    naive = _naive()
    stored = {
        (row.occurrence_id, row.agency_id): (row.counted, row.in_time, row.done, row.done_on, row.last_on)
        for row in Tally.objects.all()
    }
    wanted = {pair: (one.counted, one.in_time, one.done.value, one.done_on, one.last_on) for pair, one in naive.items()}
    nothing = (0, 0, "part", None, None)
    return [
        (pair, stored.get(pair), wanted.get(pair))
        for pair in stored.keys() | wanted.keys()
        if stored.get(pair, nothing) != wanted.get(pair, nothing)
    ]


def _wrong_branches() -> list[object]:
    """Columns of branches, counted pair by pair; all agencies of this world stand under one province."""
    shown, wrong = _naive(), list[object]()
    for one in Occurrence.objects.all():
        held = Assignment.objects.filter(
            obligation=one.obligation_id, leads=True, held_from__lte=one.owed_on, held_to__gte=one.owed_on
        )
        wanted = dict.fromkeys(("owed", "waived", "met", "late", "part"), 0)
        for who in held.values_list("agency", flat=True):
            wanted["owed"] += 1
            if _required(one, who)[1]:
                wanted["waived"] += 1
            elif (one.pk, who) in shown:
                wanted[shown[one.pk, who].done.value] += 1
        row = BranchTally.objects.filter(occurrence=one).values(*wanted).first()
        if (row or dict.fromkeys(wanted, 0)) != wanted:
            wrong.append((one.key, row, wanted))
    return wrong
