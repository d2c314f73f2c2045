"""The running numbers of an agency's plans."""

import re
from datetime import date

from django.db.models import QuerySet

from loa.organizations.enums import AgencyKind
from loa.organizations.models import Agency
from loa.plans.models import Plan

__all__ = ["is_taken", "next_number", "usual_symbol"]

_NUMBER = re.compile(r"\s*(\d+)\s*/\s*(.+?)\s*")


def usual_symbol(issuer: Agency, on: date) -> str:
    """What stands after the running number: that of its last plan, else made of what the agency is called.

    Decree 30/2020: the abbreviated type of document, a hyphen, the abbreviated name of the issuer.
    """
    last = _of(issuer).order_by("-issued_on", "-pk").first()
    if last and (found := _NUMBER.fullmatch(last.number)):
        return found[2]
    designation = issuer.designation(on)
    if designation is None:
        return "KH"
    short = "UBND" if designation.kind == AgencyKind.PEOPLES_COMMITTEE else designation.abbreviation
    return f"KH-{short}" if short else "KH"


def next_number(issuer: Agency, symbol: str, year: int) -> str:
    """The number after the highest that a plan of the agency with this symbol had in the year."""
    numbers = _of(issuer).filter(issued_on__year=year).values_list("number", flat=True)
    taken = [int(found[1]) for found in map(_NUMBER.fullmatch, numbers) if found and found[2] == symbol]
    return f"{max(taken, default=0) + 1:02d}/{symbol}"


def is_taken(plan: Plan, number: str, year: int) -> bool:
    """Whether another plan of the issuer already has the number in the year."""
    return _of(plan.issuer).filter(issued_on__year=year, number=number).exclude(pk=plan.pk).exists()


def _of(issuer: Agency) -> QuerySet[Plan]:
    return Plan.objects.published().filter(issuer=issuer)
