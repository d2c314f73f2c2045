"""In sentences: what about an agency would change."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loa.organizations.actions.importing_painting import PARENT_COLUMNS
from loa.organizations.actions.importing_writing import Revision
from loa.organizations.enums import AgencyKind, RelationKind, Tier
from loa.organizations.models import Designation
from loa.organizations.queries.importing import Named, Picture
from loa.organizations.queries.importing_timeline import EARLIEST, span_at

__all__ = ["differences", "outline"]


def outline(picture: Picture, names: Mapping[UUID, str]) -> tuple[str, ...]:
    """A new agency in short: tier and kind, under whom, since when."""
    last = picture.named[-1].value
    told = [f"{Tier(last.tier).label}, {AgencyKind(last.kind).label}"]
    for kind in PARENT_COLUMNS:
        spans = picture.parents[kind]
        if spans and spans[-1].value:
            told.append(f"{RelationKind(kind).label}: {_names(spans[-1].value, names)}")
    if picture.founded_on != EARLIEST or picture.ended_on:
        told.append(_period(picture.founded_on, picture.ended_on))
    return tuple(told)


def differences(revision: Revision, names: Mapping[UUID, str]) -> tuple[str, ...]:
    """What would be otherwise than now, one sentence for each value."""
    if revision.before is None:
        return outline(revision.after, names)
    told = [*_of_names(revision.before, revision.after), *_of_parents(revision.before, revision.after, names)]
    return tuple(told) or (_("the key in imported tables"),)


def _of_names(before: Picture, after: Picture) -> Iterator[str]:
    labels = {field.name: field.verbose_name for field in Designation._meta.concrete_fields}
    for span in (one for one in after.named if one not in before.named):
        old = span_at(before.named, span.start)
        for field in fields(Named):
            was, now = (_cell(field.name, one.value) if one else "" for one in (old, span))
            if was != now:
                yield _sentence(span.start, labels[field.name], was, now)
        if old and span.end != old.end and span == after.named[-1]:
            yield _sentence(span.start, _("last day"), _day(old.end), _day(span.end))
        if old is None:
            yield _period(span.start, span.end)


def _of_parents(before: Picture, after: Picture, names: Mapping[UUID, str]) -> Iterator[str]:
    for kind in PARENT_COLUMNS:
        for span in after.parents[kind]:
            old = span_at(before.parents[kind], span.start)
            was = old.value if old else frozenset()
            if was != span.value:
                yield _sentence(span.start, RelationKind(kind).label, _names(was, names), _names(span.value, names))


def _sentence(start: date, what: object, was: str, now: str) -> str:
    told = _("%(what)s: “%(was)s” → “%(now)s”") % {"what": what, "was": was or "–", "now": now or "–"}
    return told if start == EARLIEST else f"{_from(start)}: {told}"


def _from(day: date) -> str:
    return _("from %(day)s") % {"day": _day(day)}


def _period(start: date, end: date | None) -> str:
    if end is None:
        return _from(start)
    if start == EARLIEST:
        return _("until %(day)s") % {"day": _day(end)}
    return _("from %(start)s to %(end)s") % {"start": _day(start), "end": _day(end)}


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def _cell(column: str, named: Named) -> str:
    value: str = getattr(named, column)
    if column == "tier":
        return str(Tier(value).label)
    return str(AgencyKind(value).label) if column == "kind" else value


def _names(keys: frozenset[UUID], names: Mapping[UUID, str]) -> str:
    return ", ".join(sorted(names.get(key, "") for key in keys))
