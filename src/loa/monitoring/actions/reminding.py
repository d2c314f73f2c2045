"""Reminding agencies of what they have not done, and setting by which steps.

A reminder is a row for each pair of occurrence and agency and each step; people get one digest a day of those that
reach them. Rows come first, digests after; whoever has had the digest of the day gets no second one, so that the work
can be killed anywhere and done again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.monitoring.actions.digests import send_digests
from loa.monitoring.actions.drafting import draft_letters
from loa.monitoring.enums import Done, LetterState
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.models import Reminder, ReminderStep, Tally, UrgingLine
from loa.monitoring.queries.reached import desks_of
from loa.monitoring.queries.reminding import Owing, Step, owing, own_steps
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require
from loa.schedule.vietnam import vietnam

__all__ = ["Reminded", "remind", "set_steps", "settle_answers"]

_CHUNK = 2000
FURTHEST = 180
"""Days from the due day beyond which no step is set."""
_MOST = 20
_WATCHED = 200
"""So many days after it was sent a reminder still counts as what made an agency do it."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """What one run of reminding came to."""

    reminders: int = 0
    letters: int = 0
    digests: int = 0
    answered: int = 0


def remind(now: datetime, *, hours: tuple[time, time]) -> Reminded:
    """Everything that is due now: notes what was answered; in working hours reminds, drafts letters, sends digests.

    Can be killed and run again, also by several workers at once; nobody is told twice.
    """
    local = timezone.localtime(now)
    on = local.date()
    answered = settle_answers(on)
    if not vietnam().is_working(on) or not hours[0] <= local.time() < hours[1]:
        return Reminded(answered=answered)
    found = owing(on)
    reminders = _note([one for one in found if not one.step.letter], now)
    letters = draft_letters([one for one in found if one.step.letter], on=on)
    return Reminded(reminders, letters, send_digests(now), answered)


def _note(found: Sequence[Owing], now: datetime) -> int:
    """Keeps that the pairs were reminded; what another worker has noted meanwhile stays as it is."""
    desks = desks_of({key for one in found for key in (one.agency_id, one.superior_id)}, timezone.localdate(now))
    for start in range(0, len(found), _CHUNK):
        rows = [
            Reminder(
                occurrence_id=one.occurrence_id, agency_id=one.agency_id, days=one.step.days, to=one.step.to,
                sent_at=now, counted=one.counted, required=one.required,
                people=len(desks.reached(one.step.to, one.agency_id, one.superior_id)),
            )
            for one in found[start : start + _CHUNK]
        ]  # fmt: skip
        Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(found)


def settle_answers(on: date) -> int:
    """Notes which reminders and lines of letters were answered, and takes it back where evidence fell away again."""
    done = Tally.objects.exclude(done=Done.PART).filter(occurrence=OuterRef("occurrence"))
    since = timezone.make_aware(datetime.combine(on - timedelta(days=_WATCHED), time.min))
    owed = {"occurrence__dropped_at": None}
    reminders = Reminder.objects.filter(sent_at__gte=since, **owed)
    lines = UrgingLine.objects.exclude(letter__state=LetterState.DISCARDED).filter(
        letter__drafted_at__gte=since, **owed
    )
    count = 0
    for rows, agency in ((reminders, "agency"), (lines, "letter__to")):
        met = Exists(done.filter(agency=OuterRef(agency)))
        count += rows.filter(met, answered_on=None).update(answered_on=on)
        rows.filter(~met, answered_on__isnull=False).update(answered_on=None)
    return count


# ----------------------------------------------------------------------------------------------------------- the steps


@transaction.atomic
def set_steps(agency: Agency, steps: Sequence[Step], *, seen: Sequence[Step], by: Person, on: date) -> None:
    """Sets by which steps those that an agency urges are reminded; no steps at all take it back to the default.

    `seen` are its own steps as the page showed them. Raises Forbidden, ChangedMeanwhile and MonitoringError.
    """
    require(by, "reminders.configure", agency, on=on)
    wanted = tuple(sorted(set(steps)))
    _check(wanted)
    Agency.objects.select_for_update().get(pk=agency.pk)
    before = own_steps(agency.pk)
    if before != tuple(sorted(set(seen))):
        raise ChangedMeanwhile
    ReminderStep.objects.filter(agency=agency).delete()
    ReminderStep.objects.bulk_create(
        ReminderStep(agency=agency, days=step.days, to=step.to, letter=step.letter) for step in wanted
    )
    record(
        "reminders.configure", agency, by=by, agency_id=agency.pk,
        before={"steps": _told(before)}, after={"steps": _told(wanted)},
    )  # fmt: skip


def _check(steps: Sequence[Step]) -> None:
    if len(steps) > _MOST:
        raise MonitoringError(_("More than %(most)d steps are a flood. Leave some out.") % {"most": _MOST})
    if any(abs(step.days) > FURTHEST for step in steps):
        raise MonitoringError(_("A step lies at most %(most)d days from the due day.") % {"most": FURTHEST})
    if any(step.letter and step.days <= 0 for step in steps):
        raise MonitoringError(_("An urging letter is drafted only after the due day."))


def _told(steps: Sequence[Step]) -> list[str]:
    return [f"{step.days:+d} {step.to or 'letter'}" for step in steps]
