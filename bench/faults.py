"""What a `kill -9` leaves behind: the server, its processes and the worker killed at random moments under load.

    python bench/faults.py                   50 kills, on SQLite
    python bench/faults.py --postgresql      on a PostgreSQL started for it
    python bench/faults.py --database URL    on an empty database

Programs record evidence over HTTP, each piece under a reference of its own, and send it again where a connection is
lost; others correct, withdraw and judge; tables are recorded, plans laid and texts compared in the background. In the
end every acknowledged piece is there once and as it was acknowledged, the counters are what working them out anew
gives, the trail is whole, and no task is left. Exit code 1 where anything is not so.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path[0] = str(TOP)  # not this folder: a program named `calendar` would stand before Python's own

from bench.worlds import country, loading, two_provinces  # noqa: E402 - after the path is set
from bench.worlds.clients import Caller, Recorder, Told  # noqa: E402
from bench.worlds.deciding import decided_at_once  # noqa: E402
from bench.worlds.processes import TARGETS, Serving  # noqa: E402
from bench.worlds.wholeness import Checked, checked, worked_off  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything; `pauses` are the least and the most seconds between coming up and the next kill,
    `chores` those between one round of background work and the next."""

    communes: int
    obligations: int
    programs: int
    disputes: int
    pauses: tuple[float, float]
    chores: float
    web: int
    lanes: int
    targets: Sequence[str]
    patient: bool


WHOLE = Size(
    communes=60, obligations=18, programs=6, disputes=20, pauses=(0.2, 3.0), chores=15.0, web=2, lanes=2,
    targets=TARGETS, patient=True,
)  # fmt: skip
SMALL = Size(
    communes=4, obligations=6, programs=3, disputes=2, pauses=(0.2, 0.8), chores=4.0, web=1, lanes=1,
    targets=("a web process", "a task's process", "all of them"), patient=False,
)  # fmt: skip


class Faults:
    """One run: the world, those who record in it, and what happens to the system meanwhile."""

    def __init__(self, home: Path, size: Size, seed: int) -> None:
        self._size, self._seed = size, seed
        self._chance = random.Random(seed)  # noqa: S311 - a sample
        self._world = two_provinces.made(size.communes, size.obligations)
        self._told = Told()
        self._serving = Serving(home, web=size.web, lanes=size.lanes)
        self._killed: Counter[str] = Counter()
        self._slowest = 0.0

    def run(self, kills: int) -> Iterator[Checked]:
        """Everything that was found."""
        self._serving.come_up()
        pieces = two_provinces.Pieces(self._world, self._seed)
        recorders = [
            Recorder(self._caller("officer"), self._caller("reviewer"), pieces, self._told, self._seed + number)
            for number in range(self._size.programs)
        ]
        chores = two_provinces.Chores(self._world, self._size.chores)
        threads: list[Recorder | two_provinces.Chores] = [*recorders, chores]
        for thread in threads:
            thread.start()
        began = time.monotonic()
        for target in self._targets(kills):
            self._kill(target)
        time.sleep(self._size.pauses[1])
        for thread in threads:
            thread.leave()
        for thread in threads:
            thread.join()
        seconds = time.monotonic() - began
        callers = {role: self._caller(role) for role in self._world.tokens}
        disputes = decided_at_once(callers, self._told.kept[-200:], self._size.disputes)
        self._serving.end()
        yield self._kills(seconds)
        yield self._answers(recorders)
        yield disputes
        yield worked_off(patiently=self._size.patient)
        yield from checked(self._told, chores.rows)

    def _caller(self, role: str) -> Caller:
        return Caller(self._serving.port, self._world.tokens[role], self._told)

    def _targets(self, kills: int) -> Iterator[str]:
        """Each kind as often as the others, in an order that nobody knows."""
        kinds = self._size.targets
        for start in range(0, kills, len(kinds)):
            yield from self._chance.sample(kinds, min(len(kinds), kills - start))

    def _kill(self, target: str) -> None:
        time.sleep(self._chance.uniform(*self._size.pauses))
        self._serving.kill(target, self._chance.choice)
        self._killed[target] += 1
        self._slowest = max(self._slowest, self._serving.come_up())

    def _kills(self, seconds: float) -> Checked:
        told = ", ".join(f"{count} of {name}" for name, count in self._killed.items())
        up = f"up again after {self._slowest:.0f} s at the slowest"
        return Checked("kills", f"{self._killed.total()} in {seconds:.0f} s: {told}; {up}", [])

    def _answers(self, recorders: Sequence[Recorder]) -> Checked:
        answers = ", ".join(f"{count:,} times {status}" for status, count in sorted(self._told.statuses.items()))
        lost = f"{self._told.broken} connections broke, {self._told.late} of them for want of an answer"
        lost += f"; {self._told.refused:,} were refused while nobody listened"
        given_up = [recorder.problem for recorder in recorders if recorder.problem]
        return Checked("answers", f"{answers}; {lost}", self._told.faults + given_up)


def shown(results: Sequence[Checked]) -> bool:
    """Prints what was found; whether all is well."""
    table = Table("looked at", "found", "wrong")
    for one in results:
        more = f"… {len(one.wrong) - _SHOWN} more" if len(one.wrong) > _SHOWN else ""
        table.add_row(one.name, one.found, "\n".join([*one.wrong[:_SHOWN], more]).strip() or "nothing")
    Console().print(table)
    return not any(one.wrong for one in results)


def main() -> None:
    """Kills, looks, and says what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--database", default="", help="address of an empty database")
    parser.add_argument("--postgresql", action="store_true", help="start a PostgreSQL for this run")
    parser.add_argument("--small", action="store_true", help="a small world, for a look")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--home", type=Path, help="home folder to use and to leave")
    asked = parser.parse_args()
    database = asked.database or (loading.postgresql_address() if asked.postgresql else "")
    if asked.postgresql and not database:
        raise SystemExit("no PostgreSQL can be started here")
    with tempfile.TemporaryDirectory() as folder:
        home = asked.home or Path(folder)
        country.set_up(str(home), database)
        results = list(Faults(home, SMALL if asked.small else WHOLE, asked.seed).run(asked.kills))
        sys.exit(0 if shown(results) else 1)


if __name__ == "__main__":
    main()
