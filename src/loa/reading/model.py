"""What a reading gives: a plan as frozen values, each tied to its words in the document.

The fields are those of Loa's annotation guide (`docs/annotation.md`). What the text does not say is None or empty.
"""

from dataclasses import dataclass

from loa.reading.errors import Message
from loa.reading.extraction import FileSignature, Note

__all__ = [
    "Citation",
    "Document",
    "Doubt",
    "ESignature",
    "Funding",
    "FundingSource",
    "Law",
    "Mark",
    "NotObligation",
    "Obligation",
    "OutlineItem",
    "Party",
    "Place",
    "PlanDraft",
    "Quota",
    "Recipient",
    "Signer",
    "Source",
    "Statement",
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: character offsets into `Source.text`, and the line and page of the first (from 1)."""

    start: int
    end: int
    line: int
    page: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a field has a value: the rule that fired, the words it matched, and how sure the reader is (0 to 1).

    `value` is the value as it stands in the JSON, as text. `place` is None where the value follows from the
    document as a whole or from a heading above, which `rule` then names.
    """

    field: str
    value: str
    rule: str
    words: str
    place: Place | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person should look at: which field, why, and where."""

    field: str
    code: str
    message: Message
    place: Place | None


@dataclass(frozen=True, slots=True)
class Party:
    """A body by name, or a group of bodies by its code (`all-communes`); exactly one of the two is set."""

    name: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed: `authority` (TM., KT., TL.) as printed before the capacity, capacity in sentence case, name."""

    authority: str | None
    capacity: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """One line of *Nơi nhận*; `delivery` is `electronic`, `paper` or None."""

    name: str
    note: str | None
    delivery: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class ESignature:
    """A signature stamp visible in the text; `signed_at` is ISO 8601 with offset."""

    signer: str | None
    organization: str | None
    signed_at: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Document:
    """The plan as a document (kế hoạch). `type` is None when the text does not read as a plan."""

    type: str | None = None
    number: str | None = None
    issuer: str | None = None
    tier: str | None = None
    place: str | None = None
    date: str | None = None
    title: str | None = None
    year: int | None = None
    signer: Signer = Signer(None, None, None)
    recipients: tuple[Recipient, ...] = ()
    e_signatures: tuple[ESignature, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A document cited with a number; `role` is `basis` (preamble) or `reference`."""

    kind: str
    number: str
    date: str | None
    issuer: str | None
    role: str
    place: Place


@dataclass(frozen=True, slots=True)
class Law:
    """A law cited by its title only."""

    title: str
    ref: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A labelled item; `text` is the first 80 characters of its own text, `ref` its path."""

    label: str
    level: int
    text: str
    ref: str
    place: Place
    children: "tuple[OutlineItem, ...]" = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """An objective, requirement, audience, topic or channel, whole; `audience` narrows a topic."""

    ref: str
    text: str
    place: Place
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """At least `min` units (`news item`, `broadcast`, `issue`, `event`) per period."""

    min: int
    unit: str
    per: str


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty (nhiệm vụ) in its own words with its structured reading."""

    id: str
    ref: str
    quote: str
    text: str
    lead: tuple[Party, ...]
    coordinate: tuple[Party, ...]
    kind: tuple[str, ...]
    cadence: tuple[str, ...]
    quotas: tuple[Quota, ...]
    deadline: str | None
    window: str | None
    channels: tuple[str, ...]
    reports_to: tuple[Party, ...]
    via: Party | None
    topic: str | None
    place: Place
    confidence: float
    marks: tuple[Mark, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class NotObligation:
    """A leaf in a duty-bearing place that lays no duty on anyone, with the reason; `of` names the obligation
    it belongs to when it is an attribute line."""

    ref: str
    quote: str
    reason: str
    of: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class FundingSource:
    """A source of money the plan names."""

    ref: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Funding:
    """Sources of money, and the refs of the obligations that make someone provide it."""

    sources: tuple[FundingSource, ...] = ()
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read: its name, format (see `Extraction.format`), the SHA-256 of its bytes, its text."""

    name: str
    format: str
    pages: int
    encoding: str | None
    sha256: str
    text: str
    signatures: tuple[FileSignature, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan document as the reader understands it, before any person has looked at it.

    When the document does not read as a plan, `document.type` is None, everything else is empty, and
    `not_a_plan` says why.
    """

    source: Source
    document: Document = Document()
    citations: tuple[Citation, ...] = ()
    unnumbered_laws: tuple[Law, ...] = ()
    outline: tuple[OutlineItem, ...] = ()
    objectives: tuple[Statement, ...] = ()
    requirements: tuple[Statement, ...] = ()
    audiences: tuple[Statement, ...] = ()
    topics: tuple[Statement, ...] = ()
    channels: tuple[Statement, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    not_obligations: tuple[NotObligation, ...] = ()
    funding: Funding = Funding()
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[Note, ...] = ()
    not_a_plan: Message | None = None
