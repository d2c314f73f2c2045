"""What stands on the sample sites: articles out of composed paragraphs, none like another."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from django.utils.text import slugify

from loa.monitoring.happening import Happening
from loa.project.demo.samples import folder
from loa.project.demo.site import Article
from loa.project.demo.year.habits import chance_of
from loa.project.demo.year.happenings import Doer

__all__ = ["article_about", "articles_beside"]

_GENERAL = 3


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((folder() / "articles.toml").read_text("utf-8"))


def article_about(happening: Happening, doer: Doer) -> Article:
    """The page of something that an agency tells of on its site."""
    words, chance = _words(), chance_of("article", happening.reference)
    area = str(happening.areas[0]) if happening.areas else "direction"
    opening = chance.choice(words["opening"]).format(place=doer.short_name, title=happening.title)
    paragraphs = [opening, *words["area"][area], *chance.sample(words["anywhere"]["paragraphs"], _GENERAL)]
    return Article(_slug(happening.title, happening.happened_on), happening.title, happening.happened_on, paragraphs)


def articles_beside(days: Sequence[date]) -> list[Article]:
    """What such a site also tells of and is no matter of reform, one for each day."""
    told = _words()["other"]
    pairs = zip(days, told, strict=False)
    return [Article(_slug(one["title"], day), one["title"], day, [one["text"]]) for day, one in pairs]


def _slug(title: str, day: date) -> str:
    return f"{day:%Y%m%d}-{slugify(title.replace('đ', 'd').replace('Đ', 'D'))[:80]}"
