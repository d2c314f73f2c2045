"""A country with a year of evidence: provinces of communes, one plan for all of them, and what they did for it."""

import os
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from loa.organizations.models import Agency, Person
    from loa.plans.models import Plan

__all__ = ["PROVINCES", "YEAR", "country", "evidence", "plan_for_all", "set_up", "store", "token_of"]

YEAR = date.today().year  # noqa: DTZ011 - a page opens on today
TODAY = date.today()  # noqa: DTZ011
PROVINCES = 34
FOUNDED = date(2010, 1, 1)

_CHANNELS = ("agency-site", "portal", "social", "newspaper", "service-portal")
_SHAPES: tuple[dict[str, Any], ...] = (
    {"cadences": ["monthly"], "quotas": [{"min": 5, "unit": "news item", "per": "month"}]},
    {"cadences": ["weekly"], "quotas": [{"min": 1, "unit": "broadcast", "per": "week"}], "channels": ["loudspeaker"]},
    {"cadences": ["quarterly", "semiannual", "annual"], "kinds": ["report"],
     "deadline": "day 15 of the last month of the reporting period"},
    {"cadences": ["continuous"], "kinds": ["update-procedures"]},
    {"cadences": ["once"], "deadline": f"{YEAR}-03-01", "kinds": ["make-plan"]},
    {"cadences": ["quarterly"], "quotas": [{"min": 1, "unit": "event", "per": "quarter"}]},
)  # fmt: skip
"""Thirty obligations are five rounds of these: five channels of news, the others alike."""


def set_up(home: str, database: str = "") -> None:
    """Django on an empty database: SQLite in the folder, or the one named."""
    os.environ.update(LOA_HOME=home, DJANGO_SETTINGS_MODULE="loa.project.settings", LOA_LOG_LEVEL="WARNING")
    os.environ.pop("LOA_DATABASE_URL", None)
    if database:
        os.environ["LOA_DATABASE_URL"] = database
    import django  # noqa: PLC0415 - after the settings are chosen

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def country(agencies: int, provinces: int = PROVINCES) -> "tuple[Agency, Agency]":
    """A government over provinces over communes; gives the government and the first province."""
    (government,) = _bodies([("Chính phủ", "ministry", "central", "")], None)
    made = []
    for number in range(1, provinces + 1):
        name = f"Ủy ban nhân dân tỉnh số {number}"
        (province,) = _bodies([(name, "peoples_committee", "province", f"Tỉnh {number}")], government)
        made.append(province)
        communes = [
            (f"Ủy ban nhân dân xã {number:02}-{place:03}", "peoples_committee", "commune", f"Xã {number:02}-{place:03}")
            for place in range(1, agencies // provinces + 1)
        ]
        _bodies(communes, province)
    return government, made[0]


def _bodies(named: Sequence[tuple[str, str, str, str]], top: "Agency | None") -> "list[Agency]":
    from loa.organizations.models import Agency, Designation, Relation  # noqa: PLC0415

    agencies = Agency.objects.bulk_create([Agency(name=name, founded_on=FOUNDED) for name, *_ in named])
    Designation.objects.bulk_create(
        [
            Designation(agency=agency, name=name, kind=kind, tier=tier, place=place, valid_from=FOUNDED).derive()
            for agency, (name, kind, tier, place) in zip(agencies, named, strict=True)
        ]
    )
    if top:
        Relation.objects.bulk_create(
            [Relation(agency=agency, to=top, kind="line", valid_from=FOUNDED) for agency in agencies]
        )
    return agencies


def plan_for_all(issuer: "Agency", drafter: "Person", obligations: int) -> "Plan":
    """A plan in force that lays each of its obligations on all communes."""
    from django.db.models import QuerySet  # noqa: PLC0415

    from loa.plans.models import Obligation, Party, Plan  # noqa: PLC0415

    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    plan = Plan.objects.create(
        issuer=issuer, title=f"Kế hoạch năm {YEAR}", period_from=first, period_to=last, drafted_by=drafter
    )
    for place in range(obligations):
        shape = {"kinds": ["publish"], **_SHAPES[place % len(_SHAPES)]}
        shape.setdefault("channels", [_CHANNELS[place // len(_SHAPES) % len(_CHANNELS)]] if place % 6 == 0 else [])
        made = Obligation.objects.create(
            plan=plan, position=place, ref=f"III.{place + 1}", text=f"Nhiệm vụ {place + 1}", review="accepted", **shape
        )
        Party.objects.create(obligation=made, role="lead", group="all-communes")
    # Past the guards that close a plan: how it is signed and issued is not what is measured.
    QuerySet(Plan).filter(pk=plan.pk).update(state="in_force", number="1/KH", issued_on=first, effective_from=first)
    return Plan.objects.get(pk=plan.pk)


def token_of(person: "Person", *more: str) -> str:
    """A token with which the person's program records, and whatever else it is to do."""
    from loa.organizations.actions.tokens import make_token  # noqa: PLC0415
    from loa.organizations.scopes import Scope  # noqa: PLC0415

    expires = TODAY + timedelta(days=30)
    return make_token(by=person, name="bench", scopes=[Scope.WRITE_EVIDENCE, *more], expires_on=expires, on=TODAY)[1]


def evidence(count: int) -> Iterator[dict[str, Any]]:
    """So many pieces spread over communes and days up to today; some agencies do much, some little."""
    from loa.organizations.models import Agency  # noqa: PLC0415

    chance = random.Random(4)  # noqa: S311 - a sample
    communes = list(Agency.objects.filter(designations__tier="commune").order_by("pk").values_list("pk", flat=True))
    zeal = [chance.betavariate(5, 2) for _ in communes]
    days = (TODAY - date(YEAR, 1, 1)).days
    for number, agency in enumerate(chance.choices(communes, zeal, k=count)):
        kind, channel = _sort(chance)
        yield {
            "agency_id": agency,
            "kind": kind,
            "channel": channel,
            "happened_on": date(YEAR, 1, 1) + timedelta(days=chance.randint(0, days)),
            "title": f"Tin, bài số {number}",
            "link": f"https://xa-{agency}.example/{number}",
            "words": chance.randint(100, 900),
            "reference": f"n{number}",
        }


def _sort(chance: random.Random) -> tuple[str, str]:
    lot = chance.random()
    if lot < 0.72:
        return "article", chance.choice(_CHANNELS)
    if lot < 0.94:
        return "broadcast", "loudspeaker"
    return ("event", "meeting") if lot < 0.97 else ("report", "")


def store(pieces: Iterator[dict[str, Any]]) -> int:
    """Writes raw evidence, many rows at a time, matched to nothing yet; gives how many."""
    from django.db.models import F  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from loa.monitoring.models import Evidence  # noqa: PLC0415

    now, stored = timezone.now(), 0
    while part := list(islice(pieces, 5_000)):
        rows = [Evidence(source="feed", recorded_at=now, searched=one["title"].lower(), **one) for one in part]
        Evidence.objects.bulk_create(rows)
        stored += len(rows)
    Evidence.objects.filter(item=None).update(item=F("pk"))
    return stored
