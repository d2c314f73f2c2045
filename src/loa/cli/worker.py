"""`loa worker`: does what waits in the queue and what comes back by the clock."""

import os
import sys
import threading
from collections.abc import Callable
from typing import Annotated

import typer

from loa.cli.language import in_words
from loa.cli.system import refuse_until_migrated, set_up

__all__ = ["HELP", "worker_command"]

HELP = in_words(
    "Làm các việc trong hàng đợi và việc định kỳ. Chạy bao nhiêu tiến trình cũng được, trên nhiều máy cũng được.",
    "Do what waits in the queue, and periodic work. Any number of workers may run, on several machines too.",
)


def worker_command(
    at_once: Annotated[
        int | None,
        typer.Option(
            "--at-once",
            min=1,
            help=in_words(
                "Số việc làm cùng lúc (mặc định: LOA_TASKS_AT_ONCE).",
                "Tasks at the same time (else LOA_TASKS_AT_ONCE).",
            ),
        ),
    ] = None,
    until_idle: Annotated[
        bool, typer.Option("--until-idle", help=in_words("Dừng khi hết việc.", "Stop once nothing is due."))
    ] = False,
    below: Annotated[bool, typer.Option("--below", hidden=True)] = False,
) -> None:
    """Runs the worker; see `HELP` for what users are told."""
    set_up()
    refuse_until_migrated()
    from loa.project.periodic import sync_schedules  # Django is set up only now
    from loa.project.settings import LOA
    from loa.project.work.worker import Worker

    sync_schedules()
    worker = Worker(at_once or LOA.tasks_at_once, idle_end=until_idle)
    worker.listen_to_signals()
    if below:
        threading.Thread(target=_stop_with_parent, args=(worker.stop,), daemon=True).start()
    worker.run()


def _stop_with_parent(stop: Callable[[], None]) -> None:
    """The server that began this worker holds the other end of its input: when that ends, so does the worker."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stop()
