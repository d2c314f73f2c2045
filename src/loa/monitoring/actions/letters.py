"""Urging letters: correcting, signing, sending or discarding what Loa drafted."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.monitoring.enums import LetterState
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.events import letter_sent
from loa.monitoring.letter_words import Wording, standard_wording, wording_of
from loa.monitoring.models import UrgingLetter, UrgingLine
from loa.monitoring.queries.letters import is_numbered, lines_of
from loa.organizations.actions.notices import notify
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require
from loa.organizations.queries.people import people_with_role

__all__ = ["STEPS", "discard", "send", "sign", "write"]

_Told = Mapping[str, object]

STEPS: dict[str, Collection[LetterState]] = {
    "write": (LetterState.DRAFT,),
    "sign": (LetterState.DRAFT,),
    "send": (LetterState.SIGNED,),
    "discard": (LetterState.DRAFT, LetterState.SIGNED),
}
"""In which states each deed may be done."""


@transaction.atomic
def write(
    letter: UrgingLetter, *, words: str, answer_by: date | None, without: Collection[int] = (), revision: int,
    by: Person, on: date,
) -> UrgingLetter:  # fmt: skip
    """Changes the words of a draft, its day, or leaves lines out (`without`, by their keys).

    What is given as every letter says it stays so, and is brought up to the day it is signed. Raises Forbidden,
    ChangedMeanwhile and MonitoringError.
    """
    require(by, "letters.write", letter.agency_id, on=on)
    kept = _locked(letter, "write", revision)
    if not words.strip():
        raise MonitoringError(_("A letter needs words before its list."), code="words")
    if not kept.lines.exclude(pk__in=without).exists():
        raise MonitoringError(_("A letter that urges nothing is not sent. Discard it instead."), code="without")
    before, given = _told_of(kept), Wording(words.strip().replace("\r\n", "\n"), answer_by)
    kept.lines.filter(pk__in=without).delete()
    if given == standard_wording(kept, on):
        kept.words, kept.answer_by, kept.written_at = "", None, None
    else:
        kept.words, kept.answer_by, kept.written_at = given.words, given.answer_by, timezone.now()
    return _save(kept, "write", by, before, _told_of(kept))


def _told_of(letter: UrgingLetter) -> _Told:
    return {"words": letter.words, "answer_by": letter.answer_by, "lines": letter.lines.count()}


@transaction.atomic
def sign(letter: UrgingLetter, *, revision: int, by: Person, on: date) -> UrgingLetter:
    """Signs a draft as it stands this day, without what was settled meanwhile. From now on its words stay.

    Raises Forbidden, ChangedMeanwhile and MonitoringError.
    """
    require(by, "letters.sign", letter.agency_id, on=on)
    kept = _locked(letter, "sign", revision)
    wording = wording_of(kept, on)
    if wording.answer_by and wording.answer_by < on:
        raise MonitoringError(_("Nobody can act by a day that is over. Change the letter first."), code="answer_by")
    settled = _keep_lines(kept)
    kept.state, kept.signer, kept.words, kept.answer_by = LetterState.SIGNED, by, wording.words, wording.answer_by
    _tell("letter-signed", kept, people_with_role(kept.agency_id, [Role.COORDINATOR, Role.RECORDS_CLERK], on))
    after = {"state": LetterState.SIGNED, "signer": str(by), "left-out": settled}
    return _save(kept, "sign", by, {"state": LetterState.DRAFT}, after)


def _keep_lines(letter: UrgingLetter) -> int:
    """Keeps lines with their figures and words of now; gives how many were settled and fall out."""
    lines = lines_of(letter)
    urged = [line for line in lines if not line.settled]
    if not urged:
        raise MonitoringError(_("All that the letter urges is done meanwhile. Discard it instead."))
    for line in urged:
        line.told = line.words.stored()
    UrgingLine.objects.bulk_update(urged, ["told", "counted", "required"], batch_size=200)
    letter.lines.filter(pk__in=[line.pk for line in lines if line.settled]).delete()
    return len(lines) - len(urged)


@transaction.atomic
def send(letter: UrgingLetter, *, number: str, dated: date, revision: int, by: Person, on: date) -> UrgingLetter:
    """Sends a signed letter under the number of the agency's own numbering, and tells the agency it is for.

    Raises Forbidden, ChangedMeanwhile and MonitoringError.
    """
    require(by, "letters.send", letter.agency_id, on=on)
    kept = _locked(letter, "send", revision)
    number = " ".join(number.split())
    _check_number(kept.agency, number, dated, on)
    kept.state, kept.number, kept.dated, kept.sent_at = LetterState.SENT, number, dated, timezone.now()
    roles = [Role.LEADER, Role.COORDINATOR, Role.OFFICER, Role.RECORDS_CLERK]
    _tell("letter-sent", kept, people_with_role(kept.to_id, roles, on))
    letter_sent.send(UrgingLetter, letter=kept, by=by, on=on)
    after = {"state": kept.state, "number": number, "dated": dated}
    return _save(kept, "send", by, {"state": LetterState.SIGNED}, after)


def _check_number(agency: Agency, number: str, dated: date, on: date) -> None:
    if not any(sign.isdigit() for sign in number):
        raise MonitoringError(_("The number needs a figure, for example 123/UBND-NC."), code="number")
    if dated > on:
        raise MonitoringError(_("A letter is not dated in the future."), code="dated")
    Agency.objects.select_for_update().get(pk=agency.pk)
    if is_numbered(agency, number, dated.year):
        raise MonitoringError(_("Another letter of this year has this number already."), code="number")


@transaction.atomic
def discard(letter: UrgingLetter, *, because: str, revision: int, by: Person, on: date) -> UrgingLetter:
    """Gives a letter up before it is sent; what it urges is not put into another letter by itself.

    Raises Forbidden, ChangedMeanwhile and MonitoringError.
    """
    require(by, "letters.write", letter.agency_id, on=on)
    kept = _locked(letter, "discard", revision)
    if not because.strip():
        raise MonitoringError(_("Say why the letter is not sent."), code="reason")
    before = {"state": kept.state}
    kept.state, kept.discarded_because = LetterState.DISCARDED, because.strip()[:500]
    return _save(kept, "discard", by, before, {"state": kept.state, "because": kept.discarded_because})


def _locked(letter: UrgingLetter, deed: str, revision: int) -> UrgingLetter:
    """The letter as it is stored now, locked, in a state in which the deed may be done."""
    now = UrgingLetter.objects.select_for_update(of=("self",)).select_related("agency", "to").get(pk=letter.pk)
    if now.revision != revision:
        raise ChangedMeanwhile
    if now.state not in STEPS[deed]:
        raise MonitoringError(
            _("The letter is “%(state)s”, so this cannot be done any more.") % {"state": now.get_state_display()},
            code="illegal-step",
        )
    return now


def _save(letter: UrgingLetter, deed: str, by: Person, before: _Told, after: _Told) -> UrgingLetter:
    letter.revision += 1
    letter.save()
    record(f"letters.{deed}", letter, by=by, agency_id=letter.agency_id, before=before, after=after)
    return letter


def _tell(code: str, letter: UrgingLetter, people: Collection[Person]) -> None:
    values = {"agency": letter.agency.name, "to": letter.to.name, "number": letter.number}
    notify(list(people), f"monitoring.{code}", values, reverse("monitoring:letter", args=[letter.key]))
