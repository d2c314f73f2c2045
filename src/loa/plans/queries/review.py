"""What the review screen shows: the obligations of a plan, doubtful ones first, and how far the review has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from django.db.models import F
from django.utils.translation import gettext as _

from loa.organizations.folding import folded
from loa.organizations.queries.naming import resolve
from loa.plans.enums import PartyRole, Review
from loa.plans.models import Obligation, Party, Plan, Source
from loa.plans.queries.review_words import Fact, doubts_of, facts_of
from loa.plans.queries.wording import language, party_text

__all__ = [
    "SHOWS",
    "Card",
    "Document",
    "Sheet",
    "Show",
    "Wanted",
    "anchor_of",
    "document_of",
    "key_of",
    "names_another_issuer",
    "review_sheet",
]

Show = Literal["all", "doubtful", "unreviewed"]
SHOWS: tuple[Show, ...] = get_args(Show)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which obligations are asked for. `body` is the key of a leading body (`agency-7`, `group-all-communes`, or its
    name); `in_order` puts them as the document has them, else doubtful ones come first."""

    show: Show = "all"
    body: str = ""
    in_order: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """An obligation as the screen shows it.

    `number` counts in the order of the document; `anchor` is the place of its words in the document's pane, or the
    nearest frame before them, empty where they do not stand in it; `follower` is the next in the document, for merging.
    """

    row: Obligation
    number: int
    anchor: str
    facts: list[Fact]
    doubts: list[Fact]
    bodies: tuple[tuple[str, str], ...]
    open_names: tuple[str, ...]
    follower: Obligation | None
    swallowed: tuple[str, ...] = ()
    """The places of those merged into it, which lead to it as well."""

    @property
    def key(self) -> str:
        """Its own place on the screen."""
        return key_of(self.row)

    @property
    def percent(self) -> int | None:
        """How sure the reader is, rounded down so that 100 means certain; None for what a person wrote."""
        return None if self.row.confidence is None else int(self.row.confidence * 100 + 1e-9)

    @property
    def is_pending(self) -> bool:
        return self.row.review == Review.PENDING

    @property
    def wants_a_look(self) -> bool:
        """Whether it is doubtful and nobody has decided yet."""
        return self.is_pending and bool(self.doubts or self.open_names)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cards asked for in the order they are shown in, and the counts of the whole plan."""

    cards: list[Card]
    total: int
    reviewed: int
    doubtful: int
    undoubted: int
    open_names: int
    bodies: list[tuple[str, str]]
    next_pending: Card | None

    @property
    def pending(self) -> int:
        return self.total - self.reviewed


def review_sheet(plan: Plan, wanted: Wanted) -> Sheet:
    """Everything the right side of the screen shows, in three queries whatever the number of obligations."""
    rows = plan.obligations.select_related("replaces").order_by("position", "pk")
    cards = _cards(list(rows.prefetch_related("parties__agency")))
    shown = sorted((card for card in cards if _is_wanted(card, wanted)), key=lambda card: _rank(card, wanted))
    return Sheet(
        cards=shown,
        total=len(cards),
        reviewed=sum(not card.is_pending for card in cards),
        doubtful=sum(card.wants_a_look for card in cards),
        undoubted=sum(card.is_pending and not card.doubts and card.row.split_from_id is None for card in cards),
        open_names=len({name for card in cards for name in card.open_names}),
        bodies=sorted({body for card in cards for body in card.bodies}, key=lambda body: body[1]),
        next_pending=next((card for card in shown if card.is_pending), None),
    )


def _cards(every: Sequence[Obligation]) -> list[Card]:
    """The cards of all rows that were not merged into another, in the order of the document."""
    found: list[Card] = []
    anchor = ""
    rows = [row for row in every if row.merged_into_id is None]
    swallowed = _swallowed(every)
    for number, (row, follower) in enumerate(zip(rows, [*rows, None][1:], strict=True), start=1):
        anchor = _own_anchor(row) or anchor
        has_place = row.start is not None or row.split_from_id is not None
        parties = list(row.parties.all())
        found.append(
            Card(
                row=row,
                number=number,
                anchor=anchor if has_place else "",
                facts=facts_of(row),
                doubts=doubts_of(row) if row.review == Review.PENDING else [],
                bodies=tuple(_bodies(parties)),
                open_names=_open_names(row, parties),
                follower=follower,
                swallowed=swallowed.get(row.pk, ()),
            )
        )
    return found


def _open_names(row: Obligation, parties: Iterable[Party]) -> tuple[str, ...]:
    """The names of which nobody knows who they are; of what was rejected nobody needs to."""
    if row.review == Review.REJECTED:
        return ()
    return tuple(dict.fromkeys(party.name for party in parties if not party.is_resolved))


def _swallowed(every: Sequence[Obligation]) -> dict[int, tuple[str, ...]]:
    """The places of merged obligations, by the one that each ended up in."""
    into = {row.pk: row.merged_into_id for row in every if row.merged_into_id}
    found: dict[int, tuple[str, ...]] = {}
    for row in every:
        end = into.get(row.pk)
        while end in into:
            end = into[end]
        if end and _own_anchor(row):
            found[end] = (*found.get(end, ()), key_of(row))
    return found


def key_of(row: Obligation) -> str:
    """The place of an obligation on the screen; that of what the reader found is where the number in the pane leads."""
    own = _own_anchor(row)
    return f"o-{own.removeprefix('w-')}" if own else f"o-p{row.pk}"


def anchor_of(row: Obligation) -> str:
    """The place of the words of one obligation in the pane; that of what it was split from, else none."""
    return _own_anchor(row) or (anchor_of(row.split_from) if row.split_from else "")


def _own_anchor(row: Obligation) -> str:
    """The place of the words in the pane: the reader numbers its obligations as the pane numbers their frames."""
    number = str(row.read_as["id"]).rpartition("-")[2] if row.read_as else ""
    return f"w-{int(number)}" if number.isdecimal() else ""


def _bodies(parties: Iterable[Party]) -> Iterable[tuple[str, str]]:
    """The leading bodies, each as a key for the address and its words."""
    for party in parties:
        if party.role == PartyRole.LEAD:
            key = f"agency-{party.agency_id}" if party.agency_id else f"group-{party.group}" if party.group else ""
            yield key or party.name, party_text(party)


def _is_wanted(card: Card, wanted: Wanted) -> bool:
    if wanted.body and wanted.body not in {key for key, _words in card.bodies}:
        return False
    if wanted.show == "doubtful":
        return card.wants_a_look
    return wanted.show == "all" or card.is_pending


def _rank(card: Card, wanted: Wanted) -> tuple[bool, int]:
    return (not wanted.in_order and not card.wants_a_look, card.number)


@dataclass(frozen=True, slots=True)
class Document:
    """The document of a plan: how far its reading has come, and how it is drawn (escaped HTML, made by the reader)."""

    source: Source
    pane: str
    remarks: list[str]
    issuer_name: str = ""
    """The issuer as the document names it."""

    @property
    def problem(self) -> str:
        """Why it could not be read, or why it is no plan; empty otherwise."""
        return self.source.problem_vi if language() == "vi" else self.source.problem_en


def document_of(plan: Plan, *, with_pane: bool = True) -> Document | None:
    """The document of a plan, without its text and reading, which no page needs whole. One query."""
    tongue = language()
    pane, heavy = f"pane_{tongue}", {"text", "reading", "pane_vi", "pane_en"}
    found = Source.objects.filter(plan=plan).defer(*(heavy - {pane} if with_pane else heavy))
    if not with_pane:
        source = found.first()
        return Document(source, "", []) if source else None
    told = {"_doubts": F("reading__doubts"), "_notes": F("reading__notes"), "_issuer": F("reading__document__issuer")}
    drawn: Any = found.annotate(**told).first()
    return Document(drawn, getattr(drawn, pane), _remarks(drawn), drawn._issuer or "") if drawn else None


def names_another_issuer(document: Document, plan: Plan, on: date) -> bool:
    """Whether the issuer that the document names is another agency than the plan's. No query where the names agree.

    `on` is the day of the names.
    """
    named, known = folded(document.issuer_name), folded(plan.issuer.name)
    if not named or named in known or known in named:
        return False
    match = resolve(document.issuer_name, on, plan.issuer)
    return plan.issuer not in (match.agency, *match.candidates)


def _remarks(source: Any) -> list[str]:
    """What a person should know of the whole document: doubts about its head, and what the file itself told."""
    told = [*(source._doubts or ()), *(source._notes or ())]
    return [_sentence(one) for one in told]


def _sentence(told: dict[str, Any]) -> str:
    sentence = str(told["message"][language()])
    page = told.get("page") or (told.get("place") or {}).get("page")
    return _("%(sentence)s (page %(page)d)") % {"sentence": sentence, "page": page} if page else sentence
