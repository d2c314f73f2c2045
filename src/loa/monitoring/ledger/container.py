"""How the bytes lie in a ledger: parts, an index that has the hash of each, and a seal that signs the index.

Each is a member of a gzip file, so any gunzip shows the whole as lines of text. Every byte is vouched for: those of the
parts by the index, those of the index by the seal, those of the seal by being the only way to write it.
"""

import gzip
import hashlib
import json
import struct
import zlib
from dataclasses import asdict, dataclass

from loa.monitoring.ledger.keys import Signer
from loa.monitoring.ledger.rows import line_of

__all__ = ["SEAL_SIZE", "Part", "Seal", "digest", "message_of", "packed", "seal_of", "sealed", "unpacked"]

_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_SIGNED = b"loa-ledger/1\n"


@dataclass(frozen=True, slots=True)
class Part:
    """One part as the index tells of it: rows of one section, `size` bytes long as they lie in the file."""

    section: str
    rows: int
    size: int
    sha256: str

    @property
    def line(self) -> bytes:
        return line_of({"part": asdict(self)})


@dataclass(frozen=True, slots=True)
class Seal:
    """Where the index begins and what its hash is, signed. All its values have a fixed length."""

    index_at: int
    index_sha256: str
    key: str
    signature: str


def digest(data: bytes) -> str:
    """SHA-256 as 64 digits."""
    return hashlib.sha256(data).hexdigest()


def packed(lines: bytes) -> bytes:
    """A member with these lines; the same lines give the same bytes on one machine."""
    return gzip.compress(lines, compresslevel=6, mtime=0)


def unpacked(member: bytes, longest: int) -> bytes:
    """The lines of a member. Raises ValueError where it is damaged, longer than that or followed by anything."""
    opened = zlib.decompressobj(wbits=31)
    try:
        lines = opened.decompress(member, longest)
    except zlib.error as problem:
        raise ValueError(str(problem)) from None
    if not opened.eof or opened.unused_data:
        raise ValueError("the part does not end where it should")
    return lines


def message_of(index_at: int, index_sha256: str) -> bytes:
    """What is signed."""
    return _SIGNED + f"{index_at:016x}\n{index_sha256}\n".encode()


def sealed(index_at: int, index: bytes, signer: Signer) -> bytes:
    """The seal of an index that begins there."""
    sha256 = digest(index)
    return _written(Seal(index_at, sha256, signer.public, signer.sign(message_of(index_at, sha256))))


def _written(seal: Seal) -> bytes:
    """A member that is stored, not compressed: there is one way to write it, whatever the machine."""
    told = {
        "index": {"at": f"{seal.index_at:016x}", "sha256": seal.index_sha256},
        "key": seal.key,
        "signature": seal.signature,
    }
    line = line_of({"seal": told})
    stored = b"\x01" + struct.pack("<HH", len(line), len(line) ^ 0xFFFF) + line
    return _GZIP_HEAD + stored + struct.pack("<II", zlib.crc32(line), len(line))


SEAL_SIZE = len(_written(Seal(0, "0" * 64, "0" * 64, "0" * 128)))
_LINE_AT, _AFTER = len(_GZIP_HEAD) + 5, 8


def seal_of(data: bytes) -> Seal:
    """The seal of the last bytes of a file. Raises ValueError for anything that `sealed` would not have written."""
    try:
        told = json.loads(data[_LINE_AT:-_AFTER])["seal"]
        seal = Seal(int(told["index"]["at"], 16), told["index"]["sha256"], told["key"], told["signature"])
        whole = _written(seal) == data
    except (KeyError, TypeError, RecursionError) as problem:
        raise ValueError("no seal") from problem
    if not whole:
        raise ValueError("no seal in its one form")
    return seal
