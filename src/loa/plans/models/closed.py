"""What keeps the content of a plan as it was issued, whichever way somebody tries to write it."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from loa.plans.enums import EDITABLE
from loa.plans.errors import NotEditable
from loa.plans.models.plan import Plan

__all__ = ["Content", "ContentQuerySet"]

_Row_co = TypeVar("_Row_co", bound=models.Model, covariant=True)


def _refuse_closed(plan_ids: Iterable[int | None]) -> None:
    """Raises NotEditable when the content of one of the plans can no longer be written."""
    wanted = {plan_id for plan_id in plan_ids if plan_id is not None}
    if wanted and Plan.objects.filter(pk__in=wanted).exclude(state__in=EDITABLE).exists():
        raise NotEditable


class Content(models.Model):
    """A row that belongs to the content of a plan."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises NotEditable when the plan is closed to changes."""
        _refuse_closed(self._plans())
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises NotEditable when the plan is closed to changes."""
        _refuse_closed(self._plans())
        return super().delete(*args, **kwargs)

    def _plans(self) -> Iterable[int | None]:
        """The plan the object says it belongs to, and the one it belongs to in the database."""
        raise NotImplementedError


class ContentQuerySet(models.QuerySet[_Row_co]):
    """Rows that belong to the content of a plan: refuses to change those of a closed one in bulk."""

    to_plan = "plan"

    def update(self, **kwargs: Any) -> int:
        self._refuse_closed()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_closed()
        return super().delete()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        rows = list(objs)
        _refuse_closed(self._plan_id(row) for row in rows)
        return super().bulk_create(rows, *args, **kwargs)

    def _refuse_closed(self) -> None:
        if self.exclude(**{f"{self.to_plan}__state__in": EDITABLE}).exists():
            raise NotEditable

    def _plan_id(self, row: Any) -> int | None:
        """The key of the row's plan, by the path `to_plan`."""
        *way, last = self.to_plan.split("__")
        for step in way:
            row = getattr(row, step)
        found: int | None = getattr(row, f"{last}_id")
        return found
