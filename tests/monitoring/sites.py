"""A small web site on this machine, for whatever asks other sites."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.conf import settings
from django.test import override_settings

__all__ = ["Answer", "LocalSite", "article", "local_site", "reading_freely"]


@dataclass(slots=True)
class Answer:
    """What the site says to one path. `slowly`: seconds between two bytes."""

    content: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    packed: bool = False
    slowly: float = 0.0

    @property
    def sent(self) -> bytes:
        plain = self.content.encode() if isinstance(self.content, str) else self.content
        return gzip.compress(plain) if self.packed else plain


class LocalSite:
    """Paths with their answers, and what was asked for, in order. What is not there is 404."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.headers.append(dict(self.headers.items()))
                answer = site.answers.get(self.path, Answer("", 404))
                same = answer.headers.get("ETag") and self.headers.get("If-None-Match") == answer.headers["ETag"]
                site._send(self, Answer("", 304) if same else answer)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def say(self, path: str, content: bytes | str = b"", **more: Any) -> str:
        """Puts something at a path; gives its whole address."""
        if not more.get("headers") and isinstance(content, str):
            more["headers"] = {"Content-Type": "text/html; charset=utf-8"}
        self.answers[path] = Answer(content, **more)
        return self.address + path

    def pages_asked(self) -> list[str]:
        return [path for path in self.asked if path != "/robots.txt"]

    @staticmethod
    def _send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
        body = answer.sent
        try:
            handler.send_response(answer.status)
            for name, value in answer.headers.items():
                handler.send_header(name, value)
            if answer.packed:
                handler.send_header("Content-Encoding", "gzip")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            if not answer.slowly:
                handler.wfile.write(body)
                return
            for position in range(len(body)):
                handler.wfile.write(body[position : position + 1])
                time.sleep(answer.slowly)
        except OSError:  # who asked has gone
            pass

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def local_site() -> Iterator[LocalSite]:
    """A site that is there for a while."""
    site = LocalSite()
    try:
        yield site
    finally:
        site.close()


def reading_freely(**more: Any) -> Any:
    """Settings under which sites of this machine are asked, without a pause."""
    told = {"fetch_private": True, "fetch_pause": 0.0, **more}
    return override_settings(LOA=settings.LOA.model_copy(update=told))


def _paragraph(about: str, number: int) -> str:
    told = (
        f"Trong đợt {number * 7 + count}, cán bộ thôn {count + 3} đã hướng dẫn {count * 5 + number + 12} người dân về"
        f" {about}."
        for count in range(6)
    )
    return " ".join(told)


def article(
    title: str = "Xã Suối Bạc niêm yết thủ tục hành chính bằng mã QR",
    *,
    about: str = "thủ tục hành chính tại bộ phận một cửa",
    day: str = "2026-03-02T08:00:00+07:00",
    head: str = "",
    body: str = "",
) -> str:
    """A page with an article of some two hundred words."""
    stamp = f'<meta property="article:published_time" content="{day}">' if day else ""
    text = body or "".join(f"<p>{_paragraph(about, number)}</p>" for number in range(3))
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title} - Trang thông tin</title>{stamp}'
        f"{head}</head><body><nav><a href='/'>Trang chủ</a></nav><article><h1>{title}</h1>{text}</article>"
        "<footer>Bản quyền thuộc về xã</footer></body></html>"
    )
