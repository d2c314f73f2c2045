"""Drafting urging letters by itself, once the steps of reminding are through."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from loa.audit.actions import record
from loa.monitoring.enums import LetterState
from loa.monitoring.models import UrgingLetter, UrgingLine
from loa.monitoring.queries.reminding import Owing
from loa.organizations.actions.notices import notify
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Notice
from loa.organizations.queries.people import people_with_role

__all__ = ["DRAFTED", "draft_letters"]

DRAFTED = "monitoring.letters-drafted"
_CHUNK = 50


def draft_letters(found: Sequence[Owing], *, on: date) -> int:
    """Puts what is owed into the draft of a letter for each superior and agency; gives how many were drafted.

    A draft that waits already takes the new lines. Letters are made some at a time: when killed, the rest follows with
    the next run, because what stands in a letter is not looked for again.
    """
    groups: dict[tuple[int, int], list[Owing]] = defaultdict(list)
    for one in found:
        groups[one.superior_id, one.agency_id].append(one)
    keys = sorted(groups)
    names = Agency.objects.in_bulk({key for pair in keys for key in pair})
    for start in range(0, len(keys), _CHUNK):
        _draft({key: groups[key] for key in keys[start : start + _CHUNK]}, names, on)
    return len(keys)


@transaction.atomic
def _draft(groups: Mapping[tuple[int, int], Sequence[Owing]], agencies: Mapping[int, Agency], on: date) -> None:
    made = [_letter(agencies[superior], agencies[to], owing) for (superior, to), owing in groups.items()]
    for superior in {letter.agency_id for letter in made}:
        _tell(superior, on)
    for letter in made:
        lines = [one.occurrence_id for one in groups[letter.agency_id, letter.to_id]]
        record(
            "letters.draft", letter, by=None, agency_id=letter.agency_id, after={"to": str(letter.to), "lines": lines}
        )


def _letter(superior: Agency, to: Agency, owing: Sequence[Owing]) -> UrgingLetter:
    letter, new = UrgingLetter.objects.select_for_update().get_or_create(
        agency=superior, to=to, state=LetterState.DRAFT
    )
    lines = [
        UrgingLine(letter=letter, occurrence_id=one.occurrence_id, counted=one.counted, required=one.required)
        for one in owing
    ]
    UrgingLine.objects.bulk_create(lines, ignore_conflicts=True)
    if not new:
        letter.revision += 1
        letter.extended_at = timezone.now()
        letter.save(update_fields=["revision", "extended_at"])
    return letter


def _tell(superior: int, on: date) -> None:
    """Tells those who write and sign letters, once a day however many are drafted."""
    people = people_with_role(superior, [Role.COORDINATOR, Role.LEADER], on)
    told = Notice.objects.filter(code=DRAFTED, told_at__date=on, person__in=people)
    waiting = people.exclude(pk__in=told.values("person"))
    notify(list(waiting), DRAFTED, {"day": f"{on:%d/%m/%Y}"}, f"{reverse('monitoring:letters')}?state=draft")
