"""One page that a feed or sitemap tells of."""

from dataclasses import dataclass
from datetime import date

__all__ = ["Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """`reference` is the name it has there, its address where it has none. `changed_on` says when it was last written,
    which is no day of publication but shows what cannot be newer."""

    reference: str
    url: str
    title: str = ""
    published_on: date | None = None
    changed_on: date | None = None
