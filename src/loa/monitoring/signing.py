"""Signatures under what is posted to other programs, and how these check them (docs/webhooks.md)."""

import hashlib
import hmac
import secrets

from django.utils.crypto import salted_hmac

__all__ = ["HEADER", "is_genuine", "new_seed", "secret_of", "signature"]

HEADER = "Loa-Signature"
_PREFIX = "whsec_"
_TOLERANCE = 300
"""Seconds by which the clocks of two machines may differ; what is older was caught on its way and sent again."""


def new_seed() -> str:
    """What is kept of a new secret."""
    return secrets.token_urlsafe(32)


def secret_of(seed: str) -> str:
    """The secret of a seed: it takes the key of the installation as well, which is not in the database."""
    return _PREFIX + salted_hmac("loa.monitoring.webhooks", seed, algorithm="sha256").hexdigest()


def signature(secret: str, body: bytes, *, at: int) -> str:
    """The value of the header: the second in which it was signed, and the HMAC-SHA256 over it and the body."""
    return f"t={at},v1={_mac(secret, body, at)}"


def _mac(secret: str, body: bytes, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def is_genuine(secret: str, body: bytes, header: str, *, now: int, tolerance: int = _TOLERANCE) -> bool:
    """What a receiver asks: whether the body was signed with the secret, and not long ago."""
    told = dict(part.partition("=")[::2] for part in header.split(","))
    at = told.get("t", "")
    if not (at.isascii() and at.isdigit() and len(at) < 15) or abs(now - int(at)) > tolerance:
        return False
    return hmac.compare_digest(_mac(secret, body, int(at)).encode(), told.get("v1", "").encode())
