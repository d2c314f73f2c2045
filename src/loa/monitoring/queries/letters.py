"""Urging letters as pages and files show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from loa.monitoring.enums import Done, LetterState
from loa.monitoring.models import Tally, UrgingLetter, UrgingLine
from loa.monitoring.queries.held import waiver_of, waivers
from loa.monitoring.queries.reminders import agencies_named
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person, Post

__all__ = ["WantedLetters", "counted", "found", "is_numbered", "lines_of", "title_at"]


@dataclass(frozen=True, slots=True)
class WantedLetters:
    """What narrows the list of letters; `agency` is words of the name of either side."""

    agency: str = ""
    state: str = ""
    answered: bool | None = None
    since: date | None = None
    until: date | None = None


def counted(rows: QuerySet[UrgingLetter]) -> QuerySet[UrgingLetter]:
    """Letters with the number of their lines, and of those that were met since."""
    met = Count("lines", filter=Q(lines__answered_on__isnull=False))
    return rows.select_related("agency", "to", "signer").annotate(count=Count("lines"), met=met)


def found(rows: QuerySet[UrgingLetter], wanted: WantedLetters) -> QuerySet[UrgingLetter]:
    """Those of the letters that are asked for."""
    if wanted.agency:
        named = agencies_named(wanted.agency)
        rows = rows.filter(Q(agency__in=named) | Q(to__in=named))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.answered is not None:
        open_ = Exists(UrgingLine.objects.filter(letter=OuterRef("pk"), answered_on=None))
        rows = rows.filter(~open_ if wanted.answered else open_)
    if wanted.since:
        rows = rows.filter(drafted_at__date__gte=wanted.since)
    return rows.filter(drafted_at__date__lte=wanted.until) if wanted.until else rows


def lines_of(letter: UrgingLetter) -> list[UrgingLine]:
    """What a letter urges, by due day. One query; for a draft, whose figures are those of now, three."""
    rows = letter.lines.select_related("occurrence__rule", "occurrence__plan__issuer")
    lines = list(rows.defer("occurrence__explanation", "occurrence__rule__read_as", "occurrence__rule__doubts"))
    if letter.state == LetterState.DRAFT:
        _bring_up(lines, letter.to_id)
    return lines


def _bring_up(lines: Iterable[UrgingLine], agency: int) -> None:
    """Puts the figures of now into the lines of a draft, and marks what is done or let off meanwhile."""
    windows = [line.occurrence for line in lines]
    tallies = Tally.objects.filter(agency=agency, occurrence__in=windows)
    shown = {key: (counted, done) for key, counted, done in tallies.values_list("occurrence_id", "counted", "done")}
    known = waivers(obligations={key for one in windows for key in (one.obligation_id, one.rule_id)}, agencies=[agency])
    for line in lines:
        waiver = waiver_of(line.occurrence, agency, known)
        amount = waiver.amount if waiver else line.occurrence.amount
        counted, done = shown.get(line.occurrence_id, (0, Done.PART))
        line.counted, line.required = counted, amount or 1
        line.settled = done != Done.PART or bool(waiver and waiver.lets_off)


def is_numbered(agency: Agency, number: str, year: int) -> bool:
    """Whether an agency has sent a letter of this number in the year."""
    sent = UrgingLetter.objects.filter(agency=agency, state=LetterState.SENT, dated__year=year)
    return sent.filter(number__iexact=number).exists()


def title_at(person: Person, agency: Agency, on: date) -> str:
    """The title of somebody's post as leader of an agency on a day, or empty."""
    post = Post.objects.on(on).filter(person=person, agency=agency, role=Role.LEADER).first()
    return post.title if post else ""
