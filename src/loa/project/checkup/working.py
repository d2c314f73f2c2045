"""The workers and what they could not do."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django_q.models import OrmQ, Task

from loa.project.checkup.finding import Finding, fair, good
from loa.project.models import WorkerSeen
from loa.project.work.queue import LEASE

__all__ = ["findings"]

_RECENT = timedelta(days=7)


def findings() -> Iterator[Finding]:
    """Whether a worker lives, and tasks that failed for good."""
    yield _workers()
    yield _failed()


def _workers() -> Finding:
    names = ("Tiến trình nền", "Worker")
    alive = WorkerSeen.objects.filter(seen_at__gte=timezone.now() - LEASE).count()
    waiting = OrmQ.objects.count()
    told = f"{alive}, {waiting} việc chờ / waiting" if waiting else str(alive)
    if alive:
        return good(*names, told)
    return fair(
        *names, f"0 ({waiting} chờ)",
        "Chưa có tiến trình nào chạy: loa serve (kèm sẵn) hoặc loa worker.",
        "None is running: start `loa serve`, which brings one, or `loa worker`.",
    )  # fmt: skip


def _failed() -> Finding:
    names = ("Việc nền bị lỗi", "Failed tasks")
    failed = Task.objects.filter(success=False, stopped__gte=timezone.now() - _RECENT)
    count = failed.count()
    if not count:
        return good(*names, 0)
    last = failed.order_by("-stopped").first()
    problem = str(last.result).strip().splitlines()[-1][:120] if last else ""
    return fair(
        *names, f"{count}: {last.func if last else ''}: {problem}",
        "Xem nhật ký của tiến trình nền; sửa nguyên nhân rồi thực hiện lại thao tác.",
        "See the worker's log; mend the cause, then do what was asked again.",
    )  # fmt: skip
