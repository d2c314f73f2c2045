"""What an obligation says about time and amount, parsed from the codes of the annotation guide."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from loa.schedule.deadline import Deadline, parse
from loa.schedule.errors import UnknownCode
from loa.schedule.period import Period
from loa.schedule.wording import Wording

__all__ = ["PER_ISSUE", "Cadence", "Quota", "StatedQuota", "Terms", "Unit", "parse_terms"]

PER_ISSUE = "issue"
"""The one `per` of a quota that is no stretch of time: a number for each issue of a bulletin."""


class Cadence(StrEnum):
    """How often a duty comes round (định kỳ)."""

    DAILY = "daily"
    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SEMIANNUAL = "semiannual"
    NINE_MONTHS = "nine-months"
    ANNUAL = "annual"
    CONTINUOUS = "continuous"
    BY_PROGRAMME = "by-programme"
    ONCE = "once"

    @property
    def period(self) -> Period | None:
        """The period it has windows of; None for what does not come round."""
        return _PERIODS.get(self)


_PERIODS = {
    Cadence.DAILY: Period.DAY,
    Cadence.WEEKLY: Period.WEEK,
    Cadence.BIWEEKLY: Period.TWO_WEEKS,
    Cadence.MONTHLY: Period.MONTH,
    Cadence.QUARTERLY: Period.QUARTER,
    Cadence.SEMIANNUAL: Period.HALF_YEAR,
    Cadence.NINE_MONTHS: Period.NINE_MONTHS,
    Cadence.ANNUAL: Period.YEAR,
}


class Unit(StrEnum):
    """What a quota counts."""

    NEWS_ITEM = "news item"
    BROADCAST = "broadcast"
    ISSUE = "issue"
    EVENT = "event"

    @property
    def wording(self) -> Wording:
        return Wording(_IN_VIETNAMESE[self], self.value)


_IN_VIETNAMESE = {
    Unit.NEWS_ITEM: "tin, bài",
    Unit.BROADCAST: "lần phát sóng",
    Unit.ISSUE: "số (kỳ) bản tin",
    Unit.EVENT: "cuộc (buổi, lớp)",
}


class StatedQuota(Protocol):
    """A quota as the reader states it: at least `min` units per period."""

    @property
    def min(self) -> int: ...

    @property
    def unit(self) -> str: ...

    @property
    def per(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Quota:
    """At least `amount` units in each window of `per`; None stands for each issue of a bulletin."""

    amount: int
    unit: Unit
    per: Period | None


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one obligation.

    `reports`: it is a duty to report, so windows are those of the reporting calendar. `requested`: it is laid on a
    body outside the executive (*đề nghị*), tracked and never escalated. `words` are those of the plan.
    """

    cadences: tuple[Cadence, ...] = ()
    quotas: tuple[Quota, ...] = ()
    deadline: Deadline | None = None
    reports: bool = False
    requested: bool = False
    words: str = ""


def parse_terms(
    *,
    cadence: str | Iterable[str] | None = None,
    quotas: Iterable[StatedQuota] = (),
    deadline: str | None = None,
    kinds: Iterable[str] = (),
    requested: bool = False,
    words: str = "",
) -> Terms:
    """The terms that the codes of a reading stand for. Raises UnknownCode and UnknownDeadline.

    An obligation whose kinds name `report` reports in the periods of its cadence, other than those of its quotas.
    """
    codes = [cadence] if isinstance(cadence, str) else list(cadence or ())
    return Terms(
        cadences=tuple(dict.fromkeys(_member(Cadence, code, "định kỳ", "cadence") for code in codes)),
        quotas=tuple(_quota(quota) for quota in quotas),
        deadline=None if deadline is None else parse(deadline),
        reports="report" in set(kinds),
        requested=requested,
        words=words,
    )


def _quota(stated: StatedQuota) -> Quota:
    if stated.min < 1:
        raise UnknownCode(
            f"Số lượng phải từ 1 trở lên, không thể là {stated.min}.", f"A quota is at least one, not {stated.min}."
        )
    per = None if stated.per == PER_ISSUE else _member(Period, stated.per, "kỳ", "period")
    return Quota(stated.min, _member(Unit, stated.unit, "đơn vị", "unit"), per)


_Codes = TypeVar("_Codes", bound=StrEnum)


def _member(codes: type[_Codes], code: str, vi: str, en: str) -> _Codes:
    try:
        return codes(code)
    except ValueError:
        known = ", ".join(codes)
        raise UnknownCode(
            f"Không có mã {vi} “{code}”; các mã: {known}.", f"No {en} {code!r}; known: {known}."
        ) from None
