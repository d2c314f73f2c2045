"""What an agency of the sample province announces for one duty, by its habit."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import Any

from django.utils.text import slugify

from loa.monitoring.enums import EvidenceKind, ReformArea, Source
from loa.monitoring.happening import Happening
from loa.monitoring.queries.duties import Duty
from loa.organizations.models import Agency
from loa.project.demo.samples import folder
from loa.project.demo.year.days import dated_day, days_of
from loa.project.demo.year.habits import chance_of, habit_of
from loa.schedule import Kind, Unit

__all__ = ["Doer", "done_after_all", "happenings_of", "words_of_the_year"]

_AREAS: Mapping[ReformArea, int] = {
    ReformArea.INSTITUTIONS: 2,
    ReformArea.PROCEDURES: 6,
    ReformArea.APPARATUS: 2,
    ReformArea.CIVIL_SERVICE: 3,
    ReformArea.PUBLIC_FINANCE: 1,
    ReformArea.DIGITAL: 5,
    ReformArea.DIRECTION: 3,
}
"""How often agencies write about each area."""

_BY_UNIT = {
    Unit.NEWS_ITEM: EvidenceKind.ARTICLE,
    Unit.BROADCAST: EvidenceKind.BROADCAST,
    Unit.ISSUE: EvidenceKind.BULLETIN,
    Unit.EVENT: EvidenceKind.EVENT,
}
_BY_KIND = {
    "make-plan": EvidenceKind.PLAN,
    "report": EvidenceKind.REPORT,
    "train": EvidenceKind.TRAINING,
    "contest": EvidenceKind.CONTEST,
    "survey": EvidenceKind.SURVEY,
    "update-procedures": EvidenceKind.POSTING,
    "conference": EvidenceKind.EVENT,
    "integrate": EvidenceKind.EVENT,
    "fund": EvidenceKind.PAYMENT,
    "inspect-urge": EvidenceKind.INSPECTION,
    "receive-feedback": EvidenceKind.ANSWER,
    "broadcast": EvidenceKind.BROADCAST,
    "publish": EvidenceKind.ARTICLE,
    "column": EvidenceKind.ARTICLE,
    "disseminate": EvidenceKind.MATERIAL,
    "direct": EvidenceKind.DOCUMENT,
}
_GATHERED = frozenset({EvidenceKind.EVENT, EvidenceKind.TRAINING, EvidenceKind.CONTEST, EvidenceKind.SURVEY})


@dataclass(frozen=True, slots=True)
class Doer:
    """An agency of the year: what it is called in short, its key in the samples, where its site would be."""

    agency: Agency
    short_name: str
    key: str

    @property
    def site(self) -> str:
        return f"https://{self.key.replace('/', '-')}.langson.example"


@cache
def words_of_the_year() -> Mapping[str, Any]:
    """The composed headings and texts."""
    return tomllib.loads((folder() / "happenings.toml").read_text("utf-8"))


def happenings_of(duty: Duty, doer: Doer, today: date) -> Iterator[Happening]:
    """What the agency announces for the duty up to today; nothing for what is continuous or only asked for."""
    one = duty.occurrence
    chance = chance_of(doer.key, duty.rule.ref, one.key)
    for number, day in enumerate(_days(duty, doer, chance, today)):
        yield _announced(duty, doer, chance, day, number)


def done_after_all(duty: Duty, doer: Doer, day: date, number: str) -> Happening:
    """What the agency announces once it was reminded."""
    return _announced(duty, doer, chance_of(doer.key, duty.rule.ref, duty.occurrence.key, number), day, number)


def _days(duty: Duty, doer: Doer, chance: Random, today: date) -> Sequence[date]:
    one, habit = duty.occurrence, habit_of(doer.key)
    if duty.waived or duty.kind in (Kind.CONTINUOUS, Kind.REQUESTED):
        return ()
    if one.kind == Kind.QUOTA:
        return days_of(one, duty.amount or 1, habit, chance, today)
    day = dated_day(one, habit, chance, today)
    return (day,) if day else ()


def _announced(duty: Duty, doer: Doer, chance: Random, day: date, number: int | str) -> Happening:
    kind, one = _kind_of(duty), duty.occurrence
    areas = chance.choices(list(_AREAS), list(_AREAS.values())) if kind is EvidenceKind.ARTICLE else []
    reference = f"{doer.key}-{duty.rule.position}-{one.key}-{number}"
    return Happening(
        agency=doer.agency,
        kind=kind,
        happened_on=day,
        title=_filled(_heading(kind, duty, areas, chance), duty, doer, chance, day),
        source=Source.PERSON,
        channel=duty.rule.channels[0] if duty.rule.channels else "",
        areas=areas,
        minutes=chance.randint(5, 20) if kind is EvidenceKind.BROADCAST else None,
        attendances=chance.randint(25, 180) if kind in _GATHERED else None,
        place=doer.short_name if kind in _GATHERED else "",
        link=f"{doer.site}/{day:%Y/%m}/{slugify(reference)}",
        about=duty.window_name if one.kind in (Kind.REPORT, Kind.ONCE) else "",
        words=chance.randint(180, 900) if kind is EvidenceKind.ARTICLE else None,
        own_work=True if kind is EvidenceKind.ARTICLE else None,
        has_photo=chance.random() < 0.8,
        reference=reference,
    )


def _kind_of(duty: Duty) -> EvidenceKind:
    if duty.occurrence.unit:
        return _BY_UNIT[Unit(duty.occurrence.unit)]
    return next((_BY_KIND[kind] for kind in duty.rule.kinds if kind in _BY_KIND), EvidenceKind.OTHER)


def _heading(kind: EvidenceKind, duty: Duty, areas: Sequence[ReformArea], chance: Random) -> str:
    words = words_of_the_year()
    match kind:
        case EvidenceKind.ARTICLE:
            patterns = words["article"][areas[0].value]
        case EvidenceKind.BROADCAST:
            patterns = words["broadcast"]["any"]
        case EvidenceKind.EVENT:
            told = next((channel for channel in duty.rule.channels if channel in words["event"]), "any")
            patterns = words["event"][told]
        case _:
            patterns = [words["other"][kind.value]]
    return str(chance.choice(patterns))


def _filled(heading: str, duty: Duty, doer: Doer, chance: Random, day: date) -> str:
    return heading.format(
        place=doer.short_name,
        n=chance.randint(2, 60),
        month=day.month,
        week=day.isocalendar().week,
        year=day.year,
        window=duty.occurrence.name_vi,
    )
