"""What the tests of urging and inspection share: a province that urges, communes that owe, tallies at hand."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from tests.factories import person
from tests.monitoring.calendars import commune, duty, laid, plan_of, province

from loa.monitoring.enums import Done
from loa.monitoring.models import Occurrence, Tally
from loa.organizations.enums import Role
from loa.organizations.models import Agency
from loa.plans.models import Plan

HOURS = (time(7, 30), time(17))


def moment(text: str) -> datetime:
    """A moment in the time zone of Loa, `2026-05-04 09:00`."""
    return timezone.make_aware(datetime.fromisoformat(text))


class Urging:
    """A province with a coordinator and a leader, communes with an officer and a leader each, one monthly duty."""

    def __init__(self, communes: int = 1, **fields: Any) -> None:
        self.top = province()
        self.coordinator = person(Role.COORDINATOR, self.top)
        self.leader = person(Role.LEADER, self.top)
        self.communes = [commune(f"Ủy ban nhân dân xã số {number:03}", self.top) for number in range(communes)]
        self.home: Agency = self.communes[0]
        self.officer = person(Role.OFFICER, self.home)
        self.head = person(Role.LEADER, self.home)
        self.plan: Plan = plan_of(self.top)
        self.duty = duty(self.plan, "all-communes", **fields)
        laid(self.plan)

    def window(self, due: str) -> Occurrence:
        return Occurrence.objects.get(obligation=self.duty, due_on=date.fromisoformat(due))

    def show(self, window: Occurrence, agency: Agency, counted: int, done: Done = Done.PART) -> Tally:
        """What an agency has to show, as the counters would say."""
        told = {
            "obligation": self.duty, "branch": self.top, "required": window.amount or 1, "counted": counted,
            "done": done, "done_on": None if done is Done.PART else window.due_on,
        }  # fmt: skip
        return Tally.objects.update_or_create(occurrence=window, agency=agency, defaults=told)[0]
