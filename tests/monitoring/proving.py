"""What the tests of evidence pages share: a province that judges, communes that prove, a day that stays the same."""

from datetime import date, datetime
from typing import Any

from django.test import Client
from django.utils import timezone
from tests.factories import person
from tests.monitoring.calendars import commune, duty, laid, plan_of, province

from loa.monitoring.actions.judging import reject_match
from loa.monitoring.actions.recording import record_evidence
from loa.monitoring.enums import EvidenceKind, Source
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence, Match, Occurrence
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person

THE_DAY = date(2026, 3, 20)


def stay(monkeypatch: Any, day: date = THE_DAY) -> None:
    """Lets the clock of Loa begin at nine on the day."""
    real = timezone.now
    away = datetime(day.year, day.month, day.day, 9, tzinfo=timezone.get_default_timezone()) - real()
    monkeypatch.setattr(timezone, "now", lambda: real() + away)


class Proving:
    """A province with those who judge and decide, communes with those who record, five news items a month owed."""

    def __init__(self, communes: int = 2, **fields: Any) -> None:
        self.top = province()
        self.reviewer = person(Role.REVIEWER, self.top, full_name="Trần Rà Soát")
        self.coordinator = person(Role.COORDINATOR, self.top, full_name="Lê Điều Phối")
        self.leader = person(Role.LEADER, self.top, full_name="Phạm Lãnh Đạo")
        self.communes = [commune(f"Ủy ban nhân dân xã số {number:03}", self.top) for number in range(communes)]
        self.officer = person(Role.OFFICER, self.home, full_name="Vi Công Chức")
        self.head = person(Role.LEADER, self.home)
        self.neighbour = person(Role.COORDINATOR, self.communes[-1])
        self.plan = plan_of(self.top)
        self.duty = duty(self.plan, "all-communes", **fields)
        laid(self.plan)

    @property
    def home(self) -> Agency:
        return self.communes[0]

    def window(self, month: int = 3) -> Occurrence:
        return Occurrence.objects.get(obligation=self.duty, due_on__month=month)

    def prove(self, title: str = "Xã đơn giản hóa thủ tục", *, day: date = date(2026, 3, 5), **more: Any) -> Evidence:
        """Recorded by the officer of the agency, matched and counted by the rules."""
        at: Agency = more.pop("agency", self.home)
        told: dict[str, Any] = {
            "kind": EvidenceKind.ARTICLE, "source": Source.PERSON, "link": f"https://xa.example/{Evidence.objects.count()}",
        }  # fmt: skip
        by = self.officer if at == self.home else person(Role.OFFICER, at)
        happening = Happening(agency=at, happened_on=day, title=title, **{**told, **more})
        return record_evidence(happening, by=by, on=THE_DAY)

    def match(self, evidence: Evidence | None = None) -> Match:
        return Match.objects.get(evidence=evidence or self.prove())

    def rejected(self, evidence: Evidence | None = None, *, by: Person | None = None) -> Match:
        return reject_match(self.match(evidence), because="Không đúng chủ đề.", by=by or self.reviewer, on=THE_DAY)


def signed_in(who: Person) -> Client:
    """Pages are asked for in English, the language of the sources."""
    who.language = "en"
    who.save()
    client = Client(headers={"accept-language": "en"})
    client.force_login(who)
    return client
