"""What goes on in the process that does tasks. It is a fresh one: nothing here may need Django before it is set up."""

import os
import signal
import threading
import traceback
from multiprocessing.connection import Connection
from typing import Any

__all__ = ["perform", "work"]


def work(orders: Connection, line: Connection) -> None:
    """Does what comes through `orders` until its worker is gone, which the end of `line` tells even in mid-task."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the worker decides
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with_worker, args=(line,), daemon=True).start()
    import django  # noqa: PLC0415  # this process begins without it

    django.setup()
    while True:
        try:
            task = orders.recv()
        except EOFError:
            return
        orders.send(perform(task))


def _end_with_worker(line: Connection) -> None:
    try:
        line.recv()
    except (EOFError, OSError):
        os._exit(1)


def perform(task: dict[str, Any]) -> tuple[bool, Any]:
    """Does the task, and tells whether it went well with its result, or what went wrong."""
    from django.utils.module_loading import import_string  # noqa: PLC0415  # not before Django is set up

    from loa.audit.acting import acting  # noqa: PLC0415  # as above

    _let_go_of_old_connections()
    try:
        func = import_string(task["func"]) if isinstance(task["func"], str) else task["func"]
        with acting(request_id=f"task-{task['id']}"):
            return True, _plain(func(*task.get("args", ()), **task.get("kwargs", {})))
    except Exception:  # noqa: BLE001  # whatever it is, it is told and tried again
        return False, traceback.format_exc()
    finally:
        _let_go_of_old_connections()


def _let_go_of_old_connections() -> None:
    """As at the ends of a request. A transaction that is open belongs to whoever does tasks within it."""
    from django import db  # noqa: PLC0415  # not before Django is set up

    for connection in db.connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _plain(result: Any) -> Any:
    """What can be kept in any case; of other results, their words."""
    return result if isinstance(result, str | int | float | bool | None) else str(result)
