"""`loa demo`: reads the project's own sample plans and shows all that Loa makes of them."""

import sys
import webbrowser
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from loa.cli.forms import Form, View, made
from loa.cli.language import in_words, language_of
from loa.cli.outcome import read_file
from loa.cli.results import write_result
from loa.cli.voice import Failure, Voice
from loa.reading import MissingTool, Reading, ReadingError
from loa.reading.errors import Message
from loa.writing.terminal import plan_view, show
from loa.writing.wording import Language

__all__ = ["HELP", "demo_command"]

HELP = in_words(
    "Đọc hai kế hoạch mẫu, cho xem bảng nhiệm vụ, ghi JSON, bảng tính, Akoma Ntoso và trang HTML cạnh nhau.",
    "Read two sample plans, show their obligations, write JSON, a workbook, Akoma Ntoso and an HTML page of each.",
)

_SAMPLES = (("province.docx",), ("commune.pdf", "commune.txt"))
"""The sample plans; where the first file needs a program that is not installed, the next holds the same text."""

_FORMS = (Form.HTML, Form.XLSX, Form.JSON, Form.AKN)
_MARK = ".loa-demo"
"""Tells a folder the demo made, whose files it may write anew."""


def demo_command(
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="DIR", help=in_words("Thư mục ghi kết quả.", "Folder for the results.")),
    ] = Path("demo"),
    open_page: Annotated[
        bool, typer.Option("--open", help=in_words("Mở trang HTML đầu tiên.", "Open the first HTML page."))
    ] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help=in_words("Ghi vào thư mục đã có tệp khác.", "Write into a folder with other files.")
        ),
    ] = False,
    lang: Annotated[
        Literal["vi", "en"] | None,
        typer.Option("--lang", help=in_words("Ngôn ngữ của kết quả.", "Language of the results.")),
    ] = None,
) -> None:
    """Shows the demo; see `HELP` for what users are told."""
    voice = Voice(language_of(lang))
    try:
        folder = _samples()
        _claim(out, force=force)
        pages = [_shown(folder, names, out, voice) for names in _SAMPLES]
    except Failure as failure:
        voice.warn(failure.message)
        raise typer.Exit(failure.exit_code) from None
    except ReadingError as error:
        voice.warn(error.message)
        raise typer.Exit(1) from None
    _conclude(out, pages, voice.language)
    if open_page:
        webbrowser.open(pages[0].resolve().as_uri())


def _samples() -> Path:
    """The folder of the sample plans: inside the installed package, or in the checkout it runs from."""
    package = Path(str(resources.files("loa")))
    for folder in (package / "cli" / "samples", package.parents[1] / "samples" / "demo"):
        if (folder / _SAMPLES[0][0]).is_file():
            return folder
    raise Failure("Bản cài này không kèm kế hoạch mẫu.", "This installation comes without the sample plans.")


def _claim(out: Path, *, force: bool) -> None:
    """Makes the folder and marks it as the demo's. Raises `Failure` when it holds files of someone else."""
    if out.is_dir() and any(out.iterdir()) and not (out / _MARK).exists() and not force:
        raise Failure(
            f"Thư mục “{out}” đã có tệp khác. Chọn thư mục khác bằng --out, hoặc thêm --force.",
            f"“{out}” holds other files. Choose another folder with --out, or add --force.",
        )
    write_result(out / _MARK, b"")


def _shown(folder: Path, names: tuple[str, ...], out: Path, voice: Voice) -> Path:
    """Reads one sample, prints its table and writes all its forms; gives the path of its page."""
    reading = _read_first(folder, names, voice)
    draft = reading.draft
    console = Console()
    console.rule(draft.source.name)
    show(plan_view(draft, voice.language, width=console.width), console)
    stem = Path(names[0]).stem
    for form in _FORMS:
        content = made(reading, form, voice.language, view=View())
        write_result(out / f"{stem}{form.suffix}", content)
    write_result(out / draft.source.name, (folder / draft.source.name).read_bytes())
    return out / f"{stem}{Form.HTML.suffix}"


def _read_first(folder: Path, names: tuple[str, ...], voice: Voice) -> Reading:
    """The plan of the first file that can be read with the programs installed."""
    *scans, last = names
    for name in scans:
        try:
            return read_file(folder / name, name)
        except MissingTool as missing:
            voice.say(missing.message, of=name)
            voice.say(Message(f"Đọc bản chữ của cùng văn bản: {last}.", f"Its text twin is read instead: {last}."))
    return read_file(folder / last, last)


def _conclude(out: Path, pages: list[Path], language: Language) -> None:
    """Tells where everything lies and what to do next."""
    vi = (
        f"\nKết quả ở thư mục {out}: trang HTML, bảng tính XLSX, JSON và Akoma Ntoso của từng kế hoạch.",
        f"  Mở {pages[0]} trong trình duyệt: văn bản bên trái, nhiệm vụ bên phải, bấm ? để xem phím tắt.",
        "  Vì sao đọc như vậy: loa read FILE --explain 3",
        "  Đọc kế hoạch của cơ quan mình: loa read ke-hoach.docx",
    )
    en = (
        f"\nThe results are in {out}: an HTML page, a workbook, JSON and Akoma Ntoso of each plan.",
        f"  Open {pages[0]} in a browser: the document on the left, obligations on the right, ? for the keys.",
        "  Why it is read so: loa read FILE --explain 3",
        "  Read a plan of your own: loa read plan.docx",
    )
    sys.stdout.write("\n".join(vi if language == "vi" else en) + "\n")
