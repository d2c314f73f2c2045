"""One page that stands alone: the document beside its obligations, each leading to its words.

The page asks nothing of the network, works without scripts, by keyboard and on paper. Plans come from anywhere,
so all text is escaped and a content policy allows only the page's own style and script.
"""

import base64
import hashlib
from collections.abc import Sequence
from importlib import resources
from string import Template

from loa.reading.extraction import Block
from loa.reading.model import PlanDraft
from loa.writing.document_pane import DocumentPane
from loa.writing.highlights import FIELDS
from loa.writing.manuscript import manuscript
from loa.writing.markup import Html, element, joined
from loa.writing.obligation_pane import card, lead_names, printed_table
from loa.writing.tables import citation_rows, document_rows
from loa.writing.wording import Language, date_text, label, message_text

__all__ = ["to_page"]


def to_page(draft: PlanDraft, language: Language = "vi", blocks: Sequence[Block] = ()) -> str:
    """The page as HTML text. `blocks` are those of the extraction, where it is at hand: they make the layout exact."""
    style, script = _asset("showcase.css"), _asset("showcase.js")
    template = Template(_asset("showcase.html"))
    return template.substitute(
        _words(language),
        language=language,
        policy=_policy(style, script),
        style=style,
        script=script,
        title=joined([_title(draft, language)]),
        facts=_facts(draft, language),
        counts=_counts(draft, language),
        about=_about(draft, language),
        notice=_notice(draft, language),
        leads=_options(_leads(draft, language)),
        kinds=_options(_kinds(draft, language)),
        legend=_legend(language),
        document=DocumentPane(draft, language).drawn(manuscript(draft, blocks)),
        cards=_cards(draft, language),
        printed=printed_table(draft, language) if draft.obligations else "",
        source=joined([draft.source.name]),
    )


def _asset(name: str) -> str:
    return (resources.files("loa.writing") / "page" / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing is fetched and nothing runs but the very style and script of this page."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _words(language: Language) -> dict[str, str]:
    """The words of the template, under the names `w_skip`, `w_find`, …"""
    names = (
        *(
            "skip",
            "parts",
            "document",
            "obligations",
            "obligation",
            "about",
            "find",
            "find-hint",
            "by-lead",
            "by-kind",
            "all",
        ),
        *("only-doubts", "filters", "shown", "none-shown", "reset", "previous", "next", "close", "help", "use-keys"),
        *("key-move", "key-words", "key-back", "key-find", "key-help", "arrows", "made-by", "unofficial", "legend"),
    )
    return {f"w_{name.replace('-', '_')}": joined([label("page", name, language)]) for name in names}


def _title(draft: PlanDraft, language: Language) -> str:
    return draft.document.title or label("page", "untitled", language)


def _facts(draft: PlanDraft, language: Language) -> Html:
    document = draft.document
    signer = " ".join(part for part in (document.signer.capacity, document.signer.name) if part)
    facts = [
        " ".join(part for part in (document.type, document.number) if part),
        date_text(document.date, language),
        document.issuer or "",
        signer,
    ]
    return joined(element("li", fact) for fact in facts if fact)


def _counts(draft: PlanDraft, language: Language) -> Html:
    doubts = sum(bool(duty.doubts) for duty in draft.obligations) + len(draft.doubts)
    many = "one-count" if len(draft.obligations) == 1 else "count"
    counts = [(len(draft.obligations), many), (len(_leads(draft, language)), "leads"), (doubts, "to-check")]
    return joined(
        element("li", element("b", str(number)), f" {label('page', name, language)}", class_=f"count-{name}")
        for number, name in counts
    )


def _leads(draft: PlanDraft, language: Language) -> list[tuple[str, str]]:
    names = dict.fromkeys(name for duty in draft.obligations for name in lead_names(duty, language))
    return [(name, name) for name in names]


def _kinds(draft: PlanDraft, language: Language) -> list[tuple[str, str]]:
    kinds = dict.fromkeys(kind for duty in draft.obligations for kind in duty.kind)
    return [(kind, label("kind", kind, language)) for kind in kinds]


def _options(choices: list[tuple[str, str]]) -> Html:
    return joined(element("option", text, value=value) for value, text in choices)


def _legend(language: Language) -> Html:
    names = [(field, label("short", field, language)) for field in FIELDS]
    return joined(
        element("li", element("span", name, class_=f"f f-{field}", data_field=field)) for field, name in names
    )


def _about(draft: PlanDraft, language: Language) -> Html:
    pairs = [
        joined([element("dt", name), element("dd", *_lines(value))]) for name, value in document_rows(draft, language)
    ]
    heads, *rows = citation_rows(draft, language)
    if not rows:
        return element("dl", *pairs)
    head = element("tr", *(element("th", name, scope="col") for name in heads))
    body = [element("tr", *(element("td", text) for text in row)) for row in rows]
    table = element("table", element("thead", head), element("tbody", *body))
    name = label("page", "citations", language)
    return joined(
        [
            element("dl", *pairs),
            element("h2", name),
            element("div", table, class_="grid", role="region", aria_label=name, tabindex="0"),
        ]
    )


def _lines(value: str) -> list[Html]:
    return [element("span", line) for line in value.split("\n")]


def _notice(draft: PlanDraft, language: Language) -> Html:
    """What a person should know before anything else: that it is no plan, and doubts about the whole."""
    lines = [message_text(doubt.message, language) for doubt in draft.doubts]
    lines += [message_text(note.message, language) for note in draft.notes]
    about = element("h2", label("page", "about-file", language))
    parts = [about, element("ul", *(element("li", line) for line in lines))] if lines else []
    if draft.not_a_plan:
        parts.insert(0, element("p", element("strong", message_text(draft.not_a_plan, language))))
    return (
        element("section", *parts, class_="notice", aria_label=label("page", "about-file", language))
        if parts
        else Html("")
    )


def _cards(draft: PlanDraft, language: Language) -> Html:
    if not draft.obligations:
        return element("p", label("page", "no-obligation", language), class_="none")
    return joined(card(duty, number, language) for number, duty in enumerate(draft.obligations, start=1))
