"""What may be wrong with the words a schedule is made from. Each error says it in both languages."""

from loa.schedule.wording import Wording

__all__ = ["ScheduleError", "UnknownCode", "UnknownDeadline", "WrongTable", "WrongWindow"]


class ScheduleError(Exception):
    """No schedule can be made from what was given. Only the subclasses are raised."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.message = Wording(vi, en)


class UnknownCode(ScheduleError):
    """A cadence, unit or period that is not in the closed list, or a quota below one."""


class UnknownDeadline(ScheduleError):
    """A deadline outside the grammar, or a date that no calendar has."""


class WrongWindow(ScheduleError):
    """A window that ends before it begins, or a calendar cut at a day that some months lack."""


class WrongTable(ScheduleError):
    """A table of days off that cannot be used."""
