"""A plan in the terminal: its head, its obligations as a table, its doubts; and why one obligation reads as it does."""

import re
from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from loa.reading.model import Doubt, Mark, Obligation, PlanDraft
from loa.writing.wording import (
    Language,
    cadence_text,
    codes_text,
    date_text,
    deadline_text,
    field_name,
    label,
    message_text,
    parties_text,
    percent_text,
    quota_text,
    value_text,
)

__all__ = ["explanation_view", "plan_view", "show"]

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that would move the cursor, change colours or turn the direction of writing."""

_SHORT = 220
"""How many characters of a duty the table shows."""

_WIDE = 120
"""From this width, in columns, the table also shows who coordinates and the channels."""


def show(view: RenderableType, console: Console) -> None:
    """Print a view. Words are never cut at the edge: the console folds them."""
    console.print(view, soft_wrap=False, highlight=False)


def plan_view(
    draft: PlanDraft, language: Language = "vi", *, width: int = 80, by_agency: bool = False
) -> RenderableType:
    """The whole plan, obligations in the order of the document or under the bodies that lead them."""
    if draft.not_a_plan:
        return Text(_plain(message_text(draft.not_a_plan, language)))
    parts: list[RenderableType] = [_head(draft, language)]
    if by_agency:
        for name, duties in _by_lead(draft, language).items():
            parts += [Rule(_plain(name), align="left", style="dim"), _table(duties, language, width, with_lead=False)]
    elif draft.obligations:
        parts.append(_table(list(enumerate(draft.obligations, start=1)), language, width, with_lead=True))
    else:
        parts.append(Text(label("page", "no-obligation", language)))
    parts += _doubts(draft, language)
    return Group(*parts)


def explanation_view(draft: PlanDraft, number: int, language: Language = "vi") -> RenderableType:
    """Every rule that fired for obligation `number`, counted from 1, with the words it matched.

    Raises IndexError when the plan has no such obligation.
    """
    if not 1 <= number <= len(draft.obligations):
        raise IndexError(number)
    duty = draft.obligations[number - 1]
    heading = Text.assemble((f"{label('page', 'obligation', language)} {number}", "bold"), f"  {_plain(duty.id)}")
    page, line = field_name("page", language), field_name("line", language)
    place = f"{label('page', 'item-word', language)} {_plain(duty.ref)}, {page.lower()} {duty.place.page}, "
    place += (
        f"{line.lower()} {duty.place.line}; {label('page', 'sure', language).lower()} {percent_text(duty.confidence)}"
    )
    parts: list[RenderableType] = [heading, Text(place, "dim"), Text(f"\n{_plain(duty.text)}\n")]
    if duty.marks:
        parts.append(_marks(duty.marks, language))
    else:
        parts.append(Text(label("page", "no-rule", language)))
    parts += [_doubt_line("", doubt, language) for doubt in duty.doubts]
    return Group(*parts)


def _plain(text: str) -> str:
    """The text without the characters that command a terminal: plans are not to be trusted with one."""
    return _CONTROL.sub("\ufffd", text)


def _head(draft: PlanDraft, language: Language) -> RenderableType:
    document = draft.document
    named = " ".join(part for part in (document.type, document.number) if part)
    facts = [named, date_text(document.date, language), document.issuer or ""]
    signer = " ".join(part for part in (document.signer.capacity, document.signer.name) if part)
    if signer:
        facts.append(f"{label('page', 'signed-by', language)}: {signer}")
    title = Text(_plain(document.title or label("page", "untitled", language)), "bold")
    counts = Text(" · ".join(_counts(draft, language)) + "\n", "cyan")
    return Group(title, Text(_plain(" · ".join(fact for fact in facts if fact))), counts)


def _counts(draft: PlanDraft, language: Language) -> list[str]:
    doubts = sum(bool(duty.doubts) for duty in draft.obligations) + len(draft.doubts)
    many = "one-count" if len(draft.obligations) == 1 else "count"
    leads = len(_by_lead(draft, language))
    counts = ((len(draft.obligations), many), (leads, "leads"), (doubts, "to-check"))
    return [f"{number} {label('page', name, language)}" for number, name in counts]


_Numbered = list[tuple[int, Obligation]]


def _by_lead(draft: PlanDraft, language: Language) -> dict[str, _Numbered]:
    """The obligations of each leading body; one with several leads stands under each, one without under a dash."""
    groups: dict[str, _Numbered] = {}
    for number, duty in enumerate(draft.obligations, start=1):
        for name in [parties_text([party], language) for party in duty.lead] or ["–"]:
            groups.setdefault(name, []).append((number, duty))
    return groups


def _table(duties: _Numbered, language: Language, width: int, *, with_lead: bool) -> Table:
    table = Table(expand=True, show_lines=True, header_style="bold", border_style="dim", padding=(0, 1))
    wide = width >= _WIDE
    table.add_column("#", justify="right", no_wrap=True, style="cyan", min_width=2)
    table.add_column(field_name("text", language), ratio=5)
    if with_lead:
        table.add_column(label("short", "lead", language), ratio=3)
    if wide:
        table.add_column(label("short", "coordinate", language), ratio=3)
    table.add_column(label("page", "how-often", language), ratio=3)
    if wide:
        table.add_column(label("short", "channels", language), ratio=3)
    for number, duty in duties:
        table.add_row(*_cells(number, duty, language, wide=wide, with_lead=with_lead))
    return table


def _cells(number: int, duty: Obligation, language: Language, *, wide: bool, with_lead: bool) -> Iterable[Text]:
    yield Text(f"{number}{'!' if duty.doubts else ''}", "yellow" if duty.doubts else "")
    yield Text(_shortened(duty.text))
    if with_lead:
        yield Text(_plain(parties_text(duty.lead, language)), "bold")
    if wide:
        yield Text(_plain(parties_text(duty.coordinate, language)))
    yield Text(_plain(_when(duty, language)))
    if wide:
        yield Text(codes_text("channel", duty.channels, language))


def _shortened(text: str) -> str:
    text = _plain(text)
    return text if len(text) <= _SHORT else text[:_SHORT].rsplit(" ", 1)[0] + " …"


def _when(duty: Obligation, language: Language) -> str:
    told = [quota_text(quota, language) for quota in duty.quotas]
    told += [cadence_text(duty.cadence, language), deadline_text(duty.deadline, language)]
    if duty.reports_to:
        told.append(f"→ {parties_text(duty.reports_to, language)}")
    return "\n".join(part for part in told if part)


def _doubts(draft: PlanDraft, language: Language) -> list[RenderableType]:
    lines = [_doubt_line("", doubt, language) for doubt in draft.doubts]
    for number, duty in enumerate(draft.obligations, start=1):
        lines += [_doubt_line(f"{number}. ", doubt, language) for doubt in duty.doubts]
    lines += [Text(f"! {_plain(message_text(note.message, language))}", "yellow") for note in draft.notes]
    return [Text(f"\n{field_name('doubts', language)}", "bold"), *lines] if lines else []


def _doubt_line(number: str, doubt: Doubt, language: Language) -> Text:
    name = field_name(doubt.field, language)
    return Text.assemble((f"! {number}{name}: ", "yellow"), _plain(message_text(doubt.message, language)))


def _marks(marks: tuple[Mark, ...], language: Language) -> Table:
    table = Table(expand=True, show_lines=True, header_style="bold", border_style="dim")
    for field, ratio in (("field", 3), ("value", 4), ("words", 4), ("rule", 4)):
        table.add_column(field_name(field, language), ratio=ratio, overflow="fold")
    table.add_column("%", justify="right", no_wrap=True)
    for mark in marks:
        words = f"“{_plain(mark.words)}”" if mark.words else label("page", "where-from", language)
        where = f"\n{field_name('line', language).lower()} {mark.place.line}" if mark.place else ""
        worded = _plain(value_text(mark.field, mark.value, language))
        value = worded if worded == mark.value else f"{worded}\n{_plain(mark.value)}"
        cells = [field_name(mark.field, language), value, words + where, _plain(mark.rule)]
        table.add_row(*(Text(cell) for cell in cells), Text(percent_text(mark.confidence)))
    return table
