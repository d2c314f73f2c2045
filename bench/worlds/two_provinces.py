"""Two provinces of communes with a plan in force, what their programs record, and work for the background."""

import csv
import io
import random
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.worlds import country, proven_year

if TYPE_CHECKING:
    from loa.organizations.models import Agency, Person

__all__ = ["Chores", "Pieces", "World", "made"]

_ROLES = ("officer", "reviewer", "coordinator", "leader")
_PIECES = 200_000
_ROWS = 130
"""Of a table: more than is recorded while somebody waits."""


@dataclass(frozen=True, slots=True)
class World:
    """Who is there, and with which tokens their programs come."""

    communes: "Sequence[Agency]"
    people: "Mapping[str, Person]"
    tokens: Mapping[str, str]


def made(communes: int, obligations: int) -> World:
    """The officer records for every commune, the others look after those of both provinces."""
    from loa.monitoring.actions.laying import lay  # noqa: PLC0415
    from loa.organizations.models import Agency, Person, Post  # noqa: PLC0415

    government, _province = country.country(communes, provinces=2)
    own = list(Agency.objects.filter(designations__tier="commune").order_by("pk"))
    above = list(Agency.objects.filter(designations__tier="province").order_by("pk"))
    people = {
        role: Person.objects.create(email=f"{role}@bench.loa.example", full_name=f"Nguyễn Văn {role}")
        for role in _ROLES
    }
    for role, person in people.items():
        places = own if role == "officer" else [*above, government]
        since = country.FOUNDED
        Post.objects.bulk_create(Post(person=person, agency=one, role=role, valid_from=since) for one in places)
    plan = country.plan_for_all(government, people["leader"], obligations)
    lay(plan, plan.period_from)
    tokens = {role: proven_year.token_of(person, "read:evidence") for role, person in people.items()}
    return World(own, people, tokens)


class Pieces(Iterator[dict[str, Any]]):
    """What happens, as programs announce it; any thread may ask for the next.

    Every tenth is another placement of one before, every fifth brings a text, and these texts resemble each other.
    """

    def __init__(self, world: World, seed: int) -> None:
        self._keys = {one.pk: str(one.key) for one in world.communes}
        self._source = proven_year.evidence(_PIECES)
        self._chance = random.Random(seed)  # noqa: S311 - a sample
        self._words = [f"{first}{second}" for first in ("xã", "dân", "một", "cửa", "số") for second in range(40)]
        self._texts = [self._chance.choices(self._words, k=160) for _ in range(12)]
        self._links: dict[str, str] = {}
        self._lock = threading.Lock()

    def __next__(self) -> dict[str, Any]:
        with self._lock:
            return self._announced(next(self._source))

    def _announced(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        agency = self._keys[raw["agency_id"]]
        link = str(raw["link"])
        if self._chance.random() < 0.1:
            link = self._links.get(agency, link)
        self._links[agency] = link
        names = ("kind", "channel", "title", "words", "reference")
        told = {name: raw[name] for name in names}
        text = self._text() if raw["kind"] == "article" and self._chance.random() < 0.2 else ""
        return {**told, "agency": agency, "happened_on": raw["happened_on"].isoformat(), "link": link, "text": text}

    def _text(self) -> str:
        words = list(self._chance.choice(self._texts))
        for _ in range(6):
            words[self._chance.randrange(len(words))] = self._chance.choice(self._words)
        return " ".join(words)


class Chores(threading.Thread):
    """Gives the workers something to do: long tables to record, a plan to lay anew, texts to compare."""

    def __init__(self, world: World, pause: float) -> None:
        super().__init__(daemon=True)
        self._world, self._pause = world, pause
        self._leaving = threading.Event()
        self.tables = 0

    def leave(self) -> None:
        """Asks for nothing more."""
        self._leaving.set()

    def run(self) -> None:
        """Asks for each of them again and again."""
        from django.db import connection, transaction  # noqa: PLC0415
        from django_q.tasks import async_task  # noqa: PLC0415

        from loa.monitoring.actions.laying import ask  # noqa: PLC0415
        from loa.plans.models import Plan  # noqa: PLC0415

        plan = Plan.objects.get()
        while not self._leaving.wait(self._pause):
            self._upload()
            async_task("loa.monitoring.tasks.read_pages")
            with transaction.atomic():
                ask(plan, plan.period_from)
        connection.close()

    def _upload(self) -> None:
        """A person uploads a table and confirms it; it is recorded in the background."""
        from loa.monitoring.actions.importing import batch_of, confirm, keep_table  # noqa: PLC0415
        from loa.monitoring.channels import channel_words  # noqa: PLC0415

        self.tables += 1
        home, officer, today = self._world.communes[0], self._world.people["officer"], country.TODAY
        written = io.StringIO()
        sheet = csv.writer(written)
        sheet.writerow(("Ngày", "Loại minh chứng", "Tiêu đề", "Kênh", "Cơ quan"))
        for number in range(_ROWS):
            where = self._world.communes[number % len(self._world.communes)]
            title = f"Dòng {number} của bảng {self.tables}"
            sheet.writerow((f"{today:%d/%m/%Y}", "tin, bài", title, channel_words("agency-site"), where.key))
        table = keep_table(written.getvalue().encode(), "bảng.csv", agency=home, by=officer, on=today)
        mark = batch_of(table, on=today).preview.fingerprint
        confirm(table, fingerprint=mark, rows=None, by=officer, on=today)

    @property
    def rows(self) -> int:
        """How many rows of tables are to be there in the end."""
        return self.tables * _ROWS
