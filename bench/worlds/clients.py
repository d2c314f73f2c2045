"""Programs of agencies that record over HTTP, insist where a connection is lost, and remember what they were told."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Answer", "Caller", "Kept", "Recorder", "Told"]

_PATIENCE = 300
"""Seconds after which a program gives up a request that nobody answers."""
_LATE = 90
"""Seconds without an answer after which the connection counts as lost."""
_ALTERED = ", bản đã sửa"


@dataclass(slots=True)
class Kept:
    """A piece that was acknowledged, and what it has to be afterwards. Several titles are possible only where the
    answer to a correction was lost and the next one said that it is too late."""

    reference: str
    agency: str
    key: str
    titles: set[str]
    states: set[str]
    match: int = 0
    worths: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Told:
    """What all programs together were told."""

    kept: list[Kept] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    refused: int = 0
    broken: int = 0
    late: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `lost` says how often the connection broke before."""

    status: int
    body: Any
    lost: int


class Caller:
    """Asks until there is an answer, as a careful program does. One for each thread."""

    def __init__(self, port: int, token: str, told: Told) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_LATE)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._told = told

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        """Sends the same again as long as the connection breaks or the server says that it failed."""
        lost, until = 0, time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            answer = self._once(method, path, body)
            if answer is not None and answer[0] < 500:
                return Answer(*answer, lost)
            if answer is None:
                lost += 1
            else:
                self._fault(f"{method} {path}: {answer[0]} {str(answer[1])[:300]}")
            time.sleep(0.1)
        raise SystemExit(f"{method} {path} was not answered within {_PATIENCE} seconds")

    def _once(self, method: str, path: str, body: Mapping[str, Any] | None) -> tuple[int, Any] | None:
        try:
            self._connection.request(method, f"/api/v1/{path}", json.dumps(body) if body else None, self._headers)
            answer = self._connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as problem:
            self._connection.close()
            with self._told.lock:
                refused = isinstance(problem, ConnectionRefusedError)
                self._told.refused += refused
                self._told.broken += not refused
                self._told.late += isinstance(problem, TimeoutError)
            return None
        with self._told.lock:
            self._told.statuses[f"{answer.status}"] += 1
        return answer.status, _read(text)

    def _fault(self, words: str) -> None:
        with self._told.lock:
            self._told.faults.append(words)


def _read(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


class Recorder(threading.Thread):
    """A program that records, and now and then corrects, withdraws, or judges as a superior's program does."""

    def __init__(self, own: Caller, superior: Caller, pieces: Iterator[dict[str, Any]], told: Told, seed: int) -> None:
        super().__init__(daemon=True)
        self._own, self._superior, self._pieces, self._told = own, superior, pieces, told
        self._chance = random.Random(seed)  # noqa: S311 - a sample
        self._mine: list[Kept] = []
        self._leaving = threading.Event()
        self.problem = ""

    def leave(self) -> None:
        """Takes up nothing new."""
        self._leaving.set()

    def run(self) -> None:
        """Does one thing after another until told to leave; what is in hand is brought to an end."""
        try:
            while not self._leaving.is_set():
                self._deed()()
        except SystemExit as problem:
            self.problem = str(problem)

    def _deed(self) -> Callable[[], None]:
        lot = self._chance.random()
        if lot < 0.7 or not self._mine:
            return self._record
        return self._correct if lot < 0.82 else self._judge if lot < 0.93 else self._withdraw

    def _record(self) -> None:
        piece = next(self._pieces)
        answer = self._own.ask("POST", "evidence", piece)
        if self._expected(answer, 200, 201):
            row = Kept(piece["reference"], piece["agency"], answer.body["key"], {piece["title"]}, {"recorded"})
            self._mine.append(row)
            with self._told.lock:
                self._told.kept.append(row)

    def _correct(self) -> None:
        """A second correction of a piece takes the first one back, so that both are true corrections."""
        row = self._chance.choice(self._mine)
        now = self._own.ask("GET", f"evidence/{row.key}").body
        title = now["title"].removesuffix(_ALTERED) if now["title"].endswith(_ALTERED) else now["title"] + _ALTERED
        body = {"revision": now["revision"], "title": title, "words": self._chance.randint(50, 900)}
        answer = self._own.ask("PATCH", f"evidence/{row.key}", body)
        if self._expected(answer, 200, late=409):
            row.titles = {title} if answer.status == 200 else {now["title"], title}

    def _withdraw(self) -> None:
        row = self._let_go()
        answer = self._own.ask("POST", f"evidence/{row.key}/withdraw", {"because": "Ghi nhầm."})
        if self._expected(answer, 200, late=409):
            row.states = {"withdrawn"}

    def _judge(self) -> None:
        row = self._let_go()
        matches = self._own.ask("GET", f"evidence/{row.key}").body["matches"]
        if not matches:
            return
        verb, worth = self._chance.choice((("reject", "rejected"), ("accept", "counted")))
        row.match = matches[0]["id"]
        body = {"because": "Đã xem lại.", "revision": matches[0]["revision"]}
        answer = self._superior.ask("POST", f"matches/{row.match}/{verb}", body)
        if self._expected(answer, 200, 409, 422):
            row.worths = {worth} if answer.status == 200 else set()

    def _let_go(self) -> Kept:
        """One of the pieces, of which nothing more is asked afterwards."""
        return self._mine.pop(self._chance.randrange(len(self._mine)))

    def _expected(self, answer: Answer, *statuses: int, late: int = 0) -> bool:
        if answer.status in statuses or (answer.lost and answer.status == late):
            return True
        with self._told.lock:
            self._told.faults.append(f"unexpected {answer.status}: {str(answer.body)[:300]}")
        return False
