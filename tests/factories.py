"""Agencies, people and plans for tests, one factory for each model, no surprises."""

from datetime import date
from typing import Any

import factory
from django.db.models import Model
from factory.django import DjangoModelFactory

from loa.organizations.enums import AgencyKind, RelationKind, Role, Tier
from loa.organizations.folding import folded
from loa.organizations.models import Agency, Designation, Person, Post, Relation
from loa.plans.enums import PartyRole, Review, State
from loa.plans.models import Obligation, Party, Plan

__all__ = [
    "AgencyFactory", "ObligationFactory", "PersonFactory", "PlanFactory", "agency", "party", "person", "put_under",
]  # fmt: skip

LONG_AGO = date(2010, 1, 1)


class AgencyFactory(DjangoModelFactory[Agency]):  # type: ignore[misc]  # its types end at its surface
    """An agency without a designation; see `agency` for one with all it needs."""

    class Meta:
        model = Agency

    name = factory.Sequence(lambda number: f"Sở số {number}")
    founded_on = LONG_AGO


class PersonFactory(DjangoModelFactory[Person]):  # type: ignore[misc]  # its types end at its surface
    """Somebody without a post; see `person`."""

    class Meta:
        model = Person

    email = factory.Sequence(lambda number: f"p{number}@demo.loa.example")
    full_name = factory.Sequence(lambda number: f"Nguyễn Văn {chr(65 + number % 26)}")


class PlanFactory(DjangoModelFactory[Plan]):  # type: ignore[misc]  # its types end at its surface
    """A draft for 2026."""

    class Meta:
        model = Plan

    issuer = factory.LazyFunction(lambda: agency(kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.PROVINCE))
    drafted_by = factory.SubFactory(PersonFactory)
    title = "Thông tin, tuyên truyền cải cách hành chính năm 2026"
    period_from = date(2026, 1, 1)
    period_to = date(2026, 12, 31)

    class Params:
        in_force = factory.Trait(
            state=State.IN_FORCE, number="12/KH-UBND", issued_on=date(2026, 1, 5), effective_from=date(2026, 1, 5)
        )


class ObligationFactory(DjangoModelFactory[Obligation]):  # type: ignore[misc]  # its types end at its surface
    """An accepted obligation of five news items a month."""

    class Meta:
        model = Obligation

    plan = factory.SubFactory(PlanFactory)
    position = factory.Sequence(int)
    ref = factory.Sequence(lambda number: f"III.{number + 1}")
    text = "Đăng ít nhất 05 tin, bài mỗi tháng trên trang thông tin điện tử."
    kinds = factory.LazyFunction(lambda: ["publish"])
    cadences = factory.LazyFunction(lambda: ["monthly"])
    quotas = factory.LazyFunction(lambda: [{"min": 5, "unit": "news item", "per": "month"}])
    review = Review.ACCEPTED

    @classmethod
    def _create(cls, model_class: type[Obligation], *args: Any, **kwargs: Any) -> Obligation:
        """Also in a plan that is in force: past the guard of its content, which tests of the guard go through."""
        made = model_class(*args, **kwargs)
        made.searched = folded(f"{made.ref} {made.topic} {made.text}")
        Model.save(made)
        return made


def agency(
    name: str | None = None,
    *,
    kind: AgencyKind = AgencyKind.DEPARTMENT,
    tier: Tier = Tier.PROVINCE,
    since: date = LONG_AGO,
    until: date | None = None,
    under: Agency | None = None,
    **designation: Any,
) -> Agency:
    """An agency with a designation, under another in the line of authority where one is given."""
    made: Agency = AgencyFactory.create(**({"name": name} if name else {}), founded_on=since, ended_on=until)
    Designation.objects.create(
        agency=made, name=made.name, kind=kind, tier=tier, valid_from=since, valid_to=until, **designation
    )
    if under:
        put_under(made, under, since=since, until=until)
    return made


def put_under(
    made: Agency, superior: Agency, *, since: date = LONG_AGO, until: date | None = None, kind: str = RelationKind.LINE
) -> Relation:
    """A relation to another agency, by default that of line authority."""
    return Relation.objects.create(agency=made, to=superior, kind=kind, valid_from=since, valid_to=until)


def person(role: Role | None = None, at: Agency | None = None, **fields: Any) -> Person:
    """Somebody who holds one post, or none."""
    made: Person = PersonFactory.create(**fields)
    if role:
        Post.objects.create(person=made, agency=at or agency(), role=role, valid_from=LONG_AGO)
    return made


def party(obligation: Obligation, *, role: PartyRole = PartyRole.LEAD, **fields: Any) -> Party:
    """A body named by the obligation, also of a plan in force."""
    made = Party(obligation=obligation, role=role, **fields)
    Model.save(made)
    return made
