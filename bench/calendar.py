"""How long it takes to lay a plan on the agencies of a whole country, and to show it; ratios measured in one run.

    python bench/calendar.py            4,000 agencies and 30 obligations, on SQLite, in one process
    python bench/calendar.py --quick    a tenth of the agencies, for a look

The aims: laid in 60 s, first pages in 150 ms of server time, memory under 1 GB, twice the agencies in twice the time.
"""

import argparse
import logging
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

TOP = Path(__file__).resolve().parents[1]
sys.path[0] = str(TOP)  # not this folder: a program named `calendar` would stand before Python's own

from bench.worlds.measuring import Result, fetched, page, timed, verdict  # noqa: E402 - after the path is set
from rich.console import Console  # noqa: E402 - after the path is set
from rich.table import Table  # noqa: E402

if TYPE_CHECKING:
    from loa.organizations.models import Agency, Person
    from loa.plans.models import Plan

AIM_LAID_S, AIM_PAGE_MS, AIM_MEMORY_MB, AIM_DOUBLING = 60.0, 150.0, 1024.0, 2.4
AGENCIES, OBLIGATIONS = 4_000, 30
YEAR = date.today().year  # noqa: DTZ011 - a page opens on today

# What thirty obligations of a plan ask for: cadences as often as real plans have them.
_SHAPES: tuple[dict[str, Any], ...] = (
    {"cadences": ["monthly"], "quotas": [{"min": 5, "unit": "news item", "per": "month"}]},
    {"cadences": ["weekly"], "quotas": [{"min": 1, "unit": "broadcast", "per": "week"}]},
    {"cadences": ["quarterly", "semiannual", "annual"], "kinds": ["report"],
     "deadline": "day 15 of the last month of the reporting period"},
    {"cadences": ["continuous"]},
    {"cadences": ["once"], "deadline": f"{YEAR}-03-01", "kinds": ["make-plan"]},
    {"cadences": ["monthly"], "quotas": [{"min": 2, "unit": "news item", "per": "month"}]},
)  # fmt: skip


def set_up(home: Path) -> None:
    """Django on an SQLite file of its own."""
    os.environ.update(LOA_HOME=str(home), DJANGO_SETTINGS_MODULE="loa.project.settings")
    os.environ.pop("LOA_DATABASE_URL", None)
    import django  # noqa: PLC0415 - after the settings are chosen

    django.setup()
    logging.disable(logging.INFO)
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    (home / "static").mkdir()
    from loa.schedule import vietnam  # noqa: PLC0415

    vietnam()  # read once, whatever is laid first


def country(number: int, count: int) -> "tuple[Agency, list[Agency]]":
    """A province with so many communes, in names of their own."""
    from loa.organizations.models import Agency, Designation, Relation  # noqa: PLC0415

    founded = date(2010, 1, 1)
    names = [f"Ủy ban nhân dân tỉnh {number}", *(f"Ủy ban nhân dân xã {number}-{place:05}" for place in range(count))]
    agencies = Agency.objects.bulk_create([Agency(name=name, founded_on=founded) for name in names])
    top, *communes = agencies
    designations = [
        Designation(
            agency=agency, name=agency.name, kind="peoples_committee", tier="province" if agency is top else "commune",
            place=f"Tỉnh {number}" if agency is top else "", valid_from=founded, searched=agency.name.lower(),
            sort_key=agency.name,
        )
        for agency in agencies
    ]  # fmt: skip
    Designation.objects.bulk_create(designations)
    Relation.objects.bulk_create(
        [Relation(agency=agency, to=top, kind="line", valid_from=founded) for agency in communes]
    )
    return top, communes


def plan_for(top: "Agency", drafter: "Person", obligations: int) -> "Plan":
    """A plan in force that lays each of its obligations on all communes."""
    from django.db.models import QuerySet  # noqa: PLC0415

    from loa.plans.models import Obligation, Party, Plan  # noqa: PLC0415

    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    plan = Plan.objects.create(
        issuer=top, title=f"Kế hoạch năm {YEAR}", period_from=first, period_to=last, drafted_by=drafter
    )
    for place in range(obligations):
        shape = {"kinds": ["publish"], **_SHAPES[place % len(_SHAPES)]}
        words = f"Nhiệm vụ số {place + 1}"
        made = Obligation.objects.create(
            plan=plan, position=place, ref=f"III.{place + 1}", text=words, review="accepted", **shape
        )
        Party.objects.create(obligation=made, role="lead", group="all-communes")
    # Past the guards that close a plan: how it is signed and issued is not what is measured.
    QuerySet(Plan).filter(pk=plan.pk).update(
        state="in_force", number=f"{top.pk}/KH", issued_on=first, effective_from=first
    )
    return Plan.objects.get(pk=plan.pk)


def somebody(role: str, at: "Agency") -> "Person":
    """Somebody with a post."""
    from loa.organizations.models import Person, Post  # noqa: PLC0415

    made = Person.objects.create(email=f"{role}-{at.pk}@demo.loa.example", full_name="Nguyễn Văn A")
    Post.objects.create(person=made, agency=at, role=role, valid_from=date(2010, 1, 1))
    return made


def laying(count: int) -> Iterator[Result]:
    """Half the agencies, then all of them: each a province and a plan of its own, nothing shared."""
    from loa.monitoring.actions.laying import lay  # noqa: PLC0415
    from loa.monitoring.models import Assignment, Occurrence  # noqa: PLC0415

    taken = {}
    for number, agencies in enumerate((count // 2, count), start=1):
        top, communes = country(number, agencies)
        plan = plan_for(top, somebody("coordinator", top), OBLIGATIONS)
        somebody("officer", communes[0])
        began = time.process_time()
        seconds = timed(lambda plan=plan: lay(plan, plan.period_from))  # type: ignore[misc]  # bound and called at once
        taken[agencies] = time.process_time() - began
        windows = Occurrence.objects.filter(plan=plan)
        held = Assignment.objects.filter(obligation__plan=plan).count()
        told = f"laid on {agencies:,} agencies: {windows.count():,} windows, {held:,} assignments"
        yield (
            told,
            f"{seconds:.1f} s",
            f"{seconds / AIM_LAID_S:.2f} of {AIM_LAID_S:.0f} s",
            verdict(seconds <= AIM_LAID_S),
        )
    doubling = taken[count] / taken[count // 2]
    yield (
        "twice the agencies",
        f"{taken[count // 2]:.1f} / {taken[count]:.1f} s of work",
        f"{doubling:.2f}, at most {AIM_DOUBLING}",
        verdict(doubling <= AIM_DOUBLING),
    )
    again = timed(lambda: lay(plan, plan.period_from), clock=time.process_time)
    yield "laid again, nothing changed", f"{again:.1f} s of work", f"{again / taken[count]:.2f} of the first time", ""


def pages() -> Iterator[Result]:
    """The first page of each desk and calendar, by Django's test client: the least of several times, as elsewhere."""
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from loa.monitoring.queries.owed import due_between  # noqa: PLC0415
    from loa.organizations.models import Person  # noqa: PLC0415
    from loa.plans.models import Plan  # noqa: PLC0415

    plan = Plan.objects.latest("pk")
    clients = {}
    for role in ("coordinator", "officer"):
        clients[role] = Client()
        clients[role].force_login(Person.objects.filter(posts__role=role).latest("pk"))
    officer = Person.objects.filter(posts__role="officer").latest("pk")
    own = reverse("monitoring:agency", args=[officer.posts.get().agency.key])
    of_plan = reverse("monitoring:plan", args=[plan.key])
    asked = [("desk", "coordinator", "/"), ("desk", "officer", "/"), ("an agency's duties", "officer", own)]
    asked += [("an agency's month", "officer", f"{own}?view=month")]
    asked += [
        (f"plan by {view}", "coordinator", f"{of_plan}?view={view}")
        for view in ("month", "quarter", "year", "list", "agencies", "always")
    ]
    occurrence = plan.occurrences.filter(due_on__isnull=False).latest("pk")
    asked += [("an occurrence", "coordinator", reverse("monitoring:occurrence", args=[occurrence.pk]))]
    for name, role, url in asked:
        yield page(f"{name} ({role})", lambda client=clients[role], url=url: fetched(client, url), aim=AIM_PAGE_MS)  # type: ignore[misc]
    today = date.today()  # noqa: DTZ011
    yield page(
        "due this week, counted",
        lambda: due_between([plan.issuer_id], today, today + timedelta(days=7)),
        aim=AIM_PAGE_MS,
    )


def memory() -> Iterator[Result]:
    """The most this process took."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    megabytes = peak / 1024 / 1024
    ratio = f"{megabytes / AIM_MEMORY_MB:.2f} of {AIM_MEMORY_MB:.0f} MB"
    yield "peak memory", f"{megabytes:.0f} MB", ratio, verdict(megabytes <= AIM_MEMORY_MB)


def measured(*, quick: bool) -> Iterator[Result]:
    """All results, as they come."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core
    with tempfile.TemporaryDirectory() as place:
        set_up(Path(place))
        yield from laying(AGENCIES // 10 if quick else AGENCIES)
        yield from pages()
        yield from memory()


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the agencies, for a look")
    table = Table("measured", "time or size", "ratio", "aim")
    console = Console()
    for result in measured(quick=parser.parse_args().quick):
        table.add_row(*result)
        console.print(*(part for part in result if part), sep="  ·  ")
    console.print(table)


if __name__ == "__main__":
    main()
