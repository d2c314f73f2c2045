"""The key that an installation signs its ledgers with: Ed25519, made once."""

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["NAME", "Signer", "signer_of"]

NAME = "ledger-key"
"""The file in the home folder."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs; `public` is what others verify with, as 64 hexadecimal digits."""

    _key: Ed25519PrivateKey

    @classmethod
    def of(cls, seed: str) -> "Signer":
        """From 64 hexadecimal digits. Raises ValueError."""
        return cls(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed.strip())))

    @property
    def public(self) -> str:
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        return self._key.sign(message).hex()


def signer_of(home: Path, seed: str = "") -> Signer:
    """The signer of the seed, where one is set; else of the one kept in the home folder, made when it is not there.

    The file appears whole or not at all, and is read by its owner alone. Raises ValueError for what is no seed.
    """
    if seed:
        return Signer.of(seed)
    path = home / NAME
    if not path.exists():
        _make(path)
    return Signer.of(path.read_text("ascii"))


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with fresh.open("w", encoding="ascii") as file:
        fresh.chmod(0o600)
        file.write(os.urandom(32).hex())
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(fresh)  # fails where another process was quicker; its key stays
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
