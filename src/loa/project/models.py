"""What workers leave in the database: how often a task was begun, and that they are alive."""

from django.db import models

__all__ = ["Attempt", "WorkerSeen"]


class Attempt(models.Model):
    """The attempts at one message of the queue, counted when they begin, so that a killed worker counts too."""

    message = models.PositiveBigIntegerField(primary_key=True)
    count = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=120)
    began_at = models.DateTimeField()
    problem = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.message} × {self.count}"


class WorkerSeen(models.Model):
    """A worker process and when it last said that it is alive."""

    name = models.CharField(max_length=120, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
