"""The command `loa`."""

from typing import Annotated

import typer

from loa import __version__
from loa.cli import audit, demo, doctor, init, ledger, read, serve, shapes, standing, worker
from loa.cli.commands import LoaCommand, LoaGroup
from loa.cli.language import in_words

__all__ = ["app"]

app = typer.Typer(
    cls=LoaGroup,
    no_args_is_help=True,
    options_metavar=in_words("[TÙY CHỌN]", "[OPTIONS]"),
    subcommand_metavar=in_words("LỆNH …", "COMMAND …"),
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=in_words(
        "Loa đọc kế hoạch tuyên truyền cải cách hành chính và cho biết ai phải làm gì, khi nào, đã làm đến đâu.",
        "Loa reads administrative-reform communication plans and tells who must do what, when, and what was done.",
    ),
)
_OPTIONS = in_words("[TÙY CHỌN]", "[OPTIONS]")
app.command("read", cls=LoaCommand, help=read.HELP, no_args_is_help=True, options_metavar=_OPTIONS)(read.read_command)
app.command("init", cls=LoaCommand, help=init.HELP, options_metavar=_OPTIONS)(init.init_command)
app.command("serve", cls=LoaCommand, help=serve.HELP, options_metavar=_OPTIONS)(serve.serve_command)
app.command("worker", cls=LoaCommand, help=worker.HELP, options_metavar=_OPTIONS)(worker.worker_command)
app.command("doctor", cls=LoaCommand, help=doctor.HELP, options_metavar=_OPTIONS)(doctor.doctor_command)
app.add_typer(audit.app, name="audit")
app.add_typer(standing.app, name="standing")
app.add_typer(ledger.app, name="ledger")
app.command("map", cls=LoaCommand, help=shapes.HELP, no_args_is_help=True, options_metavar=_OPTIONS)(shapes.map_command)
app.command("demo", cls=LoaCommand, help=demo.HELP, options_metavar=_OPTIONS)(demo.demo_command)


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"loa {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_tell_version,
            is_eager=True,
            help=in_words("Cho biết phiên bản.", "Tell the version."),
        ),
    ] = False,
) -> None:
    """The options before a command."""
