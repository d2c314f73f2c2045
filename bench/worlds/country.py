"""A country of provinces and communes that hold over a year, and a plan that binds all communes."""

import os
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from loa.organizations.models import Agency, Person
    from loa.plans.models import Plan

__all__ = [
    "CHANNELS", "FOUNDED", "TODAY", "YEAR", "country", "plan_for_all", "province", "set_up", "somebody",
]  # fmt: skip

YEAR = date.today().year  # noqa: DTZ011 - a page opens on today
TODAY = date.today()  # noqa: DTZ011
FOUNDED = date(2010, 1, 1)

CHANNELS = ("agency-site", "portal", "social", "newspaper", "service-portal")
SHAPES: tuple[dict[str, Any], ...] = (
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


def country(agencies: int, provinces: int = 34) -> "tuple[Agency, Agency]":
    """A government over provinces over communes; gives the government and the first province."""
    (government,) = _bodies([("Chính phủ", "ministry", "central", "")], None)
    made = [province(number, agencies // provinces, under=government)[0] for number in range(1, provinces + 1)]
    return government, made[0]


def province(number: int, communes: int, *, under: "Agency | None" = None) -> "tuple[Agency, list[Agency]]":
    """A province with so many communes, in names of their own."""
    name = f"Ủy ban nhân dân tỉnh số {number}"
    (top,) = _bodies([(name, "peoples_committee", "province", f"Tỉnh {number}")], under)
    places = [f"xã {number:02}-{place:03}" for place in range(1, communes + 1)]
    named = [(f"Ủy ban nhân dân {place}", "peoples_committee", "commune", place.capitalize()) for place in places]
    return top, _bodies(named, top)


def somebody(role: str, at: "Agency") -> "Person":
    """Somebody with a post."""
    from loa.organizations.models import Person, Post  # noqa: PLC0415

    made = Person.objects.create(email=f"{role}-{at.pk}@bench.loa.example", full_name="Nguyễn Văn A")
    Post.objects.create(person=made, agency=at, role=role, valid_from=FOUNDED)
    return made


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


def plan_for_all(
    issuer: "Agency", drafter: "Person", obligations: int, shapes: Sequence[dict[str, Any]] = SHAPES
) -> "Plan":
    """A plan in force that lays each of its obligations, shaped in turn, on all communes."""
    from django.db.models import QuerySet  # noqa: PLC0415

    from loa.plans.models import Obligation, Party, Plan  # noqa: PLC0415

    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    plan = Plan.objects.create(
        issuer=issuer, title=f"Kế hoạch năm {YEAR}", period_from=first, period_to=last, drafted_by=drafter
    )
    for place in range(obligations):
        turn, nth = divmod(place, len(shapes))
        shape = {"kinds": ["publish"], **shapes[nth]}
        shape.setdefault("channels", [] if nth else [CHANNELS[turn % len(CHANNELS)]])
        made = Obligation.objects.create(
            plan=plan, position=place, ref=f"III.{place + 1}", text=f"Nhiệm vụ {place + 1}", review="accepted", **shape
        )
        Party.objects.create(obligation=made, role="lead", group="all-communes")
    # Past the guards that close a plan: how it is signed and issued is not what is measured.
    QuerySet(Plan).filter(pk=plan.pk).update(
        state="in_force", number=f"{issuer.pk}/KH", issued_on=first, effective_from=first
    )
    return Plan.objects.get(pk=plan.pk)
