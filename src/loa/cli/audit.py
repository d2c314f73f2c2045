"""`loa audit`: the trail from outside."""

from typing import Annotated

import typer

from loa.cli.commands import LoaCommand, LoaGroup
from loa.cli.language import in_words, system_language
from loa.cli.system import refuse_until_migrated, set_up
from loa.cli.voice import Failure, Voice
from loa.reading.errors import Message

__all__ = ["HELP", "app"]

HELP = in_words("Kiểm chứng nhật ký hệ thống.", "Prove the audit trail.")
_VERIFY = in_words(
    "Tìm mọi dòng nhật ký bị sửa, xóa, chèn hoặc cắt bớt; in dấu cuối để cất giữ nơi khác.",
    "Find every row of the trail that was changed, removed, put in or cut off; print its end, to be kept elsewhere.",
)
_PROBLEMS = {
    "gap": Message("thiếu dòng ở ngay trước dòng này", "rows are missing before this one"),
    "chain": Message("không nối đúng với dòng trước", "it does not follow from the row before"),
    "changed": Message("nội dung đã bị sửa", "its content was changed"),
    "end": Message("phần cuối bị cắt hoặc bị thêm", "the end was cut off or added to"),
    "expected": Message("không còn như dấu đã cất giữ", "it is no longer as it was kept"),
}

app = typer.Typer(cls=LoaGroup, no_args_is_help=True, help=HELP, pretty_exceptions_enable=False)


@app.callback()
def _audit() -> None:
    """Stands before the subcommands."""


@app.command("verify", cls=LoaCommand, help=_VERIFY)
def verify_command(
    expect: Annotated[
        str | None,
        typer.Option(
            "--expect",
            metavar=in_words("SỐ:DẤU", "NUMBER:HASH"),
            help=in_words("Dấu cuối đã cất giữ lần trước.", "The end as it was kept before."),
        ),
    ] = None,
) -> None:
    """Goes through the whole trail. Ends with 1 where it is not whole."""
    set_up()
    refuse_until_migrated()
    from loa.audit.actions import Kept, kept_head, verify  # Django is set up only now

    voice = Voice(system_language())
    try:
        kept = Kept.of(expect) if expect else None
    except ValueError:
        raise Failure(
            "Dấu phải có dạng SỐ:DẤU, như lệnh này đã in.", "Give NUMBER:HASH as this command printed it."
        ) from None
    count = 0
    for found in verify(kept):
        count += 1
        told = _PROBLEMS[found.problem]
        voice.warn(Message(f"Dòng {found.number}: {told.vi}.", f"Row {found.number}: {told.en}."))
    if count:
        raise Failure(
            f"Nhật ký KHÔNG nguyên vẹn: {count} chỗ.", f"The trail is NOT whole: {count} places.", exit_code=1
        )
    head = kept_head()
    voice.say(
        Message(
            f"Nhật ký nguyên vẹn, {head.number} dòng. Dấu cuối để cất giữ:",
            f"The trail is whole, {head.number} rows. Its end, to keep:",
        )
    )
    typer.echo(str(head))
