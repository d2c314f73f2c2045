"""The tables of a plan, as rows of words: what the CSV, the spreadsheet and the printed page all show."""

from collections.abc import Callable
from dataclasses import dataclass

from loa.reading.model import Citation, Document, Doubt, Obligation, PlanDraft, Signer
from loa.writing.wording import (
    Language,
    cadence_text,
    codes_text,
    date_text,
    date_time_text,
    deadline_text,
    field_name,
    label,
    message_text,
    parties_text,
    party_text,
    percent_text,
    quota_text,
)

__all__ = [
    "Column",
    "citation_rows",
    "document_rows",
    "doubt_rows",
    "obligation_columns",
    "obligation_rows",
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table of obligations: the field it shows, its heading, its width in characters."""

    field: str
    heading: str
    width: int


_Shown = Callable[[Obligation, Language], str]

_OBLIGATION: tuple[tuple[str, int, _Shown], ...] = (
    ("id", 9, lambda duty, _: duty.id),
    ("ref", 12, lambda duty, _: duty.ref),
    ("text", 52, lambda duty, _: duty.text),
    ("lead", 26, lambda duty, language: parties_text(duty.lead, language)),
    ("coordinate", 26, lambda duty, language: parties_text(duty.coordinate, language)),
    ("kind", 22, lambda duty, language: codes_text("kind", duty.kind, language)),
    ("cadence", 14, lambda duty, language: cadence_text(duty.cadence, language)),
    ("quotas", 18, lambda duty, language: "; ".join(quota_text(quota, language) for quota in duty.quotas)),
    ("deadline", 16, lambda duty, language: deadline_text(duty.deadline, language)),
    ("window", 14, lambda duty, language: label("window", duty.window, language) if duty.window else ""),
    ("channels", 24, lambda duty, language: codes_text("channel", duty.channels, language)),
    ("reports_to", 20, lambda duty, language: parties_text(duty.reports_to, language)),
    ("via", 16, lambda duty, language: party_text(duty.via, language) if duty.via else ""),
    ("topic", 24, lambda duty, _: duty.topic or ""),
    ("page", 7, lambda duty, _: str(duty.place.page)),
    ("confidence", 9, lambda duty, _: percent_text(duty.confidence)),
    ("doubts", 32, lambda duty, language: "; ".join(_doubt_text(doubt, language) for doubt in duty.doubts)),
)


def obligation_columns(language: Language = "vi") -> list[Column]:
    """The columns of the table of obligations, in order."""
    return [Column(field, field_name(field, language), width) for field, width, _ in _OBLIGATION]


def obligation_rows(draft: PlanDraft, language: Language = "vi") -> list[list[str]]:
    """One row for each obligation, in the order of the document, with a cell for each column."""
    return [[show(duty, language) for _, _, show in _OBLIGATION] for duty in draft.obligations]


def document_rows(draft: PlanDraft, language: Language = "vi") -> list[tuple[str, str]]:
    """What the plan says of itself and what file it was read from: pairs of a name and a value, none empty."""
    document, source = draft.document, draft.source
    pairs = [
        ("type", document.type),
        ("number", document.number),
        ("issuer", document.issuer),
        ("tier", document.tier and label("tier", document.tier, language)),
        ("place", document.place),
        ("date", date_text(document.date, language)),
        ("title", document.title),
        ("year", str(document.year) if document.year else ""),
        ("signer", _signer_text(document.signer)),
        ("recipients", "\n".join(_recipient_lines(document, language))),
        ("e_signatures", "\n".join(_stamp_lines(document, language))),
        ("source", source.name),
        ("format", source.format),
        ("pages", str(source.pages)),
        ("encoding", source.encoding),
        ("sha256", source.sha256),
    ]
    return [(field_name(field, language), value) for field, value in pairs if value]


def citation_rows(draft: PlanDraft, language: Language = "vi") -> list[list[str]]:
    """A heading row, then one row for each document cited with a number."""
    fields = ("type", "number", "date", "issuer", "role", "page")
    return [
        [field_name(field, language) for field in fields],
        *(_citation_row(citation, language) for citation in draft.citations),
    ]


def doubt_rows(draft: PlanDraft, language: Language = "vi") -> list[list[str]]:
    """A heading row, then all doubts: of the document, of its obligations, and notes on the file."""
    fields = ("id", "ref", "field", "message", "page")
    rows = [_doubt_row("", "", doubt, language) for doubt in draft.doubts]
    for duty in draft.obligations:
        rows.extend(_doubt_row(duty.id, duty.ref, doubt, language) for doubt in duty.doubts)
    for note in draft.notes:
        source = field_name("source", language)
        rows.append(["", "", source, message_text(note.message, language), str(note.page or "")])
    return [[field_name(field, language) for field in fields], *rows]


def _citation_row(citation: Citation, language: Language) -> list[str]:
    date, role = date_text(citation.date, language), label("role", citation.role, language)
    return [citation.kind, citation.number, date, citation.issuer or "", role, str(citation.place.page)]


def _doubt_row(duty: str, ref: str, doubt: Doubt, language: Language) -> list[str]:
    page = str(doubt.place.page) if doubt.place else ""
    return [duty, ref, field_name(doubt.field, language), message_text(doubt.message, language), page]


def _doubt_text(doubt: Doubt, language: Language) -> str:
    return f"{field_name(doubt.field, language)}: {message_text(doubt.message, language)}"


def _signer_text(signer: Signer) -> str:
    return " ".join(part for part in (signer.authority, signer.capacity, signer.name) if part)


def _recipient_lines(document: Document, language: Language) -> list[str]:
    lines = []
    for recipient in document.recipients:
        note = f" ({recipient.note})" if recipient.note else ""
        delivery = f" - {label('delivery', recipient.delivery, language)}" if recipient.delivery else ""
        lines.append(recipient.name + note + delivery)
    return lines


def _stamp_lines(document: Document, language: Language) -> list[str]:
    return [
        ", ".join(
            part for part in (stamp.signer, stamp.organization, date_time_text(stamp.signed_at, language)) if part
        )
        for stamp in document.e_signatures
    ]
