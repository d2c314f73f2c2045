"""The running system as one tree of processes: the web server, and beside it a worker that is kept alive."""

import contextlib
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

__all__ = ["address_is_free", "leave_with_server", "let_go_of_databases", "serve", "worker_beside"]

_LOG = logging.getLogger("loa.serve")
_THREADS = 4
_PAUSE = 2
_GRACE = 30


def address_is_free(host: str, port: int) -> bool:
    """Whether nobody listens there and this process may."""
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            return True
    except OSError:
        return False


def serve(host: str, port: int, *, workers: int) -> None:
    """Answers requests until the process is asked to stop."""
    os.environ["LOA_SERVED_BY"] = str(os.getpid())
    let_go_of_databases()
    Granian(
        "loa.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=_GRACE,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


def let_go_of_databases() -> None:
    """The processes that answer are copies of this one: with its connections they would read each other's rows."""
    from django.db import connections  # noqa: PLC0415 - Django is set up only now

    for connection in connections.all(initialized_only=True):
        connection.close()
        if close_pool := getattr(connection, "close_pool", None):  # PostgreSQL has one
            close_pool()


@contextlib.contextmanager
def worker_beside() -> Iterator[None]:
    """Keeps a worker running: begun again should it end, ended when the block is left or this process is killed."""
    keeper = _Keeper()
    keeper.start()
    try:
        yield
    finally:
        keeper.stop()


class _Keeper(threading.Thread):
    """Starts the worker and watches over it."""

    def __init__(self) -> None:
        super().__init__(name="loa-worker-keeper", daemon=True)
        self._leaving = threading.Event()
        self._worker = self._launch()

    def _launch(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", "from loa.cli import app; app()", "worker", "--below"]
        # In a session of its own: Ctrl-C is for this process, which then asks the worker to end.
        return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)

    def run(self) -> None:
        while not self._leaving.wait(_PAUSE):
            if self._worker.poll() is not None:
                _LOG.error("the worker ended (code %s) and is begun again", self._worker.returncode)
                self._worker = self._launch()

    def stop(self) -> None:
        """Asks the worker to end, and makes it end where it does not."""
        self._leaving.set()
        self.join()
        self._worker.terminate()
        try:
            self._worker.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._worker.kill()
            self._worker.wait()


def leave_with_server() -> None:
    """In a process of the web server: ends it when the server itself was killed, so that the address is free again."""
    parent = os.environ.get("LOA_SERVED_BY", "")
    if parent == str(os.getppid()):
        threading.Thread(target=_watch, args=(int(parent),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
