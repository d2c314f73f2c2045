"""Adding to the trail, and proving it whole."""

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from loa.audit.acting import request_id
from loa.audit.models import Entry, Head
from loa.prepared import Change, Insertion, Question

__all__ = ["Break", "Kept", "kept_head", "record", "verify"]

_LOG = logging.getLogger("loa.audit")


@dataclass(frozen=True, slots=True)
class Break:
    """Where the trail is not whole: the number of the row, and what is wrong with it."""

    number: int
    problem: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The end of the trail as it once was, kept where nobody who can write in the database can reach it."""

    number: int
    hash: str

    @classmethod
    def of(cls, text: str) -> "Kept":
        """From the form `NUMBER:HASH`. Raises ValueError."""
        number, _, value = text.strip().partition(":")
        if not value or not number.isdecimal():
            raise ValueError("expected NUMBER:HASH")
        return cls(int(number), value.lower())

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


def record(
    verb: str,
    subject: models.Model,
    *,
    by: models.Model | None,
    agency_id: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """Adds one row in the transaction of the caller; `by` is None for what Loa does by itself.

    Raises TransactionManagementError outside a transaction: a row must stand or fall with what it tells of.
    """
    head = _locked_head()
    entry = Entry(
        number=head.number + 1,
        at=timezone.now(),
        verb=verb,
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else "Loa",
        agency_id=agency_id,
        request_id=request_id(),
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk or ""),
        subject_name=str(subject)[:300],
        before=_plain(before),
        after=_plain(after),
        previous_hash=head.hash,
    )
    entry.hash = _hash_of(entry)
    _ADD(entry)
    _MOVE(entry.number, entry.hash)
    transaction.on_commit(lambda: _copy_to_log(entry))
    return entry


def _copy_to_log(entry: Entry) -> None:
    """By id only: logs are read by people who need no names."""
    _LOG.info(
        "%s %s by=%s agency=%s on=%s:%s hash=%s",
        entry.number, entry.verb, entry.actor_id, entry.agency_id, entry.subject_type, entry.subject_id, entry.hash,
    )  # fmt: skip


def _locked_head() -> Head:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An audit row is written in the transaction of its verb.")
    found = _HEAD()
    return found[0] if found else Head.objects.select_for_update().get_or_create(pk=1)[0]


_HEAD = Question(
    lambda: Head.objects.select_for_update().filter(pk=1).values_list("number", "hash"),
    lambda row: Head(pk=1, number=row[0], hash=row[1]),
)
_MOVE = Change(lambda number, hashed: (Head.objects.filter(pk=1), {"number": number, "hash": hashed}))
_ADD = Insertion(Entry)


def _plain(values: Mapping[str, Any] | None) -> Any:
    """The values as they will come back from any database, so that their hash can be recomputed.

    Fractions become text: PostgreSQL writes 1e16 as a whole number, SQLite does not.
    """
    return None if values is None else json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder), parse_float=str)


def _hash_of(entry: Entry) -> str:
    told = [
        entry.number, _instant(entry.at), entry.verb, entry.actor_id, entry.actor_name, entry.agency_id,
        entry.request_id, entry.subject_type, entry.subject_id, entry.subject_name, entry.before, entry.after,
        entry.previous_hash,
    ]  # fmt: skip
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _instant(at: datetime) -> str:
    return at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")


def kept_head() -> Kept:
    """The end of the trail, to be kept elsewhere: with it, `verify` finds rows cut off or a trail written anew."""
    head = Head.objects.filter(pk=1).first()
    return Kept(head.number, head.hash) if head else Kept(0, "")


def verify(expect: Kept | None = None) -> Iterator[Break]:
    """Every row that was changed, removed or put in between, from the first on.

    With `expect` it finds also whether the trail, as long as it was then, ends in another row than it did.
    """
    number, previous, met = 0, "", expect is None or expect.number == 0
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != number + 1:
            yield Break(entry.number, "gap")
        elif entry.previous_hash != previous:
            yield Break(entry.number, "chain")
        if entry.hash != _hash_of(entry):
            yield Break(entry.number, "changed")
        number, previous = entry.number, entry.hash
        met = met or (expect is not None and expect == Kept(number, previous))
    head = kept_head()
    if (head.number, head.hash) != (number, previous):
        yield Break(number + 1, "end")
    if expect is not None and not met:
        yield Break(expect.number, "expected")
