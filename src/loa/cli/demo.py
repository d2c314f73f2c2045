"""`loa demo`: the running system with a province, its people and its plans, as sample data."""

import os
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from loa.cli.demo_loading import folder_held, free_port, load
from loa.cli.demo_round import go_round
from loa.cli.language import in_words, system_language
from loa.cli.serve import run_server
from loa.cli.voice import Voice
from loa.reading.errors import Message

__all__ = ["HELP", "demo_command"]

HELP = in_words(
    "Chạy thử hệ thống với dữ liệu mẫu: một tỉnh khoảng 120 cơ quan, đơn vị và kế hoạch của tỉnh.",
    "Try the running system with sample data: a province of about 120 agencies and its plan.",
)
_HOME = in_words("Thư mục dữ liệu mẫu.", "Folder of the sample data.")
_PORT = in_words("Cổng đầu tiên được thử.", "First port to try.")
_FRESH = in_words("Nạp lại dữ liệu mẫu từ đầu.", "Load the sample data anew.")
_CHECK = in_words(
    "Không chạy máy chủ: nạp, mở mọi trang với mọi vai trò, in kết quả.",
    "Do not stay: load, visit every page as every role, print what was seen.",
)
_OPEN = in_words("Mở trình duyệt.", "Open the browser.")


def demo_command(
    home: Annotated[Path, typer.Option("--home", metavar="DIR", help=_HOME)] = Path("loa-demo"),
    port: Annotated[int, typer.Option("--port", "-p", min=1, max=65535, help=_PORT)] = 8000,
    fresh: Annotated[bool, typer.Option("--fresh", help=_FRESH)] = False,
    check: Annotated[bool, typer.Option("--check", help=_CHECK)] = False,
    open_page: Annotated[bool, typer.Option("--open", help=_OPEN)] = False,
) -> None:
    """Loads the samples once and stays, or goes the round; see `HELP` for what users are told."""
    voice = Voice(system_language())
    free = port if check else free_port(port)
    with folder_held(home) as said:
        _settle(home, free)
        with _sites(home, load(home, voice, fresh=fresh), voice):
            if check:
                go_round()
                return
            address = f"http://127.0.0.1:{free}/"
            said.write_text(address, "utf-8")
            _tell(address, voice)
            if open_page:
                webbrowser.open(address)
            run_server("127.0.0.1", free)


@contextmanager
def _sites(home: Path, port: int, voice: Voice) -> Iterator[None]:
    """Serves the sites that the samples watch; without their port the rest goes on."""
    from loa.project.demo.site import serving  # `loa read` must not wait for a server
    from loa.project.serving import address_is_free

    if address_is_free("127.0.0.1", port):
        with serving(home / "sites", port):
            yield
        return
    voice.say(
        Message(
            f"Cổng {port} đang bận: lúc này các trang mẫu được theo dõi không đọc được. Mọi phần khác vẫn chạy.",
            f"Port {port} is taken: the sample sites that are watched cannot be read now. All else works.",
        )
    )
    yield


def _settle(home: Path, port: int) -> None:
    """The embedded default, whatever installation this machine has otherwise."""
    for name in [
        name for name in os.environ if name.startswith("LOA_") and name not in ("LOA_LANG", "LOA_SYSTEM_PACKAGES")
    ]:
        del os.environ[name]
    os.environ["LOA_HOME"] = str(home.resolve())
    os.environ["LOA_BASE_URL"] = f"http://127.0.0.1:{port}"
    os.environ["LOA_SAMPLE_DATA"] = "true"
    os.environ["LOA_FETCH_PRIVATE"] = "true"  # the sites that are watched stand on this machine
    os.environ["LOA_LOG_LEVEL"] = "WARNING"


def _tell(address: str, voice: Voice) -> None:
    """Where it runs, and one account for each role."""
    from django.utils import translation

    from loa.organizations.enums import Role
    from loa.project.demo.people import PASSWORD, account

    with translation.override(voice.language):
        accounts = "\n".join(f"  {account(role):<34} {role.label}" for role in Role)
    where = in_words("Loa, dữ liệu mẫu:", "Loa with sample data:")
    password = in_words("Mật khẩu của mọi tài khoản:", "Password of every account:")
    stop = in_words("Dừng bằng Ctrl-C.", "Ctrl-C stops it.")
    typer.echo(f"\n{where} {address}\n{password} {PASSWORD}\n\n{accounts}\n\n{stop}")
