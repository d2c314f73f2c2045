"""Who is laid under which obligation from when to when, the windows of the year, and the links that carry them out."""

from loa.monitoring.models.calendar import Assignment, Occurrence
from loa.monitoring.models.feed import Feed
from loa.monitoring.models.laying import Laying

__all__ = ["Assignment", "Feed", "Laying", "Occurrence"]
