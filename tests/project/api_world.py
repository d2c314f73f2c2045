"""A small province for the tests of the programming interface: who works where, a plan of each sort, what is owed."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from tests.factories import ObligationFactory, PlanFactory, agency, party, person, put_under

from loa.monitoring.actions.disputing import open_dispute
from loa.monitoring.actions.recording import record_evidence
from loa.monitoring.enums import EvidenceKind, Source
from loa.monitoring.happening import Happening
from loa.monitoring.models import Assignment, Dispute, Evidence, Match, Occurrence
from loa.organizations.actions.tokens import make_token
from loa.organizations.enums import AgencyKind, RelationKind, Role, SuccessionKind, Tier
from loa.organizations.models import Agency, Person, Post, Succession, SuccessionShare
from loa.organizations.scopes import Scope
from loa.plans.models import Obligation, Plan
from loa.schedule import Kind, Unit

__all__ = ["World", "bearer", "token_of", "world"]

EVERYTHING = tuple(Scope.values)


@dataclass(frozen=True, slots=True)
class World:
    """What there is. The province has issued `issued`, the department drafts `draft`."""

    province: Agency
    department: Agency
    commune: Agency
    coordinator: Person
    issued: Plan
    duty: Obligation
    draft: Plan
    drafted: Obligation
    occurrence: Occurrence
    evidence: Evidence
    match: Match
    dispute: Dispute


def world() -> World:
    """Makes it."""
    province = agency("Ủy ban nhân dân tỉnh Sông Xanh", kind=AgencyKind.PEOPLES_COMMITTEE)
    department = agency("Sở Nội vụ", under=province, abbreviation="SNV", code="S01")
    commune = agency("Ủy ban nhân dân xã Đông", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.COMMUNE, under=province)
    put_under(commune, department, kind=RelationKind.REPORTING)
    coordinator = person(Role.COORDINATOR, department)
    for role in (Role.LEADER, Role.RECORDS_CLERK):
        Post.objects.create(person=coordinator, agency=department, role=role, valid_from=date(2010, 1, 1))
    change = Succession.objects.create(kind=SuccessionKind.MERGE, effective_on=date(2025, 7, 1), basis="Nghị quyết")
    SuccessionShare.objects.create(succession=change, predecessor=agency("Sở cũ"), successor=department)
    issued = PlanFactory(issuer=province, in_force=True)
    duty = ObligationFactory(plan=issued)
    party(duty, agency=department)
    draft = PlanFactory(issuer=department, superior=issued, drafted_by=coordinator)
    drafted = ObligationFactory(plan=draft)
    party(drafted, name="các sở, ngành")
    Assignment.objects.create(
        obligation=duty, agency=department, held_from=date(2026, 1, 1), held_to=date(2026, 12, 31)
    )
    occurrence = _occurrence(issued, duty)
    proof = _proof(department, occurrence, coordinator)
    return World(province, department, commune, coordinator, issued, duty, draft, drafted, occurrence, *proof)


def _occurrence(plan: Plan, duty: Obligation) -> Occurrence:
    return Occurrence.objects.create(
        plan=plan,
        obligation=duty,
        rule=duty,
        key="2026-03",
        kind=Kind.QUOTA.value,
        name_vi="tháng 3/2026",
        name_en="March 2026",
        window_from=date(2026, 3, 1),
        window_to=date(2026, 3, 31),
        due_on=date(2026, 3, 31),
        owed_on=date(2026, 3, 31),
        closes_on=date(2026, 3, 31),
        amount=5,
        unit=Unit.NEWS_ITEM.value,
        amount_stated=True,
        explanation={"rule": ["due-at-end", {}]},
    )


def _proof(owner: Agency, occurrence: Occurrence, by: Person) -> tuple[Evidence, Match, Dispute]:
    """A piece that was held back, and what the agency says to it."""
    happening = Happening(
        agency=owner, kind=EvidenceKind.ARTICLE, happened_on=date(2026, 3, 5), title="Tin một cửa", source=Source.PERSON
    )
    evidence = record_evidence(happening, by=by, on=timezone.localdate())
    match = evidence.matches.get()
    return evidence, match, open_dispute(match, text="Bài đúng chủ đề.", by=by, on=timezone.localdate())


def token_of(who: Person, *scopes: str) -> str:
    """A token of theirs, for everything unless scopes are named."""
    today = timezone.localdate()
    last = today + timedelta(days=1)
    return make_token(by=who, name="kiểm thử", scopes=scopes or EVERYTHING, expires_on=last, on=today)[1]


def bearer(secret: str) -> dict[str, str]:
    """The header with the token."""
    return {"Authorization": f"Bearer {secret}"}
