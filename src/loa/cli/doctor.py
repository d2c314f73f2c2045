"""`loa doctor`: looks the installation over and says what to do."""

import typer
from rich.console import Console
from rich.text import Text

from loa.cli.language import in_words, system_language
from loa.cli.system import set_up
from loa.writing.wording import message_text

__all__ = ["HELP", "doctor_command"]

HELP = in_words(
    "Kiểm tra cơ sở dữ liệu, kho tệp, thư, đồng hồ, phiên bản, tiến trình nền và bảo mật; nói cần làm gì.",
    "Check database, files, mail, clock, versions, worker and security, and say what to do.",
)
_SIGNS = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "fail": ("✗", "red")}


def doctor_command() -> None:
    """Looks at everything. Ends with 1 where something does not work."""
    set_up()
    from loa.project.checkup import Level, findings  # Django is set up only now

    language = system_language()
    console = Console(soft_wrap=True, highlight=False)
    worst = Level.OK
    for finding in findings():
        sign, style = _SIGNS[finding.level]
        line = Text(
            f"{sign} {message_text(finding.of, language):<20} {finding.told}", style="" if sign == "✓" else style
        )
        console.print(line)
        if finding.to_do:
            console.print(Text(f"    → {message_text(finding.to_do, language)}", style=style))
        worst = Level.FAIL if Level.FAIL in (worst, finding.level) else worst
    if worst is Level.FAIL:
        raise typer.Exit(1)
