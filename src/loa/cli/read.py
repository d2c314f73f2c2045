"""`loa read`: documents in, plans out, in the form asked for."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from loa.cli.batch import Order, outcomes
from loa.cli.explaining import explain
from loa.cli.forms import Form, View
from loa.cli.gathering import Found, gather
from loa.cli.language import in_words, language_of
from loa.cli.outcome import Outcome
from loa.cli.results import ensure_free, result_names, write_result, write_standard_output
from loa.cli.tally import Tally
from loa.cli.voice import Failure, Voice, harmless
from loa.reading.extraction import Limits

__all__ = ["HELP", "read_command"]

HELP = in_words(
    """Đọc văn bản kế hoạch thành các nhiệm vụ: ai chủ trì, làm gì, bao lâu một lần, bao nhiêu, trước ngày nào.

    Ví dụ:

    loa read ke-hoach.docx — xem bảng nhiệm vụ trên màn hình

    loa read ke-hoach.pdf --explain 3 — vì sao nhiệm vụ 3 được đọc như vậy

    loa read ke-hoach.docx --format json > ke-hoach.json — cho phần mềm khác

    loa read thu-muc/ --format xlsx --out ket-qua — cả thư mục, mỗi kế hoạch một bảng tính

    Đọc được DOCX, DOC, ODT, RTF, PDF, bản quét, HTML, TXT, Markdown và ZIP của các tệp ấy.
    Kết quả ra đầu ra chuẩn, thông báo ra luồng lỗi; mã thoát khác 0 khi có tệp không đọc được.
    """,
    """Read plan documents into obligations: who leads, what, how often, how many, by when.

    Examples:

    loa read plan.docx — the table of obligations on the screen

    loa read plan.pdf --explain 3 — why obligation 3 is read as it is

    loa read plan.docx --format json > plan.json — for other programs

    loa read folder/ --format xlsx --out results — a whole folder, a workbook for each plan

    Reads DOCX, DOC, ODT, RTF, PDF, scans, HTML, TXT, Markdown, and ZIP files of these.
    Results go to standard output, messages to standard error; the exit code is not 0 when a file could not be read.
    """,
)


def read_command(  # noqa: PLR0913, PLR0917 - one for each option of the command
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help=in_words(
                "Tệp kế hoạch, thư mục hoặc tệp ZIP; dấu - là đầu vào chuẩn.",
                "Plan documents, folders or ZIP files; - is standard input.",
            ),
            show_default=False,
        ),
    ],
    form: Annotated[
        Form, typer.Option("--format", "-f", help=in_words("Dạng kết quả.", "The form of the result."))
    ] = Form.TABLE,
    as_page: Annotated[
        bool, typer.Option("--html", help=in_words("Như --format html.", "The same as --format html."))
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="DIR",
            help=in_words("Thư mục ghi kết quả, mỗi văn bản một tệp.", "A folder for the results, one file each."),
        ),
    ] = None,
    explain_number: Annotated[
        int | None,
        typer.Option(
            "--explain",
            metavar="N",
            help=in_words(
                "Cho xem mọi quy tắc đã dùng cho nhiệm vụ thứ N và từ ngữ khớp.",
                "Show every rule that fired for obligation N and the words it matched.",
            ),
        ),
    ] = None,
    by_agency: Annotated[
        bool,
        typer.Option(
            "--by-agency", help=in_words("Xếp bảng theo cơ quan chủ trì.", "Group the table by leading body.")
        ),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            min=1,
            metavar="N",
            help=in_words("Số tiến trình đọc cùng lúc (mặc định: mọi nhân).", "Processes to use (default: all cores)."),
        ),
    ] = None,
    seconds: Annotated[
        float,
        typer.Option(
            "--seconds",
            min=1,
            help=in_words("Thời gian tối đa cho một tệp, tính bằng giây.", "The most time for one file, in seconds."),
        ),
    ] = Limits().seconds,
    force: Annotated[
        bool,
        typer.Option("--force", help=in_words("Ghi đè kết quả đã có.", "Overwrite results that are there already.")),
    ] = False,
    lang: Annotated[
        Literal["vi", "en"] | None,
        typer.Option(
            "--lang", help=in_words("Ngôn ngữ của kết quả và thông báo.", "Language of results and messages.")
        ),
    ] = None,
) -> None:
    """Reads documents and gives them out; see `HELP` for what users are told."""
    voice = Voice(language_of(lang))
    wanted = Form.HTML if as_page else form
    order = Order(wanted, out, force, jobs or _cores(), seconds, _view(out, by_agency=by_agency))
    try:
        if explain_number is not None:
            explain(files, explain_number, seconds, voice.language)
            return
        failed = _read_all(files, order, voice)
    except Failure as failure:  # said here, in the language of --lang
        voice.warn(failure.message)
        raise typer.Exit(failure.exit_code) from None
    raise typer.Exit(1 if failed else 0)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _view(out: Path | None, *, by_agency: bool) -> View:
    """As wide as the terminal; in colours only where a person looks on."""
    console = Console()
    on_terminal = out is None and console.is_terminal
    return View(
        console.width if on_terminal else 100,
        colours=on_terminal and console.color_system is not None,
        by_agency=by_agency,
    )


def _read_all(files: list[Path], order: Order, voice: Voice) -> int:
    """Reads everything and gives the number of documents that could not be read."""
    with tempfile.TemporaryDirectory(prefix="loa-", ignore_cleanup_errors=True) as unpacked:
        found = gather(files, Path(unpacked))
        if not found:
            raise Failure("Không có văn bản nào để đọc.", "There is no document to read.")
        _check_form(found, order)
        results = _result_paths(found, order)
        ensure_free(results, force=order.force)
        tally = Tally(voice, many=len(found) > 1, form=order.form)
        for number, outcome in outcomes(found, order, voice):
            tally.count(found[number].name, outcome)
            _give_out(found[number], outcome, results[number] if results else None, order, many=len(found) > 1)
        tally.sum_up(order.out)
        return tally.failed


def _check_form(found: list[Found], order: Order) -> None:
    if order.out is not None:
        return
    if len(found) > 1 and order.form is not Form.TABLE:
        raise Failure(
            f"Có {len(found)} văn bản: thêm --out THƯ_MỤC để ghi mỗi văn bản một tệp {order.form.value}.",
            f"There are {len(found)} documents: add --out DIR to write one {order.form.value} file for each.",
        )
    if order.form is Form.XLSX and sys.stdout.isatty():
        raise Failure(
            "Bảng tính không hiện được trên màn hình lệnh: thêm --out THƯ_MỤC hoặc chuyển hướng vào tệp.",
            "A workbook cannot be shown in a terminal: add --out DIR or redirect it to a file.",
        )


def _result_paths(found: list[Found], order: Order) -> list[Path]:
    if order.out is None:
        return []
    return [order.out / name for name in result_names((document.name for document in found), order.form.suffix)]


def _give_out(document: Found, outcome: Outcome, result: Path | None, order: Order, *, many: bool) -> None:
    """Writes the finished bytes: into their file, or to standard output."""
    if outcome.problem:
        return
    if result is not None:
        write_result(result, outcome.content)
    elif order.form is not Form.TABLE:
        write_standard_output(outcome.content)
    elif not outcome.no_plan:
        heading = f"\n{harmless(document.name)}\n" if many else ""
        write_standard_output(heading.encode() + outcome.content)
