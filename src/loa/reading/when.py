"""How often, how many, by when and in which window."""

import re

from loa.reading.found import Found
from loa.reading.lexicon import rule
from loa.reading.passage import Passage
from loa.reading.record import Record
from loa.reading.timing import Timing, read_time_attribute, read_timing

__all__ = ["read_when"]

_HELD = ("make-plan", "fund", "contest", "conference", "survey")
"""Kinds that happen once when they belong to one named year."""
_CALENDAR = re.compile(r"\d{4}(?:-.*)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def read_when(record: Record) -> None:
    """Reads cadence, quotas, deadline and window; the kinds must be known."""
    year = record.context.year
    aired = "broadcast" in record.fields.kind
    for value, _ in record.values("time"):
        _take(record, read_time_attribute(value, plan_year=year, aired=aired), value, attached=True)
    others = record.values("product", "form", *(("content",) if record.duty.row is None else ()))
    for passage in (record.duty.text, *(value for value, _ in others)):
        _take(record, read_timing(passage, plan_year=year), passage, attached=_draws_up(record))
    _once(record)


def _draws_up(record: Record) -> bool:
    """*Hàng năm* said of a thing counts when the lead draws up or appraises that thing."""
    return record.fields.kind[:1] in (["fund"], ["make-plan"])


def _counts(record: Record, cadence: Found[str], *, attached: bool) -> bool:
    """Whether a rhythm is the duty's own: that of a thing is not, but *báo cáo quý* is the rhythm of reporting."""
    if cadence.noun is None or attached:
        return True
    return (
        "report" in record.fields.kind and rule("clauses", "clause.of-report").pattern.match(cadence.noun) is not None
    )


def _take(record: Record, timing: Timing, passage: Passage, *, attached: bool) -> None:
    fields = record.fields
    for cadence in timing.cadences:
        if _counts(record, cadence, attached=attached) and cadence.value not in fields.cadence:
            fields.cadence.append(cadence.value)
            record.mark("cadence", cadence, passage)
    for quota in timing.quotas:
        if quota.value not in fields.quotas:
            fields.quotas.append(quota.value)
            told = f"{quota.value.min} {quota.value.unit}/{quota.value.per}"
            record.mark("quotas", Found(told, quota.start, quota.end, quota.rule, quota.confidence), passage)
    if timing.deadlines and fields.deadline is None:
        deadline = _of_last_period(record, timing) or timing.deadlines[0]
        fields.deadline = deadline.value
        record.mark("deadline", deadline, passage)
    if timing.windows and fields.window is None:
        fields.window = timing.windows[0].value
        record.mark("window", timing.windows[0], passage)


def _of_last_period(record: Record, timing: Timing) -> Found[str] | None:
    """A report with a day for each of its periods (`6 tháng trước ngày 10/6, năm trước ngày 10/12`) is done by the
    last of them."""
    days = [deadline for deadline in timing.deadlines if _DAY.fullmatch(deadline.value)]
    if "report" not in record.fields.kind or len(timing.cadences) < 2 or len(days) < 2:
        return None
    return max(days, key=lambda deadline: deadline.value) if len(days) == len(timing.deadlines) else None


def _done_then_kept(record: Record) -> bool:
    """A time that names a day and goes on: first done, then kept up (`Xong trong quý I; sau đó thường xuyên`)."""
    return bool(record.duty.attributes) and record.duty.row is None and "continuous" in record.fields.cadence


def _is_done_in_a_year(record: Record) -> bool:
    """Money is drawn up once for a year; setting it aside or appraising it goes on."""
    drawn_up = rule("clauses", "clause.draws-up-estimate").pattern
    return record.fields.kind[0] != "fund" or drawn_up.search(record.duty.text.match) is not None


def _once(record: Record) -> None:
    """`once`: a single calendar deadline, or an act that belongs to one named year (annotation guide, 5)."""
    fields, text = record.fields, record.duty.text
    dated = fields.deadline if fields.deadline and _CALENDAR.fullmatch(fields.deadline) else None
    if fields.cadence and not (dated and (fields.kind[0] == "make-plan" or _done_then_kept(record))):
        return
    year = rule("clauses", "clause.named-year").pattern.search(text.match)
    if dated:
        fields.cadence.append("once")
        record.mark_elsewhere("cadence", "once", "once.deadline", dated, 0.9)
    elif year and fields.kind[0] in _HELD and _is_done_in_a_year(record):
        fields.cadence.append("once")
        record.mark("cadence", Found("once", year.start(), year.end(), "once.named-year", 0.8), text)
