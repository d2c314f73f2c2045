"""`loa serve`: the running system."""

from contextlib import nullcontext
from typing import Annotated

import typer

from loa.cli.language import in_words, system_language
from loa.cli.system import refuse_until_migrated, set_up
from loa.cli.voice import Failure, Voice
from loa.reading.errors import Message

__all__ = ["HELP", "run_server", "serve_command"]

HELP = in_words(
    "Chạy hệ thống: máy chủ web và một tiến trình làm việc nền. Dừng bằng Ctrl-C.",
    "Run the system: the web server with a worker beside it. Ctrl-C stops it.",
)


_NO_WORKER = in_words(
    "Không kèm tiến trình làm việc nền (chạy riêng: loa worker).", "Without a worker beside it (run `loa worker`)."
)
_MIGRATE = in_words("Cập nhật cơ sở dữ liệu trước.", "Bring the database up to date first.")


def serve_command(
    host: Annotated[
        str, typer.Option("--host", help=in_words("Địa chỉ lắng nghe.", "Address to listen at."))
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", min=1, max=65535, help=in_words("Cổng.", "Port."))] = 8000,
    workers: Annotated[
        int, typer.Option("--workers", min=1, help=in_words("Số tiến trình web.", "Web processes."))
    ] = 1,
    no_worker: Annotated[bool, typer.Option("--no-worker", help=_NO_WORKER)] = False,
    migrate: Annotated[bool, typer.Option("--migrate", help=_MIGRATE)] = False,
) -> None:
    """Runs the system; see `HELP` for what users are told."""
    set_up()
    refuse_until_migrated(migrate=migrate)
    where = f"http://{host}:{port}"
    told = Message(f"Loa chạy tại {where} – dừng bằng Ctrl-C.", f"Loa runs at {where} – Ctrl-C stops it.")
    Voice(system_language()).say(told)
    run_server(host, port, workers=workers, worker=not no_worker)


def run_server(host: str, port: int, *, workers: int = 1, worker: bool = True) -> None:
    """Serves until asked to stop. Raises Failure where the address is taken."""
    from loa.project.installing import collect_static  # Django is set up only now
    from loa.project.serving import address_is_free, serve, worker_beside

    if not address_is_free(host, port):
        raise Failure(
            f"Không mở được {host}:{port}: có thể chương trình khác đang dùng. Chọn cổng khác bằng --port.",
            f"{host}:{port} cannot be opened: another program may be using it. Choose another with --port.",
            exit_code=1,
        )
    collect_static()
    with worker_beside() if worker else nullcontext():
        serve(host, port, workers=workers)
