"""What the tests of monitoring share: a small province, plans that bind, and calendars as plain values."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from tests.factories import ObligationFactory, PlanFactory, agency, party

from loa.monitoring.actions.laying import lay
from loa.monitoring.models import Assignment, Laying, Occurrence
from loa.monitoring.queries.duties import duties
from loa.organizations.enums import AgencyKind, SuccessionKind, Tier
from loa.organizations.models import Agency, Designation, Relation, Succession, SuccessionShare
from loa.plans.enums import PartyRole, State
from loa.plans.models import Obligation, Plan

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
REFORM = date(2026, 7, 1)
DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def province(name: str = "Ủy ban nhân dân tỉnh Lạng Sơn", **options: Any) -> Agency:
    return agency(name, kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.PROVINCE, place="Lạng Sơn", **options)


def commune(name: str, under: Agency, **options: Any) -> Agency:
    return agency(name, kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.COMMUNE, under=under, **options)


def district(name: str, under: Agency, **options: Any) -> Agency:
    return agency(name, kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.DISTRICT, under=under, **options)


def plan_of(issuer: Agency, *, since: date = FIRST, **fields: Any) -> Plan:
    """A plan for 2026 that binds from a day on."""
    told = {"state": State.IN_FORCE, "number": "12/KH-UBND", "issued_on": since, "effective_from": since}
    made: Plan = PlanFactory(issuer=issuer, **{**told, **fields})
    return made


def amendment(of: Plan, since: date) -> Plan:
    return plan_of(of.issuer, since=since, amends=of, number=f"{since:%d%m}/KH-UBND")


def duty(plan: Plan, *leads: Agency | str, beside: Iterable[Agency | str] = (), **fields: Any) -> Obligation:
    """An obligation with its bodies; a text is the code of a group. By default five items a month."""
    made: Obligation = ObligationFactory(plan=plan, **fields)
    for role, bodies in ((PartyRole.LEAD, leads), (PartyRole.COORDINATE, beside)):
        for body in bodies:
            if isinstance(body, str):
                party(made, role=role, group=body)
            else:
                party(made, role=role, agency=body, name=body.name)
    return made


def items(amount: int, per: str, unit: str = "news item") -> list[dict[str, object]]:
    return [{"min": amount, "unit": unit, "per": per}]


def merge(*old: Agency, into: Agency, on: date, takes_obligations: bool = True) -> None:
    """The old agencies end the day before; the new one takes them over."""
    made = Succession.objects.create(kind=SuccessionKind.MERGE, effective_on=on)
    for one in old:
        SuccessionShare.objects.create(
            succession=made, predecessor=one, successor=into, takes_obligations=takes_obligations
        )
        end(one, on - DAY)


def end(one: Agency, last: date) -> None:
    """The last day of an agency, of its name and of its relations."""
    Agency.objects.filter(pk=one.pk).update(ended_on=last)
    Designation.objects.filter(agency=one).update(valid_to=last)
    Relation.objects.filter(agency=one).update(valid_to=last)
    one.refresh_from_db()


def laid(plan: Plan, since: date = FIRST) -> Laying:
    return lay(plan, since)


def owed_by(agency: Agency, first: date = FIRST, last: date = LAST) -> list[str]:
    """The keys of what an agency owes in a time, in order."""
    return [one.occurrence.key for one in duties(agency, first, last)[:]]


def per_month(agency: Agency, year: int) -> dict[int, int]:
    """How much an agency owes as lead in each month of a year."""
    found = duties(agency, date(year, 1, 1), date(year, 12, 31))[:]
    return dict(Counter(one.occurrence.owed_on.month for one in found if one.leads))


def everything() -> set[tuple[object, ...]]:
    """Every row of the calendar, as plain values."""
    assignments = Assignment.objects.values_list("obligation", "agency", "leads", "requested", "held_from", "held_to")
    occurrences = Occurrence.objects.values_list(
        "pk", "obligation", "key", "window_from", "window_to", "due_on", "amount"
    )
    return {*assignments, *occurrences}


def owed_before(on: date) -> set[tuple[object, ...]]:
    """Who owed what before a day, and by when: what no later change may touch."""
    rows = Assignment.objects.filter(obligation__occurrences__owed_on__lt=on)
    fields = (
        "agency",
        "leads",
        "held_from",
        "held_to",
        "obligation__occurrences__key",
        "obligation__occurrences__owed_on",
    )
    return {
        (agency, leads, key, owed_on)
        for agency, leads, first, last, key, owed_on in rows.values_list(*fields)
        if first <= owed_on <= last and owed_on < on
    }
