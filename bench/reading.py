"""How fast plans are read, as ratios measured in one run: on another machine the times differ, the ratios hardly.

    python bench/reading.py            all of it, some minutes
    python bench/reading.py --quick    smaller series, for a look

The plans are the project's own samples and longer ones made of them. Sizes are those the reader must bear: six pages,
up to 1,000 pages, 300 pages in little memory, a folder of 1,000 plans.
"""

import argparse
import io
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP))  # `samples` writes the PDF and the DOCX, wherever this is run from

from rich.console import Console  # noqa: E402 - after the path is set
from rich.table import Table  # noqa: E402
from samples.form_docx import write_docx  # noqa: E402
from samples.form_pdf import FontMissing, write_pdf  # noqa: E402
from samples.parts import read_parts  # noqa: E402

from loa.reading import read, read_text  # noqa: E402
from loa.reading.extract import extract  # noqa: E402

SAMPLE = TOP / "samples" / "open" / "01-province-attributes-annex" / "plan.txt"
PAGES = 6
"""The pages of the sample plan in print."""
AIM_TEXT_MS, AIM_MEMORY_MB, AIM_DOUBLING = 30.0, 200.0, 2.4

Result = tuple[str, str, str, str]


def best_of(times: int, work: Callable[[], object]) -> float:
    """The least seconds of several runs: the one that other work on the machine disturbed least."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def text_of_pages(pages: int) -> str:
    """A plan of about so many pages: head and tail of the sample, the lines of its body over and over."""
    text = SAMPLE.read_text(encoding="utf-8")
    lines = text.split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("I. "))
    last = next(i for i, line in enumerate(lines) if line.startswith("Nơi nhận"))
    wanted = len(text) * pages / PAGES - len("\n".join([*lines[:first], *lines[last:]]))
    body: list[str] = []
    for line in itertools.cycle(lines[first:last]):
        if wanted <= 0:
            break
        body.append(line)
        wanted -= len(line) + 1
    return "\n".join([*lines[:first], *body, *lines[last:]])


def forms(folder: Path) -> Iterator[Path]:
    """The sample plan as PDF and DOCX; no PDF where its font is not installed."""
    parts = read_parts(SAMPLE)
    pdf, docx = folder / "plan.pdf", folder / "plan.docx"
    try:
        write_pdf(parts, pdf)
        yield pdf
    except FontMissing:
        print("PDF is left out: Liberation Serif 2 is not installed (Debian: fonts-liberation2)", file=sys.stderr)
    write_docx(parts, docx)
    yield docx


def long_pdf(pdf: Path, pages: int) -> bytes:
    """A PDF of so many pages, the pages of another one over and over."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - has no type information; only this needs it

    source, target = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    while len(target) < pages:
        target.import_pages(source, list(range(min(len(source), pages - len(target)))))
    out = io.BytesIO()
    target.save(out)
    target.close()
    source.close()
    return out.getvalue()


def time_of_text() -> Iterator[Result]:
    """How long understanding takes, extraction being next to nothing for plain text."""
    text = SAMPLE.read_text(encoding="utf-8")
    read_text(text)
    milliseconds = 1000 * best_of(15, lambda: read_text(text))
    yield (
        "text to structure, six pages",
        f"{milliseconds:.1f} ms",
        f"{milliseconds / AIM_TEXT_MS:.2f} of {AIM_TEXT_MS:.0f} ms",
        verdict(milliseconds <= AIM_TEXT_MS),
    )


def share_of_extraction(files: list[Path]) -> Iterator[Result]:
    """What understanding costs, compared with getting the text out of the file."""
    for path in files:
        data = path.read_bytes()
        read(data)
        alone = best_of(9, lambda data=data: extract(data))  # type: ignore[misc]  # bound at once, called at once
        whole = best_of(9, lambda data=data: read(data))  # type: ignore[misc]  # bound at once, called at once
        ratio = (whole - alone) / alone
        yield (
            f"understanding / extraction, {path.suffix[1:].upper()}",
            f"{1000 * (whole - alone):.1f} / {1000 * alone:.1f} ms",
            f"{ratio:.2f}, at most 1",
            verdict(ratio <= 1),
        )


def doubling(name: str, pages: list[int], work: Callable[[int], Callable[[], object]]) -> Iterator[Result]:
    """How much longer documents of twice the pages take; `work` makes the reading of so many pages.

    Where the count is not quite twice the one before, the ratio is corrected.
    """
    before, fewer = 0.0, 0
    for count in pages:
        seconds = best_of(2 if count > 200 else 5, work(count))
        ratio = 2 * (seconds / before) * (fewer / count) if before else 0.0
        yield (
            f"{name}, {count} pages",
            f"{seconds:.2f} s",
            f"{ratio:.2f}, at most {AIM_DOUBLING}" if before else "",
            verdict(ratio <= AIM_DOUBLING) if before else "",
        )
        before, fewer = seconds, count


def text_reader(pages: int) -> Callable[[], object]:
    """The reading of a plain text of so many pages."""
    text = text_of_pages(pages)
    return lambda: read_text(text)


def pdf_reader(pdf: Path) -> Callable[[int], Callable[[], object]]:
    """Makes the reading of PDF files with the pages of `pdf`."""

    def prepared(pages: int) -> Callable[[], object]:
        data = long_pdf(pdf, pages)
        return lambda: read(data)

    return prepared


COMMAND = "from loa.cli import app; app()"
MEASURE = """
import resource, sys
from pathlib import Path
from loa.reading import read
read(Path(sys.argv[1]))
status = Path("/proc/self/status")
if status.exists():  # what `resource` tells on Linux counts the process that started this one
    print(next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) * 1024)
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""


def peak_memory(files: list[Path], pages: int, folder: Path) -> Iterator[Result]:
    """The most memory a process takes that reads one long document, in megabytes of 1024 x 1024 bytes."""
    if sys.platform == "win32":
        return
    documents = [folder / "long.txt", folder / "long.docx"]
    documents[0].write_text(text_of_pages(pages), encoding="utf-8")
    write_docx(read_parts(SAMPLE) * (pages // PAGES), documents[1])
    for path in files:
        if path.suffix == ".pdf":
            documents.append(folder / "long.pdf")
            documents[-1].write_bytes(long_pdf(path, pages))
    for document in documents:
        done = subprocess.run([sys.executable, "-c", MEASURE, str(document)], capture_output=True, check=True)
        megabytes = int(done.stdout) / 1024 / 1024
        yield (
            f"peak memory, {pages} pages, {document.suffix[1:].upper()}",
            f"{megabytes:.0f} MB",
            f"{megabytes / AIM_MEMORY_MB:.2f} of {AIM_MEMORY_MB:.0f} MB",
            verdict(megabytes <= AIM_MEMORY_MB),
        )


def folder_of_plans(files: list[Path], count: int, folder: Path) -> Iterator[Result]:
    """How much sooner a folder is read with all cores than with one."""
    plans = folder / "plans"
    plans.mkdir()
    sources = [*files, SAMPLE]
    for number in range(count):
        source = sources[number % len(sources)]
        shutil.copy(source, plans / f"{number:04d}{source.suffix}")
    cores = os.cpu_count() or 1
    taken = {}
    for jobs in (1, cores):
        out = folder / f"out-{jobs}"
        command = [sys.executable, "-c", COMMAND, "read", str(plans), "--format", "json", "--out", str(out)]
        start = time.perf_counter()
        subprocess.run([*command, "--jobs", str(jobs)], check=True, capture_output=True)
        taken[jobs] = time.perf_counter() - start
        written = len(list(out.rglob("*.json")))
        if written != count:
            raise SystemExit(f"{written} of {count} plans were written")
    gain = taken[1] / taken[cores]
    yield (
        f"folder of {count} plans, {cores} cores",
        f"{taken[1]:.1f} / {taken[cores]:.1f} s",
        f"{gain:.2f} times as fast as one core",
        verdict(gain >= 0.7 * cores),
    )


def verdict(reached: bool) -> str:
    """Whether an aim is reached, in a word."""
    return "reached" if reached else "MISSED"


def measured(*, quick: bool) -> Iterator[Result]:
    """All results, as they come."""
    series = [16, 32, 63, 125] if quick else [16, 32, 63, 125, 250, 500, 1000]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        files = list(forms(folder))
        yield from time_of_text()
        yield from share_of_extraction(files)
        yield from doubling("text", series, text_reader)
        for path in files:
            if path.suffix == ".pdf":
                yield from doubling("PDF", series, pdf_reader(path))
        yield from peak_memory(files, 300, folder)
        yield from folder_of_plans(files, 60 if quick else 1_000, folder)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="smaller series, for a look")
    table = Table("measured", "time or size", "ratio", "aim")
    console = Console()
    with console.status("measuring"):
        for result in measured(quick=parser.parse_args().quick):
            table.add_row(*result)
            console.print(*(part for part in result if part), sep="  ·  ")
    console.print(table)


if __name__ == "__main__":
    main()
