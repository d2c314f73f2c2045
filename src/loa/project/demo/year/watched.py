"""The sites that are watched: what some agencies publish there nobody has to record."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.conf import settings
from django.test.utils import override_settings

from loa.monitoring.actions.watching import Wish, add_watch
from loa.monitoring.enums import EvidenceKind, WatchKind
from loa.monitoring.happening import Happening
from loa.organizations.models import Agency
from loa.project.demo.site import Article, Published, publish
from loa.project.demo.year.articles import article_about, articles_beside
from loa.project.demo.year.happenings import Doer
from loa.project.demo.year.people import officer_of
from loa.project.work.draining import drain

__all__ = ["WATCHED", "sites_are_watched", "told_by_sites"]

_OWN_SITE = "agency-site"
_SINCE = timedelta(days=60)
_LOST = "ban-tin-cu"
WATCHED: Mapping[str, str] = {
    "p-20/home-affairs": "so-noi-vu",
    "p-20/justice": "so-tu-phap",
    "c-05977-2025/pc": "phuong-dong-kinh",
}
"""By the key of an agency in the samples: the name of its site."""


def told_by_sites(happened: Iterable[Happening], doers: Mapping[int, Doer], today: date) -> list[Happening]:
    """What the watched sites tell of, of all that happened."""
    first = today - _SINCE
    return [
        one
        for one in happened
        if one.kind is EvidenceKind.ARTICLE
        and one.channel == _OWN_SITE
        and one.happened_on >= first
        and doers[one.agency.pk].key in WATCHED
    ]


def sites_are_watched(told: Sequence[Happening], doers: Mapping[int, Doer], sites: Published, today: date) -> None:
    """Publishes what happened on the sites of its agencies and has Loa read them; one site is not there any more."""
    for doer in [one for one in doers.values() if one.key in WATCHED]:
        own = [article_about(one, doer) for one in told if one.agency.pk == doer.agency.pk]
        beside = articles_beside([today - timedelta(days=days) for days in (6, 17, 33)])
        feed = publish(sites, WATCHED[doer.key], doer.agency.name, [*_once(own), *beside])
        _watch(doer.agency, feed, today)
    home = next(one.agency for one in doers.values() if one.key in WATCHED)
    _watch(home, f"{sites.address}{_LOST}/rss.xml", today)
    with _on_this_machine():
        drain()


def _once(articles: Iterable[Article]) -> list[Article]:
    """Two articles of a day under one title are one page."""
    return list({one.slug: one for one in articles}.values())


def _watch(agency: Agency, feed: str, today: date) -> None:
    wish = Wish(url=feed, kind=WatchKind.FEED, channel=_OWN_SITE, since=today - _SINCE)
    add_watch(agency, wish, by=officer_of(agency), on=today)


def _on_this_machine() -> override_settings:
    """Nobody is troubled when sites of this very process are asked without a pause."""
    lifted = settings.LOA.model_copy(update={"fetch_private": True, "fetch_pause": 0.0})
    return override_settings(LOA=lifted)
