"""What a site lets programs read: its robots.txt, asked once a day (RFC 9309)."""

from datetime import timedelta
from typing import Protocol

from django.utils import timezone
from protego import Protego

from loa.monitoring.fetching.outcome import Failure, Fetched, Outcome
from loa.monitoring.models import Site

__all__ = ["Ask", "rules_of"]

_GOOD_FOR = timedelta(days=1)
_LONGEST = 500_000


class Ask(Protocol):
    """Asks for one address and nothing else."""

    def __call__(self, address: str) -> Outcome: ...


def rules_of(host: str, address: str, ask: Ask) -> Protego | Failure:
    """The rules for a host. Without a robots.txt everything is allowed; while the host is at fault, nothing is."""
    kept = Site.objects.filter(host=host, robots_at__gt=timezone.now() - _GOOD_FOR).first()
    if kept:
        return Protego.parse(kept.robots)
    answer = ask(address)
    if isinstance(answer, Failure) and (answer.is_temporary or answer.code == "private"):
        return answer
    text = answer.content[:_LONGEST].decode("utf-8", "replace") if isinstance(answer, Fetched) else ""
    text = text.replace("\x00", "")
    now = timezone.now()
    Site.objects.update_or_create(
        host=host,
        defaults={"robots": text, "robots_at": now},
        create_defaults={"robots": text, "robots_at": now, "next_at": now},
    )
    return Protego.parse(text)
