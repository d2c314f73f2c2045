"""The document as a document: what its head, its title and its tail say about it."""

from collections.abc import Iterator, Sequence

from loa.reading.front import Front, read_front
from loa.reading.issuer import Body, Issuer, Names, issuer_of, place_name, subject_body
from loa.reading.lines import CleanLine, CleanTable, Frame, Locator
from loa.reading.model import Document, Mark
from loa.reading.passage import Passage, fold
from loa.reading.printed import Printed
from loa.reading.stamps import read_stamps
from loa.reading.tail import read_tail
from loa.reading.title import Year, read_title, year_of

__all__ = ["read_document"]

_HEADING_LINES = 6
"""How many lines of an annex may hold the heading that names the issuer."""
_LINES_READ = 200
"""How many lines of a preamble are searched; without labelled sections it may be the whole document."""
_TEXT_LIMIT = 400_000
"""How much of a very long document is searched for another spelling of a place name."""


def read_document(frame: Frame, locate: Locator) -> Document:
    """The fields of the document, each with its mark.

    When a decision issues the plan, number, date, signer and recipients are the decision's, title and year the
    plan's. What is blank or not printed stays None.
    """
    below = () if frame.decision else frame.preamble
    front = read_front(frame.decision or frame.head, is_decision=bool(frame.decision), below=below)
    title = read_title(frame.head, frame.decision)
    year = year_of(title, _joined(frame.preamble), front.date)
    bodies = front.bodies or _named_bodies(frame, title)
    names = Names(locate.text[:_TEXT_LIMIT])
    printed_place = front.place.value if front.place else None
    issuer = issuer_of(bodies, names=names, printed_place=printed_place, year=year.number if year else None)
    place = _settled_place(front.place, issuer, names)
    tail = read_tail(frame.tail, locate)
    return Document(
        type="Quyết định" if frame.decision else "Kế hoạch",
        number=_value(front.number),
        issuer=issuer.name if issuer else None,
        tier=issuer.tier if issuer else None,
        place=_value(place),
        date=_value(front.date),
        title=_value(title),
        year=year.number if year else None,
        signer=tail.signer,
        recipients=tail.recipients,
        e_signatures=read_stamps(frame.stamps, locate),
        marks=(
            *_issuer_marks(bodies, issuer, locate),
            *_marks(front, place, title, year, locate),
            *tail.marks,
        ),
    )


def _value(printed: Printed | None) -> str | None:
    return printed.value if printed else None


def _joined(lines: Sequence[CleanLine]) -> Passage:
    return Passage.join(line.passage for line in lines[:_LINES_READ])


def _named_bodies(frame: Frame, title: Printed | None) -> tuple[Body, ...]:
    """Without a head: the body that the preamble, the note under the title, an annex heading or the title names."""
    notes = [_joined(frame.head), *_annex_headings(frame), *([title.words] if title else [])]
    body = subject_body([_joined(frame.preamble), _joined(frame.decision)], notes)
    return (body,) if body else ()


def _annex_headings(frame: Frame) -> Iterator[Passage]:
    for annex in frame.annexes:
        yield _joined([line for line in annex[:_HEADING_LINES] if not isinstance(line, CleanTable)])


def _settled_place(printed: Printed | None, issuer: Issuer | None, names: Names) -> Printed | None:
    """The place of the date line in its right form: that of the issuer's place when it is the same name misprinted."""
    if printed is None:
        return None
    if issuer and issuer.place and fold(issuer.place.name) == fold(printed.value):
        name = issuer.place.name
    else:
        name = place_name(None, printed.value, names)
    sure = printed.confidence if fold(name) == fold(printed.value) else 0.75
    return Printed(name, printed.words, printed.rule, sure)


def _issuer_marks(bodies: Sequence[Body], issuer: Issuer | None, locate: Locator) -> Iterator[Mark]:
    if issuer is None:
        return
    words = bodies[-1].words
    sure = 0.96 if bodies[-1].rule.startswith("body.") else 0.85
    yield Printed(issuer.name, words, bodies[-1].rule, sure).mark("issuer", locate)
    if issuer.tier:
        yield Printed(issuer.tier, words, f"tier.{bodies[-1].kind}", sure).mark("tier", locate)


def _marks(
    front: Front, place: Printed | None, title: Printed | None, year: Year | None, locate: Locator
) -> Iterator[Mark]:
    fields = {"number": front.number, "place": place, "date": front.date, "title": title}
    for field, printed in fields.items():
        if printed:
            yield printed.mark(field, locate)
    if year:
        yield year.printed.mark("year", locate)
