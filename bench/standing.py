"""What proof costs at the size of a country: recording, recomputing, showing; ratios measured in one run.

    python bench/standing.py            4,000 agencies, 30 obligations, a million pieces of evidence
    python bench/standing.py --quick    a tenth of the agencies and a fiftieth of the evidence, for a look

The aims: 150 pieces a second recorded over HTTP by two workers, on SQLite and on PostgreSQL; the board of the country,
the grid of a province and the row of an agency in 200 ms of server time; the year recomputed in 60 s on one core,
within ten times what DuckDB takes to count the same from the raw rows; one more piece as cheap among a million as among
ten thousand, within a fifth.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[1]
sys.path[0] = str(TOP)  # not this folder: a program named `calendar` would stand before Python's own

from bench.worlds import counting, country, loading, proven_year  # noqa: E402 - after the path is set
from bench.worlds.measuring import Result, fetched, page, timed, verdict  # noqa: E402 - after the path is set
from rich.console import Console  # noqa: E402 - after the path is set
from rich.table import Table  # noqa: E402

AIM_RATE, AIM_PAGE_MS, AIM_RECOMPUTED_S, AIM_RATIO, AIM_GROWTH = 150.0, 200.0, 60.0, 10.0, 1.2
AGENCIES, OBLIGATIONS, PIECES, FEW = 4_012, 30, 1_000_000, 10_000


# ------------------------------------------------------------------------------------------------- a part, in a process


def world(agencies: int, pieces: int) -> dict[str, Any]:
    """Everything that is measured against; gives who may look and record."""
    from loa.monitoring.actions.laying import lay  # noqa: PLC0415
    from loa.organizations.models import Agency, Post  # noqa: PLC0415

    government, province = country.country(agencies)
    people = {}
    communes = Agency.objects.filter(relations__to=province).order_by("pk")
    for role, at in (("leader", government), ("coordinator", province), ("officer", communes[0])):
        people[role] = country.somebody(role, at)
    for commune in communes[1:60]:
        Post.objects.create(person=people["officer"], agency=commune, role="officer", valid_from=country.FOUNDED)
    plan = country.plan_for_all(government, people["leader"], OBLIGATIONS)
    lay(plan, plan.period_from)
    proven_year.store(proven_year.evidence(pieces))
    return {**people, "plan": plan, "province": province, "communes": list(communes[:60])}


def analyse() -> None:
    """What a database does by itself after a while."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def recomputed(told: dict[str, Any]) -> Iterator[Result]:
    """The whole year counted anew: from nothing, then compared with what is stored, and beside it the same in SQL."""
    from loa.monitoring.actions.recomputing import recompute  # noqa: PLC0415
    from loa.monitoring.models import Evidence, Match, Tally  # noqa: PLC0415

    first = timed(recompute, clock=time.process_time)
    analyse()
    rows = f"{Match.objects.count():,} matches, {Tally.objects.count():,} tallies"
    yield f"matched and counted from nothing: {rows}", f"{first:.1f} s of work", "", ""
    found: list[object] = []
    again = timed(lambda: found.append(recompute(check=True)), clock=time.process_time)
    if found[0]:
        raise SystemExit(f"what was counted differs: {found[0]}")
    yield (
        f"a year of {Evidence.objects.count():,} pieces recomputed and compared",
        f"{again:.1f} s of work",
        f"{again / AIM_RECOMPUTED_S:.2f} of {AIM_RECOMPUTED_S:.0f} s",
        verdict(again <= AIM_RECOMPUTED_S),
    )
    seconds, differing = counting.counted_by_duckdb(told["plan"])
    ratio = again / seconds
    told_of = f"the same counted by DuckDB from the raw rows ({differing} pairs differ)"
    yield (
        told_of,
        f"{seconds:.1f} s of work",
        f"{ratio:.1f} times, at most {AIM_RATIO:.0f}",
        verdict(ratio <= AIM_RATIO),
    )


def pages(told: dict[str, Any]) -> Iterator[Result]:
    """The boards, by Django's test client: the least of several times."""
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    asked = [
        ("the country's board", "leader", reverse("monitoring:standing")),
        ("a province's board", "coordinator", reverse("monitoring:standing")),
        ("a province's grid", "coordinator", reverse("monitoring:standing-grid")),
        ("an agency's row", "officer", reverse("monitoring:standing-agency", args=[told["communes"][0].key])),
        ("ranking of a province", "coordinator", reverse("monitoring:standing-ranking")),
        ("desk of the country", "leader", "/"),
    ]
    for name, role, url in asked:
        client = Client()
        client.force_login(told[role])
        yield page(f"{name} ({role})", lambda client=client, url=url: fetched(client, url), aim=AIM_PAGE_MS)  # type: ignore[misc]  # bound and called at once


def recorded_here(told: dict[str, Any]) -> float:
    """Milliseconds of work for one more piece, recorded in this process: the middle of some hundred."""
    from loa.monitoring.actions.recording import record_evidence  # noqa: PLC0415
    from loa.monitoring.enums import EvidenceKind, Source  # noqa: PLC0415
    from loa.monitoring.happening import Happening  # noqa: PLC0415

    taken = []
    for number in range(300):
        happening = Happening(
            agency=told["communes"][number % len(told["communes"])],
            kind=EvidenceKind.ARTICLE,
            happened_on=country.TODAY,
            title=f"Tin {number}",
            source=Source.API,
            channel="agency-site",
            link=f"https://moi.example/{number}",
            reference=f"here-{number}",
        )
        work = lambda one=happening: record_evidence(one, by=told["officer"], on=country.TODAY)  # noqa: E731 - called at once
        taken.append(1000 * timed(work, clock=time.process_time))
    return sorted(taken)[len(taken) // 2]


def part(name: str, home: str, options: dict[str, Any]) -> None:
    """What one process measures; prints results as lines of JSON."""
    country.set_up(home, options["database"])
    told = world(options["agencies"], options["pieces"])
    results: list[Result] = []
    if name == "country":
        results += [*recomputed(told), *pages(told)]
    else:
        from loa.monitoring.actions.recomputing import recompute  # noqa: PLC0415

        recompute()
        analyse()
    cost = recorded_here(told)
    rate = loading.rate(proven_year.token_of(told["officer"]), told["communes"], home, requests=options["requests"])
    sort = "PostgreSQL" if options["database"] else "SQLite"
    measured = f"recorded over HTTP by two workers, {sort}, beside {options['pieces']:,} pieces"
    results.append(
        (measured, f"{rate:.0f} a second", f"{rate / AIM_RATE:.2f} of {AIM_RATE:.0f}", verdict(rate >= AIM_RATE))
    )
    print(json.dumps({"cost": cost, "results": results}))


# ----------------------------------------------------------------------------------------------------- all of the parts


def measured(*, quick: bool) -> Iterator[Result]:
    """All results, as they come: each part in a process with a database of its own."""
    agencies, pieces = (AGENCIES // 10, PIECES // 50) if quick else (AGENCIES, PIECES)
    requests = 400 if quick else 2_000
    few = _run("few", agencies=agencies, pieces=FEW // 10 if quick else FEW, requests=requests)
    many = _run("country", agencies=agencies, pieces=pieces, requests=requests)
    yield from few["results"]
    yield from many["results"]
    growth = many["cost"] / few["cost"]
    told = f"{few['cost']:.1f} / {many['cost']:.1f} ms of work"
    yield (
        "one more piece among few and among all",
        told,
        f"{growth:.2f}, at most {AIM_GROWTH}",
        verdict(growth <= AIM_GROWTH),
    )
    address = loading.postgresql_address()
    if not address:
        yield "recorded on PostgreSQL", "not measured: no server here", "", ""
        return
    beside = FEW if quick else 10 * FEW
    yield from _run("few", agencies=agencies, pieces=beside, requests=requests, database=address)["results"]


def _run(name: str, **options: Any) -> dict[str, Any]:
    told = {"database": "", **options}
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, __file__, "--part", name, "--home", home, "--options", json.dumps(told)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, env=os.environ.copy())
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="smaller series, for a look")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("--home", help=argparse.SUPPRESS)
    parser.add_argument("--options", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.part:
        part(asked.part, asked.home, json.loads(asked.options))
        return
    table = Table("measured", "time or rate", "ratio", "aim")
    console = Console()
    for result in measured(quick=asked.quick):
        table.add_row(*result)
        console.print(*(word for word in result if word), sep="  ·  ")
    console.print(table)


if __name__ == "__main__":
    main()
