"""`loa standing`: counters, proved against what they count."""

from typing import TYPE_CHECKING, Annotated

import typer

from loa.cli.commands import LoaCommand, LoaGroup
from loa.cli.language import in_words, system_language
from loa.cli.system import refuse_until_migrated, set_up
from loa.cli.voice import Failure, Voice
from loa.reading.errors import Message

if TYPE_CHECKING:
    from loa.monitoring.actions.recomputing import Differences

__all__ = ["HELP", "app"]

HELP = in_words("Kiểm tra tình trạng thực hiện.", "Prove how duties stand.")
_RECOMPUTE = in_words(
    "Đối chiếu lại mọi minh chứng và đếm lại mọi số liệu từ dữ liệu gốc; sửa chỗ sai lệch.",
    "Match all evidence and count every figure anew from the rows themselves; put right what differs.",
)

app = typer.Typer(cls=LoaGroup, no_args_is_help=True, help=HELP, pretty_exceptions_enable=False)


@app.callback()
def _standing() -> None:
    """Stands before the subcommands."""


@app.command("recompute", cls=LoaCommand, help=_RECOMPUTE)
def recompute_command(
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help=in_words(
                "Chỉ so sánh, không ghi; kết thúc với mã 1 nếu có sai lệch.",
                "Only compare and write nothing; end with 1 where anything differs.",
            ),
        ),
    ] = False,
) -> None:
    """Works out every match and counter anew. Ends with 1 where `--check` finds a difference."""
    set_up()
    refuse_until_migrated()
    from loa.monitoring.actions.recomputing import recompute  # Django is set up only now

    voice = Voice(system_language())
    found = recompute(check=check)
    for line in found.listed:
        typer.echo(line)
    if found and check:
        told = _told(found)
        raise Failure(f"Số liệu KHÔNG khớp: {told.vi}.", f"Figures do NOT agree: {told.en}.", exit_code=1)
    voice.say(_sentence(found))


def _sentence(found: "Differences") -> Message:
    seen = Message(
        f"Đã xem {found.pieces} minh chứng, {found.counters} số đếm",
        f"Looked at {found.pieces} pieces of evidence and {found.counters} counters",
    )
    if not found:
        return Message(f"{seen.vi}: khớp.", f"{seen.en}: they agree.")
    told = _told(found)
    return Message(f"{seen.vi}; đã sửa {told.vi}.", f"{seen.en}; put right {told.en}.")


def _told(found: "Differences") -> Message:
    return Message(
        f"{found.matches} kết quả đối chiếu, {found.tallies} số đếm của đơn vị, {found.branches} số đếm của địa bàn",
        f"{found.matches} matches, {found.tallies} counters of agencies, {found.branches} counters of branches",
    )
