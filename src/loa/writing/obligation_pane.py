"""The obligations as HTML: a card for each, and the table that is printed."""

from collections.abc import Iterator

from loa.reading.model import Doubt, Mark, Obligation, PlanDraft
from loa.writing.markup import Html, element, joined
from loa.writing.wording import (
    Language,
    cadence_text,
    codes_text,
    deadline_text,
    field_name,
    label,
    message_text,
    parties_text,
    party_text,
    percent_text,
    quota_text,
)

__all__ = ["card", "lead_names", "printed_table"]

_ALWAYS_TOLD = ("lead", "cadence", "deadline", "channels")
"""Fields whose silence is worth knowing: the card names those the document leaves out."""


def lead_names(duty: Obligation, language: Language) -> list[str]:
    """The names of the leading bodies, by which the page filters."""
    return [party_text(party, language) for party in duty.lead]


def card(duty: Obligation, number: int, language: Language) -> Html:
    """The card of one obligation, the target `#o-N`; it leads to its words at `#w-N`."""
    values = list(_values(duty, language))
    return element(
        *("article", _head(duty, number, language), _duty_text(duty, number)),
        element("dl", *(_field(field, value, language) for field, value in values), class_="fields"),
        _silence({field for field, _ in values}, language),
        _doubts(duty.doubts, language),
        _reasons(duty, language),
        class_="card doubtful" if duty.doubts else "card",
        id=f"o-{number}",
        aria_labelledby=f"t-{number}",
        data_n=str(number),
        data_leads="|".join(lead_names(duty, language)),
        data_kinds=" ".join(duty.kind),
    )


def printed_table(draft: PlanDraft, language: Language) -> Html:
    """All obligations as one table for paper, with the columns an official reads first."""
    heads = [label("page", "order", language), *(field_name(field, language) for field in ("text", "lead"))]
    heads += [field_name("coordinate", language), label("page", "how-often", language)]
    heads += [field_name(field, language) for field in ("deadline", "channels", "reports_to", "doubts")]
    head = element("tr", *(element("th", name, scope="col") for name in heads))
    rows = [element("tr", *_printed_cells(duty, n, language)) for n, duty in enumerate(draft.obligations, start=1)]
    return element("table", element("thead", head), element("tbody", *rows), class_="printed")


def _head(duty: Obligation, number: int, language: Language) -> Html:
    item, page = label("page", "item-word", language), label("page", "page-word", language)
    place = f"{item} {duty.ref} · {page} {duty.place.page}"
    sure = element(
        *("span", percent_text(duty.confidence)),
        class_="sure",
        title=f"{label('page', 'sure', language)}: {percent_text(duty.confidence)}",
    )
    parts = [
        element("span", str(number), class_="badge", aria_hidden="true"),
        element("span", place, class_="at"),
        sure,
    ]
    if duty.doubts:
        parts.append(element("span", label("page", "to-check", language), class_="flag"))
    return element("div", *parts, class_="card-head")


def _duty_text(duty: Obligation, number: int) -> Html:
    link = element("a", element("span", f"{number}. ", class_="unseen"), duty.text, class_="go", href=f"#w-{number}")
    return element("h3", link, id=f"t-{number}")


def _values(duty: Obligation, language: Language) -> Iterator[tuple[str, str]]:
    """The stated fields in words, in the order in which a duty is told: who, what, when, how, to whom."""
    told = (
        ("lead", parties_text(duty.lead, language)),
        ("coordinate", parties_text(duty.coordinate, language)),
        ("kind", codes_text("kind", duty.kind, language)),
        ("quotas", "; ".join(quota_text(quota, language) for quota in duty.quotas)),
        ("cadence", cadence_text(duty.cadence, language)),
        ("deadline", deadline_text(duty.deadline, language)),
        ("window", label("window", duty.window, language) if duty.window else ""),
        ("channels", codes_text("channel", duty.channels, language)),
        ("reports_to", parties_text(duty.reports_to, language)),
        ("via", party_text(duty.via, language) if duty.via else ""),
    )
    return ((field, value) for field, value in told if value)


def _field(field: str, value: str, language: Language) -> Html:
    name = element("dt", element("span", label("short", field, language), class_=f"f f-{field}"))
    return joined([name, element("dd", value)])


def _silence(stated: set[str], language: Language) -> Html:
    silent = [label("short", field, language).lower() for field in _ALWAYS_TOLD if field not in stated]
    if not silent:
        return Html("")
    return element("p", f"{label('page', 'not-said', language)}: {', '.join(silent)}.", class_="silence")


def _doubts(doubts: tuple[Doubt, ...], language: Language) -> Html:
    if not doubts:
        return Html("")
    lines = [
        element(
            "li", element("strong", f"{field_name(doubt.field, language)}: "), message_text(doubt.message, language)
        )
        for doubt in doubts
    ]
    return element("ul", *lines, class_="doubts")


def _reasons(duty: Obligation, language: Language) -> Html:
    """Every rule that fired, folded away until someone asks."""
    if not duty.marks:
        return Html("")
    told = f"{label('page', 'why', language)} ({len(duty.marks)} {label('page', 'rules', language)})"
    reasons = [_reason(mark, language) for mark in duty.marks]
    return element("details", element("summary", told), element("ul", *reasons, class_="reasons"), class_="why")


def _reason(mark: Mark, language: Language) -> Html:
    words = element("q", mark.words) if mark.words else element("em", label("page", "where-from", language))
    return element(
        *("li", element("strong", field_name(mark.field, language)), ": ", words, " "),
        element("code", mark.rule),
        f" {percent_text(mark.confidence)}",
    )


def _printed_cells(duty: Obligation, number: int, language: Language) -> Iterator[Html]:
    values = dict(_values(duty, language))
    often = "; ".join(values[field] for field in ("quotas", "cadence", "window") if field in values)
    reports = values.get("reports_to", "")
    if duty.via:
        reports = f"{reports} ({field_name('via', language).lower()} {values['via']})".strip()
    doubts = "; ".join(message_text(doubt.message, language) for doubt in duty.doubts)
    yield element("td", str(number))
    yield element("td", duty.text)
    for field in ("lead", "coordinate"):
        yield element("td", values.get(field, ""))
    yield element("td", often)
    for text in (values.get("deadline", ""), values.get("channels", ""), reports, doubts):
        yield element("td", text)
