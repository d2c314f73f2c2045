"""`loa ledger`: ledgers verified on any machine, and written on the machine of an installation."""

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from loa.cli.commands import LoaCommand, LoaGroup
from loa.cli.language import in_words, system_language
from loa.cli.system import refuse_until_migrated, set_up
from loa.cli.voice import Failure, Voice
from loa.reading.errors import Message

if TYPE_CHECKING:
    from datetime import date

    from loa.monitoring.ledger import Checked, Fault
    from loa.organizations.models import Agency

__all__ = ["HELP", "app"]

HELP = in_words("Sổ chứng thực: xuất và kiểm chứng.", "Ledgers: written and verified.")
_VERIFY = in_words(
    "Kiểm chứng một tệp sổ chứng thực trên máy bất kỳ, không cần cơ sở dữ liệu: từng byte, chữ ký và mọi con số.",
    "Verify the file of a ledger on any machine, without a database: every byte, the signature and all figures.",
)
_EXPORT = in_words(
    "Xuất sổ chứng thực của một cơ quan và các đơn vị trực thuộc thành một tệp có chữ ký.",
    "Write the ledger of an agency and those under it as one signed file.",
)
_FAULTS = {
    "short": Message("tệp bị cắt hoặc không phải sổ chứng thực", "the file is cut off, or no ledger"),
    "seal": Message("dấu niêm ở cuối tệp bị sửa hoặc bị cắt", "the seal at the end was changed or cut off"),
    "index": Message("bảng kê các phần bị sửa", "the index of the parts was changed"),
    "signature": Message("chữ ký không đúng", "the signature is not good"),
    "key": Message("do khóa khác ký, không phải khóa mong đợi", "signed by another key than was expected"),
    "part": Message("nội dung bị sửa", "bytes were changed"),
    "length": Message("tệp bị chèn thêm hoặc bị cắt bớt", "something was put in or taken out"),
    "row": Message("dòng không hiểu được", "a row that cannot be understood"),
    "order": Message("dòng không theo thứ tự", "out of order"),
    "unknown": Message("nhắc tới thứ không có trong sổ", "names what is not in the ledger"),
    "count": Message("số dòng không khớp", "the numbers of rows differ"),
    "tally": Message("con số không bằng tổng các minh chứng", "figures are not what the evidence comes to"),
    "standing": Message("tình trạng thực hiện không đúng", "the standing is not what the figures come to"),
    "withdrawn": Message("tính cả minh chứng đã rút", "counts evidence that was withdrawn"),
    "different": Message("không khớp với bản ghi gốc", "differs from what it names"),
}

app = typer.Typer(cls=LoaGroup, no_args_is_help=True, help=HELP, pretty_exceptions_enable=False)


@app.callback()
def _ledger() -> None:
    """Stands before the subcommands."""


@app.command("verify", cls=LoaCommand, help=_VERIFY, no_args_is_help=True)
def verify_command(
    file: Annotated[
        Path, typer.Argument(metavar=in_words("TỆP", "FILE"), help=in_words("Tệp sổ chứng thực.", "The ledger."))
    ],
    key: Annotated[
        str,
        typer.Option(
            "--key",
            metavar=in_words("KHÓA", "KEY"),
            help=in_words("Khóa công khai mong đợi, 64 ký số.", "The public key that is expected, 64 digits."),
        ),
    ] = "",
) -> None:
    """Ends with 1 where anything is wrong."""
    from loa.monitoring.ledger import verify  # needs Django's classes, but neither settings nor a database

    voice = Voice(system_language())
    try:
        with file.open("rb") as opened:
            checked = verify(opened, key=key)
    except OSError as problem:
        raise Failure(
            f"Không đọc được tệp: {problem.strerror}.", f"The file cannot be read: {problem.strerror}."
        ) from None
    for fault in checked.faults:
        voice.warn(_told(fault))
    if checked.faults:
        raise Failure("Sổ chứng thực KHÔNG nguyên vẹn.", "The ledger is NOT whole.", exit_code=1)
    _praise(checked, voice, compared=bool(key))


def _told(fault: "Fault") -> Message:
    words, more = _FAULTS[fault.code], f" ({fault.told})" if fault.values else ""
    return Message(f"{fault.at}: {words.vi}{more}.", f"{fault.at}: {words.en}{more}.")


def _praise(checked: "Checked", voice: Voice, *, compared: bool) -> None:
    head = checked.head
    of, span = head["agency"]["name"], f"{head['from']} – {head['to']}"
    voice.say(Message(f"Sổ chứng thực nguyên vẹn: {of}, {span}.", f"The ledger is whole: {of}, {span}."))
    for name, number in checked.counts.items():
        typer.echo(f"{name}: {number}")
    for name, number in sorted(checked.standings.items()):
        typer.echo(f"standing {name}: {number}")
    typer.echo(f"audit: {head['audit']['number']}:{head['audit']['hash']}")
    typer.echo(f"key: {checked.key}")
    if not compared:
        voice.say(
            Message(
                "Hãy so khóa trên với khóa mà cơ quan công bố, hoặc chạy lại với --key.",
                "Compare this key with the one the agency publishes, or run again with --key.",
            )
        )


@app.command("export", cls=LoaCommand, help=_EXPORT, no_args_is_help=True)
def export_command(
    agency: Annotated[
        str,
        typer.Option("--agency", help=in_words("Khóa hoặc mã của cơ quan.", "The key or the code of the agency.")),
    ],
    first: Annotated[
        datetime, typer.Option("--from", formats=["%Y-%m-%d"], help=in_words("Ngày đầu.", "The first day."))
    ],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help=in_words("Ngày cuối.", "The last day."))],
    output: Annotated[Path, typer.Option("--output", "-o", help=in_words("Tệp kết quả.", "The file to write."))],
) -> None:
    """Writes it beside and moves it into its place when it has been verified."""
    set_up()
    refuse_until_migrated()
    fresh = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        _write(_agency(agency), first.date(), last.date(), fresh)
        fresh.replace(output)
    except OSError as problem:
        raise Failure(
            f"Không ghi được tệp: {problem.strerror}.", f"The file cannot be written: {problem.strerror}."
        ) from None
    finally:
        fresh.unlink(missing_ok=True)


def _agency(given: str) -> "Agency":
    from uuid import UUID

    from loa.organizations.models import Agency

    try:
        found = Agency.objects.filter(key=UUID(given)).first()
    except ValueError:
        found = Agency.objects.filter(designations__code=given).order_by("-designations__valid_from").first()
    if found is None:
        raise Failure(f"Không có cơ quan nào là “{given}”.", f"There is no agency “{given}”.")
    return found


def _write(agency: "Agency", first: "date", last: "date", file: Path) -> None:
    from django.db import transaction
    from django.utils import timezone

    from loa.audit.actions import record
    from loa.monitoring.actions.ledger import signer, write_ledger
    from loa.monitoring.ledger import verify
    from loa.monitoring.queries.ledger import Span

    voice = Voice(system_language())
    by = signer()
    with file.open("w+b") as opened:
        write_ledger(opened, Span(agency, first, last, timezone.localdate()), by)
        checked = verify(opened, key=by.public)
    if checked.faults:
        for fault in checked.faults:
            voice.warn(_told(fault))
        raise Failure(
            "Bộ đếm không khớp với minh chứng. Chạy: loa standing recompute, rồi xuất lại.",
            "The counters do not agree with the evidence. Run: loa standing recompute, then export again.",
            exit_code=1,
        )
    with transaction.atomic():
        record("ledger.export", agency, by=None, agency_id=agency.pk, after={"first_day": first, "last_day": last})
    _praise(checked, voice, compared=True)
