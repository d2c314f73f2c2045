"""`loa read FILE --explain N`: why one obligation reads as it does."""

from pathlib import Path

from rich.console import Console

from loa.cli.outcome import read_file
from loa.cli.voice import Failure
from loa.reading import ReadingError
from loa.writing.terminal import explanation_view, show
from loa.writing.wording import Language

__all__ = ["explain"]


def explain(files: list[Path], number: int, seconds: float, language: Language) -> None:
    """Prints every rule that fired for obligation `number` of the one file given. Raises `Failure`."""
    if len(files) != 1 or files[0].is_dir():
        raise Failure("--explain cần đúng một tệp.", "--explain needs exactly one file.")
    try:
        draft = read_file(files[0], files[0].name, seconds).draft
    except ReadingError as error:
        raise Failure(error.message.vi, error.message.en, exit_code=1) from error
    try:
        view = explanation_view(draft, number, language)
    except IndexError:
        count = len(draft.obligations)
        raise Failure(
            f"Không có nhiệm vụ {number}: văn bản này có {count} nhiệm vụ.",
            f"There is no obligation {number}: this document has {count}.",
        ) from None
    show(view, Console())
