"""`loa init`: makes an installation ready, or brings it up to a new version."""

from typing import Annotated

import typer

from loa.cli.language import in_words, system_language
from loa.cli.system import set_up
from loa.cli.voice import Failure, Voice
from loa.reading.errors import Message

__all__ = ["HELP", "init_command"]

HELP = in_words(
    "Tạo thư mục dữ liệu, cơ sở dữ liệu và người quản trị đầu tiên. Chạy lại sau mỗi lần nâng cấp.",
    "Make the data folder, the database and the first administrator. Run it again after each upgrade.",
)
_PASSWORD_VARIABLE = "LOA_ADMIN_PASSWORD"  # noqa: S105  # its name, not a password


def init_command(  # noqa: PLR0917  # one for each option of the command
    email: Annotated[
        str | None,
        typer.Option("--email", help=in_words("Thư điện tử của người quản trị.", "The administrator's address.")),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", help=in_words("Họ và tên người quản trị.", "The administrator's full name."))
    ] = None,
    agency: Annotated[
        str | None,
        typer.Option(
            "--agency", help=in_words("Cơ quan đứng đầu, nơi người quản trị làm việc.", "The topmost agency, theirs.")
        ),
    ] = None,
    password: Annotated[
        str | None,
        typer.Option(
            "--password",
            envvar=_PASSWORD_VARIABLE,
            help=in_words("Mật khẩu; nên đặt qua biến môi trường.", "The password; better given by the variable."),
        ),
    ] = None,
    units: Annotated[
        str | None,
        typer.Option(
            "--units",
            metavar=in_words("TỈNH|all", "PROVINCE|all"),
            help=in_words(
                "Nạp cơ quan, đơn vị của một tỉnh, hoặc cả nước.", "Load the agencies of a province, or all."
            ),
        ),
    ] = None,
    no_admin: Annotated[
        bool,
        typer.Option("--no-admin", help=in_words("Không hỏi về người quản trị.", "Do not ask for an administrator.")),
    ] = False,
) -> None:
    """Makes everything ready; see `HELP` for what users are told."""
    voice = Voice(system_language())
    set_up()
    from loa.project.first_administrator import exists_already  # Django is set up only now
    from loa.project.installing import bring_up_to_date, collect_static
    from loa.project.settings import LOA

    bring_up_to_date()
    collect_static()
    voice.say(
        Message(f"Cơ sở dữ liệu và tệp tĩnh đã sẵn sàng ({LOA.home}).", f"Database and files are ready ({LOA.home}).")
    )
    if units:
        _load_units(units, voice)
    if not no_admin and not exists_already():
        _make_administrator(email, name, agency, password, voice)
    voice.say(Message("Tiếp theo: loa doctor, rồi loa serve.", "Next: loa doctor, then loa serve."))


def _load_units(which: str, voice: Voice) -> None:
    from django.utils import timezone  # Django is set up only now

    from loa.organizations.actions.loading import load_units
    from loa.organizations.catalogue import UnknownUnit

    try:
        loaded = load_units(which, by=None, on=timezone.localdate())
    except UnknownUnit:
        raise Failure(
            f"Không có tỉnh nào tên “{which}”. Ghi tên hiện nay, như “Lạng Sơn”, hoặc all.",
            f"No province is called “{which}”. Give its present name, such as “Lạng Sơn”, or all.",
        ) from None
    voice.say(Message(f"Đã nạp {loaded.agencies} cơ quan, đơn vị.", f"{loaded.agencies} agencies were loaded."))


def _make_administrator(
    email: str | None, name: str | None, agency: str | None, password: str | None, voice: Voice
) -> None:
    from django.core.exceptions import ValidationError

    from loa.project.first_administrator import make_administrator

    person = {
        "email": email or typer.prompt(in_words("Thư điện tử của người quản trị", "The administrator's address")),
        "full_name": name or typer.prompt(in_words("Họ và tên", "Full name")),
        "agency": agency or typer.prompt(in_words("Tên cơ quan", "Name of the agency")),
        "password": password
        or typer.prompt(in_words("Mật khẩu", "Password"), hide_input=True, confirmation_prompt=True),
    }
    try:
        made = make_administrator(**person)
    except ValidationError as error:
        told = " ".join(error.messages)
        raise Failure(f"Chưa tạo được người quản trị: {told}", f"The administrator was not made: {told}") from None
    voice.say(Message(f"Đã tạo người quản trị {made.email}.", f"The administrator {made.email} was made."))
