"""An urging letter as an official document."""

from collections.abc import Sequence
from datetime import date

from loa.monitoring.letter_words import letter_book, wording_of
from loa.monitoring.models import UrgingLetter, UrgingLine
from loa.organizations.enums import AgencyKind
from loa.organizations.models import Agency
from loa.writing.official import Official, Paragraph, Signature, Table

__all__ = ["as_official", "issuer_lines", "place_of", "signature_of"]

_WIDTHS = (4, 20, 34, 13, 13, 10)
"""A number like 1234/KH-UBND, which is not cut, has its place in the second column."""
_COMMITTEE = "Ủy ban nhân dân "


def as_official(letter: UrgingLetter, lines: Sequence[UrgingLine], *, title: str, on: date) -> Official:
    """The letter with the list of what it urges; `title` is of the signer's post, `on` serves until it is dated.

    What is settled in a draft falls out, as it does when that is signed.
    """
    book, day, wording = letter_book(), letter.dated or on, wording_of(letter, on)
    told = {"to": letter.to.name, "agency": letter.agency.name}
    urged = [line for line in lines if not line.settled]
    if wording.answer_by:
        closing = book["closing"].format(day=f"{wording.answer_by:%d/%m/%Y}", **told)
    else:
        closing = book["closing_without_day"].format(**told)
    opening = [Paragraph(" ".join(words.split())) for words in wording.words.split("\n\n") if words.strip()]
    return Official(
        issuer=issuer_lines(letter.agency.name),
        subject=book["subject"],
        number=letter.number,
        place=place_of(letter.agency, day),
        dated=letter.dated,
        to=(letter.to.name,),
        body=(*opening, Paragraph(book["list_title"], heading=True), _table(urged), Paragraph(f"{closing[:-1]}./.")),
        signatures=(signature_of(letter.agency, title, str(letter.signer or ""), day),),
        recipients=tuple(book["recipients"]),
    )


def _table(lines: Sequence[UrgingLine]) -> Table:
    rows = tuple(_row(number, line) for number, line in enumerate(lines, start=1))
    return Table(tuple(letter_book()["columns"]), rows, _WIDTHS)


def _row(number: int, line: UrgingLine) -> tuple[str, ...]:
    one = line.words
    result = letter_book()["result"].format(counted=line.counted, required=line.required)
    due = f"{one.due_on:%d/%m/%Y}" if one.due_on else ""
    source = f"{one.plan}, mục {one.ref}" if one.ref else one.plan
    return str(number), source, one.text, one.window_vi, due, result


def issuer_lines(name: str) -> str:
    """The name of an agency as the head has it: a committee and its territory on two lines."""
    return f"{_COMMITTEE.strip()}\n{name.removeprefix(_COMMITTEE)}" if name.startswith(_COMMITTEE) else name


def place_of(agency: Agency, on: date) -> str:
    """The territory that stands before the day of a document."""
    named = agency.designation(on)
    return named.place if named else ""


def signature_of(agency: Agency, title: str, name: str, on: date) -> Signature:
    """How the head of an agency signs, or a deputy for the head, by the title of the post."""
    words, named = letter_book()["signature"], agency.designation(on)
    is_committee = named is not None and named.kind == AgencyKind.PEOPLES_COMMITTEE
    head = words["head_of_committee"] if is_committee else words["head"]
    before = [words["committee"]] if is_committee else []
    if any(title.startswith(deputy) for deputy in words["deputy_words"]):
        own = title.split(" " + _COMMITTEE.strip(), maxsplit=1)[0].split(" UBND", maxsplit=1)[0]
        return Signature((*before, words["deputy"].format(head=head), own.upper()), name)
    return Signature((*before, head if is_committee or not title else title.upper()), name)
