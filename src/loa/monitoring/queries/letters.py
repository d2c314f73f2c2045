"""Urging letters as pages and files show them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from loa.monitoring.enums import LetterState
from loa.monitoring.models import UrgingLetter, UrgingLine
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
    """What a letter urges, by due day. One query."""
    rows = letter.lines.select_related("occurrence__rule", "occurrence__plan__issuer")
    return list(rows.defer("occurrence__explanation", "occurrence__rule__read_as", "occurrence__rule__doubts"))


def is_numbered(agency: Agency, number: str, year: int) -> bool:
    """Whether an agency has sent a letter of this number in the year."""
    sent = UrgingLetter.objects.filter(agency=agency, state=LetterState.SENT, dated__year=year)
    return sent.filter(number__iexact=number).exists()


def title_at(person: Person, agency: Agency, on: date) -> str:
    """The title of somebody's post as leader of an agency on a day, or empty."""
    post = Post.objects.on(on).filter(person=person, agency=agency, role=Role.LEADER).first()
    return post.title if post else ""
