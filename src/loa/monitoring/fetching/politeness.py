"""Asking no site more often than it likes, whatever the number of processes that ask."""

import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from protego import Protego

from loa.monitoring.models import Site

__all__ = ["agent", "longer_rest", "pause_of", "wait_for_turn"]

_LONGEST_REST = timedelta(hours=1)


def agent() -> str:
    """The name by which Loa asks, so that those who run a site know whom to write to."""
    return settings.LOA.fetch_agent or f"Loa (+{settings.LOA.base_url})"


def pause_of(robots: Protego) -> timedelta:
    """The pause an installation keeps, or the longer one a site asks for."""
    asked = robots.crawl_delay(agent()) or 0
    rate = robots.request_rate(agent())
    if rate and rate.requests:
        asked = max(asked, rate.seconds / rate.requests)
    return min(timedelta(seconds=max(settings.LOA.fetch_pause, asked)), _LONGEST_REST)


def wait_for_turn(host: str, pause: timedelta, *, patience: float) -> bool:
    """Waits until the host may be asked, and takes the turn. False where that would take longer than `patience`.

    The turn is taken by one statement that changes the row only while it is free: of several processes one wins.
    """
    until = timezone.now() + timedelta(seconds=patience)
    while True:
        now = timezone.now()
        if Site.objects.filter(host=host, next_at__lte=now).update(next_at=now + pause):
            return True
        site, new = Site.objects.get_or_create(host=host, defaults={"next_at": now + pause})
        if new:
            return True
        if site.next_at > until:
            return False
        time.sleep(max((site.next_at - now).total_seconds(), 0.01))


def longer_rest(host: str, seconds: str) -> None:
    """A site that says when to come back is left alone until then."""
    if seconds.isascii() and seconds.isdigit() and len(seconds) < 8:
        rest = min(timedelta(seconds=int(seconds)), _LONGEST_REST)
        Site.objects.filter(host=host).update(next_at=timezone.now() + rest)
