"""What an article's page says: title, day, text, picture, language."""

import logging
import re
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from lxml import etree, html
from trafilatura import bare_extraction

from loa.monitoring.fetching.addresses import absolute
from loa.monitoring.fetching.asking import BACKGROUND, fetch
from loa.monitoring.fetching.dating import published_on
from loa.monitoring.fetching.decoding import decoded
from loa.monitoring.fetching.outcome import Failure, Fetched, Unchanged

__all__ = ["Page", "page_of", "read_page"]

_HTML = ("text/html", "application/xhtml+xml", "")
_MARKED = re.compile("[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]")
_NO_PICTURE = re.compile(r"logo|icon|favicon|default|no[-_]?image|banner|share", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LONGEST_TITLE = 500

for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # what they say of a page is told by the outcome


@dataclass(frozen=True, slots=True)
class Page:
    """An article as its page shows it. `url` is the address it gives itself, else where it was found."""

    url: str
    title: str
    text: str = field(repr=False)
    published_on: date | None
    has_photo: bool
    language: str

    @property
    def words(self) -> int:
        return len(self.text.split())


def page_of(address: str, *, patience: float = BACKGROUND, seconds: float = 30.0) -> Page | Failure:
    """Asks for the page and reads it. Never raises."""
    outcome = fetch(address, patience=patience, seconds=seconds)
    if isinstance(outcome, Fetched):
        return read_page(outcome)
    return Failure("empty") if isinstance(outcome, Unchanged) else outcome


def read_page(fetched: Fetched, *, today: date | None = None) -> Page | Failure:
    """The article on a page that was fetched. Never raises, whatever the page is."""
    if fetched.media_type not in _HTML:
        return Failure("not-a-page")
    tree = _tree(fetched)
    if tree is None:
        return Failure("empty")
    told = _head(tree)
    day = published_on(tree, today=today)
    found = _article(tree)
    if found is None:
        return Failure("empty")
    title, text, pictures = found
    title = " ".join((told.title or title).split())[:_LONGEST_TITLE]
    if not title or not text:
        return Failure("empty")
    return Page(
        url=_own_address(told.canonical, fetched.url),
        title=title,
        text=text,
        published_on=day,
        has_photo=pictures or bool(told.image and not _NO_PICTURE.search(told.image)),
        language=_language(text, told.language),
    )


def _tree(fetched: Fetched) -> html.HtmlElement | None:
    text = _DECLARATION.sub("", decoded(fetched.content, fetched.charset))
    try:
        tree = html.document_fromstring(text) if text.strip() else None
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return tree if isinstance(tree, html.HtmlElement) else None


@dataclass(frozen=True, slots=True)
class _Head:
    """What a page says of itself in its head."""

    title: str
    image: str
    canonical: str
    language: str


def _head(tree: html.HtmlElement) -> _Head:
    metas = {
        (meta.get("property") or meta.get("name") or "").lower(): (meta.get("content") or "").strip()
        for meta in tree.iter("meta")
    }
    links = (link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    heading = next((one.text_content() for one in tree.iter("h1")), "")
    return _Head(
        title=metas.get("og:title") or heading.strip(),
        image=metas.get("og:image", ""),
        canonical=next(links, ""),
        language=(tree.get("lang") or "").strip().lower()[:2],
    )


def _article(tree: html.HtmlElement) -> tuple[str, str, bool] | None:
    """Title, text block by block and whether pictures stand in it; None where no article is found."""
    try:
        found = bare_extraction(tree, with_metadata=True, include_images=True, include_comments=False)
    except Exception:  # noqa: BLE001  # a library reads what strangers wrote: whatever it stumbles over is no article
        return None
    body = getattr(found, "body", None)
    if body is None:
        return None
    told = (" ".join("".join(block.itertext()).split()) for block in body)
    blocks = [block for block in told if block]
    title = " ".join((getattr(found, "title", None) or "").split())
    if len(blocks) > 1 and blocks[0] == title:  # which is no part of what is counted and compared
        del blocks[0]
    return title, "\n".join(blocks), next(body.iter("graphic"), None) is not None


def _own_address(canonical: str, found_at: str) -> str:
    """The address a page gives itself, as long as it is one of the same site and of an article."""
    own = absolute(found_at, canonical) if canonical else ""
    try:
        here, there = urlsplit(found_at), urlsplit(own)
    except ValueError:
        return found_at
    good = there.scheme in ("http", "https") and there.netloc == here.netloc and there.path.strip("/")
    return own if good and len(own) <= 1000 else found_at


def _language(text: str, told: str) -> str:
    """Vietnamese is known by its letters, whatever the page says; of others the page's word is taken."""
    letters = sum(map(str.isalpha, text))
    if letters and len(_MARKED.findall(text)) / letters > 0.05:
        return "vi"
    return told if told.isascii() and told.isalpha() and told != "vi" else ""
