"""The round of `loa demo --check`: every page as every role, printed as a table."""

from collections import defaultdict
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.text import Text

from loa.cli.language import in_words
from loa.cli.voice import Failure

if TYPE_CHECKING:
    from loa.project.demo.visiting import Visit

__all__ = ["go_round"]


def go_round() -> None:
    """Visits everything and prints what it met. Raises Failure where something was wrong."""
    from loa.project.demo.places import UNVISITED, NoExample, places  # Django is set up only now
    from loa.project.demo.visiting import never_opened, visits

    console = Console(soft_wrap=True, highlight=False)
    try:
        wanted = places()
    except NoExample as error:
        raise Failure(f"Không biết mở trang thế nào: {error}", f"No example to visit: {error}", exit_code=1) from None
    seen = []
    for visit in visits(wanted):
        seen.append(visit)
        _print(visit, console)
    for name, why in UNVISITED.items():
        console.print(Text(f"{'–':<14} {name}: {why}", style="dim"))
    unopened = never_opened(seen)
    _sum_up(seen)
    faults = [visit for visit in seen if visit.problem]
    if faults or unopened:
        for told in (*(f"{visit.role} {visit.place.url}: {visit.problem}" for visit in faults), *unopened):
            console.print(Text(f"✗ {told}", style="red"))
        count = len(faults) + len(unopened)
        raise Failure(f"Có {count} lỗi.", f"{count} faults.", exit_code=1)


def _print(visit: "Visit", console: Console) -> None:
    line = f"{visit.role:<14} {visit.status} {visit.queries:>4} q {visit.milliseconds:>6.0f} ms  {visit.place.url}"
    console.print(Text(f"{line}  {visit.problem}".rstrip(), style="red" if visit.problem else ""))


def _sum_up(seen: list["Visit"]) -> None:
    by_role: dict[str, list[Visit]] = defaultdict(list)
    for visit in seen:
        by_role[visit.role].append(visit)
    for role, made in by_role.items():
        opened = [visit for visit in made if visit.status == 200]
        ms = max((visit.milliseconds for visit in opened), default=0)
        most = max((visit.queries for visit in opened), default=0)
        typer.echo(
            in_words(
                f"{role}: {len(made)} địa chỉ, mở {len(opened)}, chậm nhất {ms:.0f} ms, nhiều nhất {most} truy vấn",
                f"{role}: {len(made)} addresses, {len(opened)} opened, slowest {ms:.0f} ms, at most {most} queries",
            )
        )
