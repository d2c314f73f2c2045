"""Who asks, and the one of everything they ask about: all of it belongs to one agency in the middle."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from tests.factories import LONG_AGO, ObligationFactory, PlanFactory, agency, party, person
from tests.permissions.urged import Urged, urged

from loa.audit.actions import record
from loa.audit.models import Entry
from loa.monitoring.enums import EvidenceKind, LedgerState, MatchState, WatchKind
from loa.monitoring.enums import Source as Origin
from loa.monitoring.models import (
    Assignment,
    Delivery,
    Dispute,
    Evidence,
    EvidenceFile,
    Feed,
    LedgerExport,
    Match,
    NearCopy,
    Occurrence,
    Watch,
    Webhook,
)
from loa.organizations.enums import AgencyKind, Role, SuccessionKind
from loa.organizations.models import (
    AccessToken,
    Agency,
    Delegation,
    Notice,
    Person,
    Post,
    Succession,
    SuccessionShare,
)
from loa.plans.enums import PlanKind, ReadingState, Review
from loa.plans.models import Consultation, Exemption, Obligation, Plan, Source
from loa.schedule import Kind, Unit

__all__ = ["CALLERS", "NOBODY", "Caller", "World", "caller", "world"]

OWN, ABOVE, STRANGER = "own", "above", "stranger"
"""Where somebody works: at the agency in the middle, at the one over it, at one that has nothing to do with it."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody by their role and where they work; without a role somebody signed in who holds no post."""

    role: Role | None
    where: str

    def __str__(self) -> str:
        return f"{self.where} {self.role.value}" if self.role else self.where


_OVERSEEING = (
    Role.COORDINATOR, Role.OFFICER, Role.REVIEWER, Role.LEADER, Role.ADMINISTRATOR, Role.AUDITOR,
)  # fmt: skip
NOBODY = Caller(None, "nobody signed in")
WITHOUT_POST = Caller(None, "without a post")
CALLERS = [
    NOBODY,
    WITHOUT_POST,
    *(Caller(role, OWN) for role in Role),
    *(Caller(role, ABOVE) for role in _OVERSEEING),
    *(Caller(role, STRANGER) for role in (Role.COORDINATOR, Role.ADMINISTRATOR)),
]


@dataclass(frozen=True, slots=True)
class World:
    """One of everything."""

    mine: Agency
    above: Agency
    stranger: Agency
    colleague: Person
    post: Post
    delegation: Delegation
    succession: Succession
    draft: Plan
    drafted: Obligation
    unread: Plan
    issued: Plan
    duty: Obligation
    consultation: Consultation
    exemption: Exemption
    occurrence: Occurrence
    evidence: Evidence
    match: Match
    dispute: Dispute
    watch: Watch
    near_copy: NearCopy
    evidence_file: EvidenceFile
    feed: Feed
    webhook: Webhook
    delivery: Delivery
    ledger: LedgerExport
    token: AccessToken
    notice: Notice
    entry: Entry
    urged: Urged


def world() -> World:
    """Makes it."""
    today = timezone.localdate()
    above = agency("Ủy ban nhân dân tỉnh", kind=AgencyKind.PEOPLES_COMMITTEE)
    mine, stranger = agency("Sở Nội vụ", under=above), agency("Sở của tỉnh khác")
    colleague = person(Role.OFFICER, mine, full_name="Lê Văn Đồng")
    post = colleague.posts.get()
    draft, unread, issued = _plans(mine, colleague, today)
    drafted, duty = ObligationFactory(plan=draft, review=Review.PENDING), ObligationFactory(plan=issued)
    party(drafted, agency=mine), party(duty, agency=mine)
    Assignment.objects.create(obligation=duty, agency=mine, held_from=date(2026, 1, 1), held_to=date(2026, 12, 31))
    occurrence = _occurrence(issued, duty)
    match = _match(occurrence, mine, colleague)
    return World(
        mine=mine,
        above=above,
        stranger=stranger,
        colleague=colleague,
        post=post,
        delegation=Delegation.objects.create(
            post=post, to=person(), valid_from=today, valid_to=today + timedelta(days=9), reason="đi học"
        ),
        succession=_succession(mine),
        draft=draft,
        drafted=drafted,
        unread=unread,
        issued=issued,
        duty=duty,
        consultation=Consultation.objects.create(plan=draft, agency=mine, asked_on=today, answer_by=today),
        exemption=_exemption(duty, mine, colleague),
        occurrence=occurrence,
        evidence=match.evidence,
        match=match,
        dispute=Dispute.objects.create(match=match, agency=mine, opened_by=colleague),
        watch=Watch.objects.create(
            agency=mine,
            url="https://so.example/rss",
            kind=WatchKind.FEED,
            channel="agency-site",
            since=today,
            added_by=colleague,
            active=False,
        ),
        near_copy=_near_copy(match.evidence),
        evidence_file=_evidence_file(match.evidence),
        webhook=(webhook := _webhook(mine, colleague)),
        delivery=Delivery.objects.create(webhook=webhook, event="test", payload={}),
        ledger=_ledger(mine, colleague, today),
        feed=Feed.objects.create(person=colleague, agency=mine, hash="f" * 64),
        token=AccessToken.objects.create(person=colleague, name="t", hash="a" * 64, scopes=[], expires_on=today),
        notice=Notice.objects.create(person=colleague, code="plans.submitted", values={"plan": "x"}),
        entry=_entry(mine, colleague),
        urged=urged(mine, colleague),
    )


def _near_copy(evidence: Evidence) -> NearCopy:
    told = {"kind": EvidenceKind.ARTICLE, "happened_on": evidence.happened_on, "recorded_at": timezone.now()}
    other = Evidence.objects.create(agency=evidence.agency, title="Bài khác", source=Origin.PERSON, **told)
    Evidence.objects.filter(pk=other.pk).update(item=other.pk)
    return NearCopy.objects.create(evidence=evidence, other=other, likeness=90)


def _evidence_file(evidence: Evidence) -> EvidenceFile:
    row = EvidenceFile(evidence=evidence, name="anh.jpg", media_type="image/jpeg", size=1, sha256="0" * 64)
    row.file.save("anh.jpg", ContentFile(b"x"))
    return row


def _plans(mine: Agency, colleague: Person, today: date) -> tuple[Plan, Plan, Plan]:
    make = partial(PlanFactory, issuer=mine, drafted_by=colleague, kind=PlanKind.YEARLY)
    draft, unread = make(), make()
    _source(draft, colleague, ReadingState.READ)
    _source(unread, colleague, ReadingState.FAILED)
    return draft, unread, make(in_force=True)


def _source(plan: Plan, by: Person, state: ReadingState) -> None:
    text = "KẾ HOẠCH\n1. Đăng ít nhất 05 tin, bài mỗi tháng trên trang thông tin điện tử."
    source = Source(
        plan=plan, name="ke-hoach.txt", size=len(text), sha256=str(plan.key).replace("-", "") * 2, state=state,
        uploaded_by=by, text=text, problem_vi="hỏng" if state == ReadingState.FAILED else "",
    )  # fmt: skip
    source.file.save("ke-hoach.txt", ContentFile(text.encode()))


def _succession(mine: Agency) -> Succession:
    made = Succession.objects.create(kind=SuccessionKind.MERGE, effective_on=date(2025, 7, 1), basis="Nghị quyết")
    SuccessionShare.objects.create(succession=made, predecessor=agency("Sở cũ"), successor=mine)
    return made


def _exemption(duty: Obligation, mine: Agency, by: Person) -> Exemption:
    return Exemption.objects.create(
        obligation=duty, agency=mine, reason="x", authority="y", valid_from=date(2026, 2, 1), made_by=by
    )


def _occurrence(plan: Plan, duty: Obligation) -> Occurrence:
    day = date(2026, 3, 31)
    return Occurrence.objects.create(
        plan=plan, obligation=duty, rule=duty, key="2026-03", kind=Kind.QUOTA.value, name_vi="tháng 3",
        name_en="March", window_from=date(2026, 3, 1), window_to=day, due_on=day, owed_on=day, closes_on=day, amount=5,
        unit=Unit.NEWS_ITEM.value, explanation={"rule": ["due-at-end", {}]},
    )  # fmt: skip


def _match(occurrence: Occurrence, mine: Agency, by: Person) -> Match:
    """A piece of evidence that was rejected; the agency does not agree."""
    day = date(2026, 3, 5)
    evidence = Evidence.objects.create(
        agency=mine, kind=EvidenceKind.ARTICLE, happened_on=day, title="Tin", source=Origin.PERSON, recorded_by=by,
        recorded_at=timezone.now(),
    )  # fmt: skip
    Evidence.objects.filter(pk=evidence.pk).update(item=evidence)
    evidence.item = evidence
    return Match.objects.create(
        evidence=evidence, occurrence=occurrence, agency=mine, obligation=occurrence.obligation, item=evidence,
        happened_on=day, state=MatchState.REJECTED, reason=[["by-person"]], decided_by=person(),
        decided_at=timezone.now(), decided_because="x",
    )  # fmt: skip


def _webhook(mine: Agency, by: Person) -> Webhook:
    return Webhook.objects.create(agency=mine, url="https://portal.example/", events=[], seed="s", made_by=by)


def _ledger(mine: Agency, by: Person, today: date) -> LedgerExport:
    made = LedgerExport(
        agency=mine, first_day=today, last_day=today, asked_by=by, state=LedgerState.DONE,
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    made.file.save("x.loa-ledger", ContentFile(b"x"))
    return made


def _entry(mine: Agency, by: Person) -> Entry:
    with transaction.atomic():
        return record("people.change", by, by=by, agency_id=mine.pk)


def caller(who: Caller, here: World) -> Person | None:
    """The person: None for nobody."""
    if who == NOBODY:
        return None
    made: Any = person()
    if who.role:
        where = {OWN: here.mine, ABOVE: here.above, STRANGER: here.stranger}[who.where]
        Post.objects.create(person=made, agency=where, role=who.role, valid_from=LONG_AGO)
    return made  # type: ignore[no-any-return]  # the factories have no types
