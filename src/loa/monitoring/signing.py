"""Signatures under what is posted to other programs; how these check them stands in docs/webhooks.md."""

import hashlib
import hmac
import secrets

from django.utils.crypto import salted_hmac

__all__ = ["HEADER", "new_seed", "secret_of", "signature"]

HEADER = "Loa-Signature"
_PREFIX = "whsec_"


def new_seed() -> str:
    """What is kept of a new secret."""
    return secrets.token_urlsafe(32)


def secret_of(seed: str) -> str:
    """The secret of a seed: it takes the key of the installation as well, which is not in the database."""
    return _PREFIX + salted_hmac("loa.monitoring.webhooks", seed, algorithm="sha256").hexdigest()


def signature(secret: str, body: bytes, *, at: int) -> str:
    """The value of the header: the second in which it was signed, and the HMAC-SHA256 over it and the body."""
    told = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={told}"
