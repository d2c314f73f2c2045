"""Verifying a ledger from its bytes alone."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from loa.monitoring.ledger.checking import Checking
from loa.monitoring.ledger.container import SEAL_SIZE, Part, Seal, digest, message_of, seal_of, unpacked
from loa.monitoring.ledger.faults import Fault
from loa.monitoring.ledger.rows import LONGEST, Section, row_of

__all__ = ["Checked", "verify"]

_MOST = 100
"""Faults told; whoever has so many needs no more."""
_LONGEST_INDEX = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. `key` is who signed; the rest is what the ledger tells of itself, as far as it could be read."""

    faults: list[Fault]
    key: str = ""
    head: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=Counter)
    standings: Mapping[str, int] = field(default_factory=Counter)

    @property
    def whole(self) -> bool:
        return not self.faults


def verify(file: BinaryIO, *, key: str = "") -> Checked:
    """Checks every byte, the signature (by that key, where one is given) and every figure. Never raises on a bad file.

    Figures are recomputed only where no byte is wrong: of a damaged file it is the damage that matters.
    """
    size = file.seek(0, 2)
    if size < SEAL_SIZE:
        return Checked([Fault("short", f"0-{size}")])
    try:
        seal = seal_of(_piece(file, size - SEAL_SIZE, SEAL_SIZE))
    except ValueError:
        return Checked([Fault("seal", f"{size - SEAL_SIZE}-{size}")])
    faults = list(_check_key(seal, key))
    index = _piece(file, seal.index_at, max(size - SEAL_SIZE - seal.index_at, 0))
    try:
        parts = _parts(seal, index)
    except ValueError:
        return Checked([*faults, Fault("index", f"{seal.index_at}-{size - SEAL_SIZE}")], seal.key)
    faults += _check_bytes(file, parts, seal.index_at)
    if faults:
        return Checked(faults[:_MOST], seal.key)
    checking = Checking()
    for fault in _check_rows(file, parts, checking):
        faults.append(fault)
        if len(faults) >= _MOST:
            break
    return Checked(faults, seal.key, checking.head, checking.counts, checking.standings)


def _piece(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)


def _check_key(seal: Seal, expected: str) -> Iterator[Fault]:
    if expected and seal.key != expected.strip().lower():
        yield Fault("key", "seal", (("key", seal.key),))
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal.key))
        public.verify(bytes.fromhex(seal.signature), message_of(seal.index_at, seal.index_sha256))
    except (InvalidSignature, ValueError):
        yield Fault("signature", "seal", (("key", seal.key),))


def _parts(seal: Seal, index: bytes) -> list[Part]:
    """The parts as the index tells of them. Raises ValueError where the index is not the one that was sealed."""
    if digest(index) != seal.index_sha256:
        raise ValueError("another index than was sealed")
    lines = unpacked(index, _LONGEST_INDEX).splitlines(keepends=True)
    try:
        parts = [Part(**row_of(line)["part"]) for line in lines]
    except (KeyError, TypeError, RecursionError) as problem:
        raise ValueError("no index of parts") from problem
    if not all(type(part.size) is int and type(part.rows) is int and part.size > 0 for part in parts):
        raise ValueError("no index of parts")
    return parts


# --------------------------------------------------------------------------------------------------------------- bytes


def _check_bytes(file: BinaryIO, parts: list[Part], index_at: int) -> Iterator[Fault]:
    at, rows = 0, Counter[str]()
    for part in parts:
        member = _piece(file, at, part.size)
        if digest(member) != part.sha256:
            yield Fault("part", f"{at}-{at + part.size}", _damage(part, member, rows[part.section]))
        at += part.size
        rows[part.section] += part.rows
    if at != index_at:
        yield Fault("length", f"{at}-{index_at}")


def _damage(part: Part, member: bytes, before: int) -> tuple[tuple[str, Any], ...]:
    """Which rows a damaged part holds, and how the damage shows when it is unpacked."""
    told: tuple[tuple[str, Any], ...] = (("section", part.section), ("rows", f"{before + 1}-{before + part.rows}"))
    try:
        lines = unpacked(member, LONGEST).splitlines(keepends=True)
    except ValueError as problem:
        return (*told, ("problem", str(problem)))
    for number, line in enumerate(lines, before + 1):
        try:
            row_of(line)
        except (ValueError, RecursionError):
            return (*told, ("row", number))
    return told


# ---------------------------------------------------------------------------------------------------------------- rows


def _check_rows(file: BinaryIO, parts: list[Part], checking: Checking) -> Iterator[Fault]:
    order = list(Section)
    known = [part.section for part in parts if part.section in order]
    if len(known) != len(parts) or any(
        order.index(Section(one)) > order.index(Section(two)) for one, two in pairwise(known)
    ):
        yield Fault("order", "index")
        return
    at = 0
    for part in parts:
        yield from _check_part(part, _piece(file, at, part.size), checking)
        at += part.size
    yield from checking.finish()


def _check_part(part: Part, member: bytes, checking: Checking) -> Iterator[Fault]:
    section, first = Section(part.section), checking.counts[part.section] + 1
    try:
        lines = unpacked(member, LONGEST).splitlines(keepends=True)
    except ValueError as problem:
        yield Fault("row", f"{section} {first}", (("problem", str(problem)),))
        return
    if len(lines) != part.rows:
        yield Fault("count", f"{section} {first}", (("rows", f"{part.rows} → {len(lines)}"),))
    for number, line in enumerate(lines, first):
        place = f"{section} {number}"
        try:
            row = row_of(line)[section.value]
        except (ValueError, KeyError, RecursionError) as problem:
            yield Fault("row", place, (("problem", f"{problem}"[:200]),))
            continue
        yield from checking.take(section, row, place)
