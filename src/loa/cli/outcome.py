"""What becomes of one file: read in this process or in a worker, always an outcome, never an exception."""

from dataclasses import dataclass
from pathlib import Path

from loa.cli.forms import Form, View, made
from loa.reading import Reading, ReadingError, SourceNotFound, read_whole
from loa.reading.errors import Message
from loa.reading.extraction import Limits
from loa.writing.wording import Language

__all__ = ["Outcome", "Task", "outcome_of", "read_file"]


@dataclass(frozen=True, slots=True)
class Task:
    """One document to read: what to call it, where its bytes lie, and what it shall become."""

    name: str
    path: Path
    form: Form
    language: Language
    view: View
    seconds: float = Limits().seconds


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a task gave: the finished bytes, or why there are none; `remarks` a person should know either way."""

    content: bytes = b""
    problem: Message | None = None
    no_plan: Message | None = None
    remarks: tuple[Message, ...] = ()
    obligations: int = 0
    doubts: int = 0


def outcome_of(task: Task) -> Outcome:
    """Reads and writes one document. A fault of Loa itself is told as such, and the other files go on."""
    try:
        reading = read_file(task.path, task.name, task.seconds)
        content = made(reading, task.form, task.language, view=task.view)
    except ReadingError as error:
        return Outcome(problem=error.message)
    except Exception as fault:  # noqa: BLE001 - one file may never stop the others
        return Outcome(problem=_fault(fault))
    draft = reading.draft
    doubts = len(draft.doubts) + sum(bool(duty.doubts) for duty in draft.obligations)
    remarks = tuple(note.message for note in draft.notes)
    return Outcome(content, None, draft.not_a_plan, remarks, len(draft.obligations), doubts)


def read_file(path: Path, name: str, seconds: float = Limits().seconds) -> Reading:
    """The plan in a file with the file's lines and tables. Raises `ReadingError`."""
    try:
        size = path.stat().st_size
        if size > Limits().file_bytes:
            return read_whole(path, name=name)
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SourceNotFound(f"Không mở được tệp ({why}).", f"The file cannot be opened ({why}).") from error
    return read_whole(data, name=name, limits=Limits(seconds=seconds))


def _fault(fault: Exception) -> Message:
    kind = type(fault).__name__
    return Message(
        f"Loa gặp lỗi ngoài dự kiến ({kind}) với tệp này; xin báo cho nhóm phát triển.",
        f"Loa met an unexpected fault ({kind}) with this file; please report it.",
    )
