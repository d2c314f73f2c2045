"""Components of the pages. `{% load ui %}`; docs/ui.md shows each one, the style guide shows how it looks."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from loa.ui import filters, wording
from loa.ui.listing import Listing
from loa.ui.month import Month
from loa.ui.query import changed_query

register = template.Library()
Values = dict[str, Any]

# ------------------------------------------------------------------------------------------------- dates and numbers

register.filter("vi_date", wording.date_words)
register.filter("vi_datetime", wording.moment_words)
register.filter("vi_weekday", wording.weekday_words)
register.filter("vi_number", wording.number_words)


@register.filter
def iso(value: date | None) -> str:
    """For the `datetime` of `<time>`."""
    return value.isoformat() if value else ""


# ----------------------------------------------------------------------------------------------------------- addresses


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """`href="{% query page=2 state=None %}"`: this page's query string with these parameters changed."""
    return changed_query(_query(context), changes)


def _query(context: template.Context) -> QueryDict:
    request = context.get("request")
    return request.GET if isinstance(request, HttpRequest) else QueryDict()


# ------------------------------------------------------------------------------------------------------------- actions


@register.inclusion_tag("ui/button.html")
def button(label: str, url: str = "", kind: str = "primary", **options: Any) -> Values:
    """A link where `url` is given, else a button; kinds: primary, secondary, danger, quiet."""
    return {"label": label, "url": url, "kind": kind, "type": "submit", **options}


@register.inclusion_tag("ui/post_button.html", takes_context=True)
def post_button(context: template.Context, label: str, url: str, kind: str = "secondary", **options: Any) -> Values:
    """A form of one button: for deeds, which are never links. `confirm="…?"` asks first where scripts run."""
    usual = {"label": label, "url": url, "kind": kind, "type": "submit", "csrf_token": context.get("csrf_token")}
    return {**usual, **options}


@register.inclusion_tag("ui/copy.html")
def copy(text: str, label: str = "") -> Values:
    """A text to take along, with a button that copies it where scripts run."""
    return {"text": text, "label": label}


@register.inclusion_tag("ui/key.html")
def key(name: str) -> Values:
    """A key of the keyboard."""
    return {"name": name}


# --------------------------------------------------------------------------------------------------------------- forms


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, label: str = "", hint: str = "") -> Values:
    """A form field in full; `label` and `hint` replace the form's own."""
    if label:
        bound.label = label
    if hint:
        bound.help_text = hint
    return {"field": bound}


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: BaseForm, focus: bool = True) -> Values:
    """What is wrong, above the form, each line a link to its field; nothing where nothing is wrong."""
    return {"form": form, "focus": focus, "wrong": [bound for bound in form if bound.errors]}


@register.inclusion_tag("ui/filter_bar.html", takes_context=True)
def filter_bar(context: template.Context, form: BaseForm, target: str = "", label: str = "") -> Values:
    """A GET form of filters; `target` is the id of the part that htmx swaps."""
    request, found = context.get("request"), _query(context)
    bar = {"form": form, "target": target, "label": label, "path": request.path if request else ""}
    return {**bar, "chips": filters.chips(form, found), "sort": found.get("sort", "")}


# -------------------------------------------------------------------------------------------------------------- tables


@register.inclusion_tag("ui/sort_header.html")
def sort_header(listing: Listing[Any], name: str, label: str, numeric: bool = False) -> Values:
    """A column's head whose link sorts by `name`; a plain head where the listing cannot sort by it."""
    return {
        "label": label,
        "numeric": numeric,
        "url": listing.sort_url(name) if name in listing.sorts else "",
        "direction": listing.direction(name),
    }


@register.inclusion_tag("ui/pagination.html")
def pagination(listing: Listing[Any], target: str = "") -> Values:
    """How many rows there are and links to the other pages; `target` is the id of the part that htmx swaps."""
    return {"listing": listing, "target": target}


@register.inclusion_tag("ui/export_links.html", takes_context=True)
def export_links(context: template.Context, url: str = "") -> Values:
    """Links to the same rows as CSV and XLSX: `?format=` on this page or on `url`."""
    found = _query(context)
    return {
        "csv": url + changed_query(found, {"format": "csv", "page": None}),
        "xlsx": url + changed_query(found, {"format": "xlsx", "page": None}),
    }


# ------------------------------------------------------------------------------------------------------------- showing


@register.inclusion_tag("ui/badge.html")
def badge(label: str, tone: str = "neutral") -> Values:
    """A state in a word; the tone only underlines it: neutral, info, success, warning, danger."""
    return {"label": label, "tone": tone}


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Iterable[object], label: str) -> Values:
    """Views of one thing as links: `loa.ui.parts.Link` or the like."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/empty_state.html")
def empty_state(title: str, text: str = "", url: str = "", action: str = "") -> Values:
    """Says what is not there yet and what to do about it."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("ui/progress.html")
def progress(value: float, whole: float = 100, label: str = "", tone: str = "info", text: str = "") -> Values:
    """A share of a whole; `text` is shown in place of the percentage."""
    share = wording.percent_of(value, whole)
    return {"share": share, "width": f"{share:g}", "rounded": round(share), "label": label, "tone": tone, "text": text}


@register.inclusion_tag("ui/stat.html")
def stat(value: object, label: str, url: str = "", tone: str = "neutral", hint: str = "") -> Values:
    """A figure that opens to what is behind it."""
    return {"value": value, "label": label, "url": url, "tone": tone, "hint": hint}


@register.inclusion_tag("ui/definition_list.html")
def definition_list(rows: Iterable[tuple[str, object]]) -> Values:
    """Pairs of a term and its value; a dash where there is none."""
    return {"rows": rows}


@register.inclusion_tag("ui/timeline.html")
def timeline(events: Iterable[object]) -> Values:
    """`loa.ui.parts.Event` or the like, newest first."""
    return {"events": events}


@register.inclusion_tag("ui/tree.html")
def tree(nodes: Iterable[object], label: str) -> Values:
    """`loa.ui.parts.Node` or the like."""
    return {"nodes": nodes, "label": label}


@register.inclusion_tag("ui/stepper.html")
def stepper(steps: Iterable[object], label: str) -> Values:
    """`loa.ui.parts.Step` or the like, in the order of the life cycle."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("ui/month_calendar.html", takes_context=True)
def month_calendar(context: template.Context, month: Month) -> Values:
    """A month with links to those beside it (`?month=2026-03`)."""
    found = _query(context)
    return {
        "month": month,
        "previous_url": changed_query(found, {"month": f"{month.previous:%Y-%m}"}),
        "next_url": changed_query(found, {"month": f"{month.next:%Y-%m}"}),
    }


@register.inclusion_tag("ui/bar_list.html")
def bar_list(bars: Sequence[Any], caption: str, label: str = "", unit: str = "", whole: float = 0) -> Values:
    """A table whose figures are drawn as well; `whole` is what fills a bar, else the greatest value does."""
    top = whole or max((float(bar.value) for bar in bars), default=0)
    drawn = [(bar, f"{wording.percent_of(bar.value, top):g}") for bar in bars]
    return {"drawn": drawn, "caption": caption, "label": label, "unit": unit}


# ---------------------------------------------------------------------------------------------- parts with a content


def _part(name: str, content: str, **values: object) -> SafeString:
    return SafeString(render_to_string(name, {**values, "content": conditional_escape(content)}))


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> SafeString:
    """Something to know before going on; tones: info, success, warning, danger."""
    return _part("ui/notice.html", content, tone=tone, title=title)


@register.simple_block_tag
def card(content: str, title: str = "", url: str = "", action: str = "", level: int = 2) -> SafeString:
    """A part of a page with a heading, and a link beside it."""
    return _part("ui/card.html", content, title=title, url=url, action=action, level=level)


@register.simple_block_tag
def menu(content: str, label: str) -> SafeString:
    """Deeds used less often, folded; the content is links and buttons."""
    return _part("ui/menu.html", content, label=label)


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """Opened by `<a href="#id">`; without scripts it is shown as the target of that link."""
    return _part("ui/dialog.html", content, id=id, title=title)


@register.simple_block_tag(takes_context=True)
def confirm_panel(context: template.Context, content: str, title: str, action: str, **options: Any) -> SafeString:
    """The page before a deed that cannot be undone; the content says what will happen and may hold fields.

    Options: `url` it is sent to, else this page; `cancel_url`; `kind` of the button.
    """
    values = {"url": "", "cancel_url": "", "kind": "danger", **options, "title": title, "action": action}
    return _part("ui/confirm_panel.html", content, csrf_token=context.get("csrf_token"), **values)
