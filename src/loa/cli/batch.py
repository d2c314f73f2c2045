"""Reads the documents that were found: one in this process, several in as many processes as asked."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from loa.cli.crew import Crew
from loa.cli.forms import Form, View
from loa.cli.gathering import Found
from loa.cli.outcome import Outcome, Task, outcome_of
from loa.cli.voice import Voice
from loa.reading.errors import Message
from loa.writing.wording import message_text

__all__ = ["Order", "outcomes"]

_GRACE = 30.0
"""Seconds a process may go on after the reader's own limit before it is ended: starting it takes time too."""

_READING = Message("Đang đọc", "Reading")


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks for: the form, the folder for results, how many processes, how long for a file."""

    form: Form
    out: Path | None
    force: bool
    jobs: int
    seconds: float
    view: View


def outcomes(found: list[Found], order: Order, voice: Voice) -> Iterator[tuple[int, Outcome]]:
    """The number of each document and its outcome: tables in the order given, files as soon as they are finished."""
    finished = _finished(found, order, voice)
    return _in_order(finished) if order.out is None else finished


def _finished(found: list[Found], order: Order, voice: Voice) -> Iterator[tuple[int, Outcome]]:
    readable = []
    for number, document in enumerate(found):
        if document.problem:
            yield number, Outcome(problem=document.problem)
        else:
            readable.append(number)
    tasks = [_task(found[number], order, voice) for number in readable]
    if len(tasks) == 1:
        with _waiting(voice):
            outcome = outcome_of(tasks[0])
        yield readable[0], outcome
        return
    crew = Crew(outcome_of, lost=partial(_lost, seconds=order.seconds), size=order.jobs, seconds=order.seconds + _GRACE)
    for place, outcome in _watched(crew.outcomes(tasks), len(tasks), voice):
        yield readable[place], outcome


def _task(document: Found, order: Order, voice: Voice) -> Task:
    return Task(document.name, document.path, order.form, voice.language, order.view, order.seconds)


def _in_order(finished: Iterator[tuple[int, Outcome]]) -> Iterator[tuple[int, Outcome]]:
    """Holds back what is finished before its turn."""
    held: dict[int, Outcome] = {}
    turn = 0
    for number, outcome in finished:
        held[number] = outcome
        while turn in held:
            yield turn, held.pop(turn)
            turn += 1


def _waiting(voice: Voice) -> AbstractContextManager[object]:
    """Shows that something goes on, where a person looks on; a scan takes a second a page."""
    if not voice.console.is_terminal:
        return nullcontext()
    return voice.console.status(f"{message_text(_READING, voice.language)} …", spinner="dots")


def _watched(finished: Iterator[tuple[int, Outcome]], count: int, voice: Voice) -> Iterator[tuple[int, Outcome]]:
    """The same with a bar on standard error, which is gone at the end."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=voice.console, transient=True, disable=not voice.console.is_terminal) as bar:
        shown = bar.add_task(message_text(_READING, voice.language), total=count)
        for item in finished:
            bar.advance(shown)
            yield item


def _lost(_task: Task, late: bool, *, seconds: float) -> Outcome:
    """What is told of a document whose process did not come back."""
    if late:
        return Outcome(
            problem=Message(
                f"Đọc quá {seconds:g} giây nên đã dừng. Tăng --seconds nếu tệp thật sự dài.",
                f"It took more than {seconds:g} seconds and was stopped. Raise --seconds if it really is that long.",
            )
        )
    return Outcome(
        problem=Message(
            "Tiến trình đọc tệp này bị ngắt giữa chừng, thường do thiếu bộ nhớ hoặc tệp hỏng nặng.",
            "The process that read this file died, mostly for want of memory or of a badly damaged file.",
        )
    )
