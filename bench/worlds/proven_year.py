"""A year of evidence for a country (`country`): what its communes did for the plan, as programs announce it."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from bench.worlds.country import CHANNELS, TODAY, YEAR

if TYPE_CHECKING:
    from loa.organizations.models import Person

__all__ = ["evidence", "store", "token_of"]


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
        return "article", chance.choice(CHANNELS)
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
