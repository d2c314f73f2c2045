"""What the tests of recording share: a commune that owes five items a month, its officer, and what a form sends."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import person
from tests.monitoring.calendars import commune, duty, laid, plan_of, province
from tests.monitoring.test_pages import signed_in

from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person

__all__ = ["LINK", "TODAY", "Commune", "entry", "the_day"]

TODAY = date(2026, 3, 18)
LINK = "https://xa.example/tin/mot-cua"


@dataclass(frozen=True)
class Commune:
    """A commune with two duties: five items a month, and a report each quarter."""

    top: Agency
    agency: Agency
    officer: Person
    client: Client

    @classmethod
    def begin(cls) -> "Commune":
        top = province()
        home = commune("Ủy ban nhân dân xã Bình An", top)
        plan = plan_of(top)
        duty(plan, home)
        duty(
            plan, home, cadences=["quarterly"], quotas=[], kinds=["report"], text="Báo cáo hằng quý",
            deadline="day 25 of the last month of the reporting period",
        )  # fmt: skip
        laid(plan)
        officer = person(Role.OFFICER, home)
        return cls(top, home, officer, signed_in(officer))

    def entry(self, **fields: Any) -> dict[str, Any]:
        return entry(self.agency, **fields)


def entry(of: Agency, /, **fields: Any) -> dict[str, Any]:
    """What the form sends for an article; what is given stands in its place."""
    told = {
        "agency": str(of.key), "title": "Một cửa làm việc cả thứ Bảy", "kind": "article", "items": "1",
        "channel": "agency-site", "happened_on": "16/03/2026", "link": LINK, "reference": str(uuid4()),
    }  # fmt: skip
    return {**told, **fields}


@pytest.fixture
def the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is TODAY."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
