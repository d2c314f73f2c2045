"""How long it takes to lay a plan on the agencies of a whole country, and to show it; ratios measured in one run.

    python bench/calendar.py            4,000 agencies and 30 obligations, on SQLite, in one process
    python bench/calendar.py --quick    a tenth of the agencies, for a look

The aims: laid in 60 s, first pages in 150 ms of server time, memory under 1 GB, twice the agencies in twice the time.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[1]
sys.path[0] = str(TOP)  # not this folder: a program named `calendar` would stand before Python's own

from bench.worlds.country import TODAY, YEAR, plan_for_all, province, set_up, somebody  # noqa: E402 - after the path is set
from bench.worlds.measuring import Result, fetched, page, timed, verdict  # noqa: E402 - after the path is set
from rich.console import Console  # noqa: E402 - after the path is set
from rich.table import Table  # noqa: E402

AIM_LAID_S, AIM_PAGE_MS, AIM_MEMORY_MB, AIM_DOUBLING = 60.0, 150.0, 1024.0, 2.4
AGENCIES, OBLIGATIONS = 4_000, 30

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


def laying(count: int) -> Iterator[Result]:
    """Half the agencies, then all of them: each a province and a plan of its own, nothing shared."""
    from loa.monitoring.actions.laying import lay  # noqa: PLC0415
    from loa.monitoring.models import Assignment, Occurrence  # noqa: PLC0415
    from loa.schedule import vietnam  # noqa: PLC0415

    vietnam()  # read once, whatever is laid first
    taken = {}
    for number, agencies in enumerate((count // 2, count), start=1):
        top, communes = province(number, agencies)
        plan = plan_for_all(top, somebody("coordinator", top), OBLIGATIONS, _SHAPES)
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
    yield page(
        "due this week, counted",
        lambda: due_between([plan.issuer_id], TODAY, TODAY + timedelta(days=7)),
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
        set_up(place)
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
