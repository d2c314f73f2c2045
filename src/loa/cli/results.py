"""Writes results: whole or not at all, and never over a file that stands there, unless told to."""

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from loa.cli.voice import Failure

__all__ = ["ensure_free", "result_names", "write_result", "write_standard_output"]


def result_names(names: Iterable[str], suffix: str) -> list[PurePosixPath]:
    """The paths of the results below the output folder, one for each document.

    `a/plan.docx` becomes `a/plan.json`; where two documents would share a result (`plan.docx`, `plan.pdf`, or the same
    name given twice) the whole name is kept (`plan.docx.json`), and counted from the second on.
    """
    given = [PurePosixPath(name) for name in names]
    short = Counter(str(path.with_suffix("")).casefold() for path in given)
    taken: Counter[str] = Counter()
    results = []
    for path in given:
        alone = short[str(path.with_suffix("")).casefold()] == 1
        stem = str(path.with_suffix("")) if alone else str(path)
        taken[stem.casefold()] += 1
        count = taken[stem.casefold()]
        results.append(PurePosixPath(f"{stem}-{count}{suffix}" if count > 1 else f"{stem}{suffix}"))
    return results


def ensure_free(paths: Iterable[Path], *, force: bool) -> None:
    """Raises `Failure` when a result stands there already, before any work is done."""
    if force:
        return
    for path in paths:
        if path.exists() or path.is_symlink():
            raise Failure(
                f"Tệp “{path}” đã có. Thêm --force để ghi đè, hoặc chọn thư mục khác.",
                f"“{path}” is there already. Add --force to overwrite it, or choose another folder.",
            )


def write_result(path: Path, content: bytes) -> None:
    """Writes a file that is complete at every moment it can be seen. Raises `Failure` when it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".loa-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).chmod(0o666 & ~_umask())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Failure(
            f"Không ghi được “{path}” ({why}).", f"“{path}” cannot be written ({why}).", exit_code=1
        ) from error


def write_standard_output(content: bytes) -> None:
    """Writes bytes to standard output; a reader that goes away early (`| head`) is no error."""
    out = sys.stdout.buffer
    try:
        out.write(content)
        out.flush()
    except BrokenPipeError:
        # Python would complain again when it closes the stream at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
