"""Small sites on this machine that the demonstration watches as it would watch those of agencies.

They are plain files in the folder of the demonstration, served to this machine alone while it runs.
"""

import contextlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from email.utils import format_datetime
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image, ImageDraw

__all__ = ["HOST", "Article", "Published", "publish", "serving"]

HOST = "127.0.0.1"
_HANOI = timezone(timedelta(hours=7))
_MARK = "Trang mẫu của bản chạy thử Loa, không phải trang thông tin của cơ quan nào."
_PICTURE = "anh-mau.png"
_SIZE = (640, 360)
_SKY, _HILL, _SUN = "#d7e3ea", "#7f9aa6", "#f2d79b"


@dataclass(frozen=True, slots=True)
class Article:
    """One page: the last part of its address, and what it says."""

    slug: str
    title: str
    day: date
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Published:
    """Where sites are reached and where their files lie."""

    address: str
    folder: Path


def publish(sites: Published, name: str, owner: str, articles: Sequence[Article]) -> str:
    """Writes the site of an agency; gives the address of its feed."""
    folder = sites.folder / name
    folder.mkdir(parents=True, exist_ok=True)
    (sites.folder / "robots.txt").write_text("User-agent: *\nAllow: /\n", "utf-8")
    _draw(sites.folder / _PICTURE)
    base = f"{sites.address}{name}/"
    for article in articles:
        (folder / f"{article.slug}.html").write_text(_page(article, owner), "utf-8")
    (folder / "rss.xml").write_text(_feed(articles, owner, base), "utf-8")
    (folder / "index.html").write_text(_first_page(articles, owner), "utf-8")
    return f"{base}rss.xml"


def _draw(file: Path) -> None:
    """A picture of hills: nobody and no place."""
    picture = Image.new("RGB", _SIZE, _SKY)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((470, 40, 550, 120), fill=_SUN)
    pen.polygon([(0, 300), (170, 150), (280, 240), (400, 110), (640, 300), (640, 360), (0, 360)], fill=_HILL)
    picture.save(file)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(7, 15), _HANOI)


def _feed(articles: Sequence[Article], owner: str, base: str) -> str:
    items = "".join(
        f"<item><title>{escape(one.title)}</title><link>{base}{one.slug}.html</link><guid>{base}{one.slug}.html</guid>"
        f"<pubDate>{format_datetime(_moment(one.day))}</pubDate></item>\n"
        for one in sorted(articles, key=lambda one: one.day, reverse=True)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(owner)}</title><link>{base}</link><description>{_MARK}</description>\n{items}</channel></rss>\n"
    )


def _page(article: Article, owner: str) -> str:
    words = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in article.paragraphs)
    return _whole(
        article.title,
        f'<meta property="article:published_time" content="{_moment(article.day).isoformat()}">',
        f"<article><h1>{escape(article.title)}</h1>\n<p><time>{article.day:%d/%m/%Y}</time></p>\n"
        f'<img src="../{_PICTURE}" alt="Ảnh mẫu">\n{words}</article>',
        owner,
    )


def _first_page(articles: Sequence[Article], owner: str) -> str:
    listed = "".join(f'<li><a href="{one.slug}.html">{escape(one.title)}</a></li>\n' for one in articles)
    feed = '<link rel="alternate" type="application/rss+xml" href="rss.xml">'
    return _whole(owner, feed, f"<h1>{escape(owner)}</h1>\n<ul>{listed}</ul>", owner)


def _whole(title: str, head: str, body: str, owner: str) -> str:
    return (
        f'<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}'
        "<style>body{font:1.1rem/1.6 sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
        "img{max-width:100%}</style>"
        f"</head>\n<body><header>{escape(owner)}</header>\n<main>{body}</main>\n<footer>{_MARK}</footer></body></html>\n"
    )


@contextlib.contextmanager
def serving(folder: Path, port: int) -> Iterator[str]:
    """Serves the files of a folder to this machine; gives the address. Raises OSError where the port is taken."""
    folder.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer((HOST, port), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, name="loa-demo-sites", daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    """Says nothing on the terminal, and names the encoding of pages."""

    extensions_map = {  # as the library has it
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".xml": "application/rss+xml; charset=utf-8",
    }

    def log_message(self, format: str, *args: object) -> None:
        """No line for each request."""

    def list_directory(self, path: object) -> None:  # noqa: ARG002  # refused in any case
        """What is no page is not there."""
        self.send_error(404)
