"""Loads agencies, their reorganisation and their people at once: from the catalogue that comes with Loa, or from rows.

Loading adds what is missing and changes nothing that is there, so it can be done again at any time. Whoever wants a
table to change agencies imports it (`importing_agencies`).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.actions.importing_cells import PersonRow
from loa.organizations.actions.importing_painting import painted, references
from loa.organizations.actions.importing_people import write_people
from loa.organizations.actions.importing_people_draft import people_known
from loa.organizations.actions.importing_successions import agency_ids, life_of, record_ways, unrecorded, ways_in
from loa.organizations.actions.importing_writing import Revision, write
from loa.organizations.catalogue import (
    REORGANISED_ON,
    AgencyKind,
    AgencyRow,
    AgencySuccession,
    Tier,
    UnknownUnit,
    agencies_across,
    agency_successions,
    central_agencies,
    province,
    unit,
    units,
)
from loa.organizations.events import organization_changed
from loa.organizations.models import Agency, Person, Post
from loa.organizations.queries.importing import Picture, by_name, pictures

__all__ = ["WHOLE_COUNTRY", "Loaded", "load_agencies", "load_people", "load_units"]

WHOLE_COUNTRY = "all"
_SINCE = date(2025, 1, 1)
"""The tables tell the same of every earlier day; the first reorganisation they know is that of 1 March 2025."""
_PROVINCE_ONLY = frozenset({Tier.PROVINCE})


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a loading added."""

    agencies: int = 0
    successions: int = 0
    people: int = 0
    posts: int = 0


def load_units(
    which: str, *, by: Person | None, on: date, bodies_of: Collection[Tier] = _PROVINCE_ONLY, also: Collection[str] = ()
) -> Loaded:
    """The agencies of a province of today, by its name or key, or of the `WHOLE_COUNTRY`, with those they came from.

    They get a People's Committee for each unit on either side of July 2025, the bodies of the tiers in `bodies_of`, and
    what became of each. `also` are slugs of bodies that some provinces have. Raises UnknownUnit.
    """
    rows: dict[AgencyRow, None] = {}
    ways: dict[AgencySuccession, None] = {}
    for key in _provinces(which, on):
        across = agencies_across(key, since=_SINCE, until=max(on, REORGANISED_ON), bodies_of=bodies_of, also=also)
        rows.update(dict.fromkeys(across))
        ways.update(dict.fromkeys(agency_successions(key, bodies_of=bodies_of, also=also)))
    return _load(tuple(rows), tuple(ways), by=by, on=on)


def _provinces(which: str, on: date) -> Iterator[str]:
    day = max(on, REORGANISED_ON)
    if which == WHOLE_COUNTRY:
        yield from (one.key for one in units(day) if one.tier is Tier.PROVINCE)
        return
    try:
        yield unit(which, day).key
    except UnknownUnit:
        yield province(which, day).key


def load_agencies(rows: Iterable[AgencyRow], *, by: Person | None, on: date) -> Loaded:
    """The agencies of these rows and the successions that their predecessors come to.

    Where a row names a body of the centre that is missing, the catalogue gives it. Raises ValidationError for a row
    that names an agency which is neither known nor among the rows.
    """
    told = tuple(rows)
    known = _ways_of_the_catalogue(told)
    ways = (known.get((way.predecessor, way.successor, way.on), way) for way in ways_in(told, life_of(told)))
    return _load(told, tuple(ways), by=by, on=on)


def _ways_of_the_catalogue(rows: Iterable[AgencyRow]) -> Mapping[tuple[str, str, date], AgencySuccession]:
    """What the catalogue tells of the provinces among the rows: it knows shares, a table of agencies does not."""
    found: dict[tuple[str, str, date], AgencySuccession] = {}
    for key in {row.key.partition("/")[0] for row in rows if row.tier == Tier.PROVINCE}:
        with suppress(UnknownUnit):
            found.update({(way.predecessor, way.successor, way.on): way for way in agency_successions(key)})
    return found


@transaction.atomic
def _load(rows: Sequence[AgencyRow], ways: Sequence[AgencySuccession], *, by: Person | None, on: date) -> Loaded:
    revisions = _missing(rows, on)
    write(revisions)
    ids = agency_ids({key for way in ways for key in (way.predecessor, way.successor)})
    successions = record_ways(unrecorded(ways, ids), ids)
    loaded = Loaded(agencies=len(revisions), successions=successions)
    if revisions or successions:
        after = {"agencies": loaded.agencies, "successions": loaded.successions}
        about = _about(rows)
        record("agencies.load", about, by=by, agency_id=about.pk, after=after)
        touched = [*(revision.after.agency.pk for revision in revisions), *ids.values()]
        organization_changed.send(Agency, since=on, agencies=touched)
    return loaded


def _about(rows: Sequence[AgencyRow]) -> Agency:
    """What the trail says was loaded: the committee of the one province, else the whole country."""
    committee = {"kind": AgencyKind.PEOPLES_COMMITTEE, "tier": Tier.PROVINCE, "valid_to": None}
    tops = {row.key for row in rows if all(getattr(row, name) == value for name, value in committee.items())}
    if len(tops) > 1:
        return Agency(name=_("Whole country"))
    return Agency.objects.get(external_key=next(iter(tops), rows[0].key))


def _missing(rows: Sequence[AgencyRow], on: date) -> list[Revision]:
    """The agencies of the rows that are not there; one made by hand under the same name is taken for it."""
    keys = dict(Agency.objects.exclude(external_key="").values_list("external_key", "key"))
    grouped: dict[str, list[AgencyRow]] = defaultdict(list)
    for row in (*_centre(rows), *rows):
        if row.key not in keys:
            grouped[row.key].append(row)
    agencies = _agencies(grouped, on)
    keys |= {key: agency.key for key, agency in agencies.items()}
    _refuse_strangers(rows, keys)
    known = pictures([agency for agency in agencies.values() if agency.pk])
    return [_revision(agencies[key], known, states, keys, on) for key, states in grouped.items()]


def _agencies(grouped: Mapping[str, Sequence[AgencyRow]], on: date) -> dict[str, Agency]:
    names = Counter((states[-1].name, str(states[-1].tier)) for states in grouped.values())
    same = {name: agency for name, agency in by_name(on).items() if names[name] == 1}
    made: dict[str, Agency] = {}
    for key, states in grouped.items():
        made[key] = same.get((states[-1].name, str(states[-1].tier))) or Agency()
        made[key].external_key = key
    return made


def _revision(
    agency: Agency, known: Mapping[UUID, Picture], rows: Sequence[AgencyRow], keys: Mapping[str, UUID], on: date
) -> Revision:
    # Painted as if nothing were known: the table tells more of its past than whoever made it by hand.
    return Revision(known.get(agency.key), painted(agency, None, rows, keys, on=on))


def _centre(rows: Iterable[AgencyRow]) -> tuple[AgencyRow, ...]:
    """The bodies of the centre that the rows name, in all their states."""
    named = {key for row in rows for key in references(row).values()}
    days = (_SINCE, *sorted({row.valid_from for row in rows if row.valid_from}))
    states = dict.fromkeys(row for day in days for row in central_agencies(day))
    return tuple(row for row in states if row.key in named)


def _refuse_strangers(rows: Iterable[AgencyRow], known: Collection[str]) -> None:
    for row in rows:
        for column, key in references(row).items():
            if key not in known:
                raise ValidationError(
                    _("The row of “%(row)s” names “%(key)s” in column %(column)s, which is no agency here."),
                    params={"row": row.key, "key": key, "column": column},
                )


@transaction.atomic
def load_people(rows: Iterable[PersonRow], *, by: Person | None, on: date) -> Loaded:
    """The people of these rows and their posts, from `on` where a row has no first day. Nobody gets a password or mail.

    Raises ValidationError for a row that names an agency which is not there.
    """
    told = [replace(row, email=row.email.lower()) for row in rows]
    agencies = {agency.external_key: agency for agency in Agency.objects.exclude(external_key="")}
    known = people_known({row.email for row in told})
    people = known | {row.email: _newcomer(row) for row in told if row.email not in known}
    held = set(Post.objects.values_list("person_id", "agency__external_key", "role"))
    posts = [
        _post(row, people[row.email], agencies, on)
        for row in told
        if (people[row.email].pk, row.agency_key, row.role) not in held
    ]
    new = [person for person in people.values() if not person.pk]
    write_people(new, posts)
    if new or posts:
        after = {"people": len(new), "posts": len(posts)}
        record("people.load", posts[0].agency, by=by, agency_id=posts[0].agency_id, after=after)
    return Loaded(people=len(new), posts=len(posts))


def _newcomer(row: PersonRow) -> Person:
    made = Person(email=row.email, full_name=row.full_name)
    made.set_unusable_password()
    return made


def _post(row: PersonRow, person: Person, agencies: Mapping[str, Agency], on: date) -> Post:
    agency = agencies.get(row.agency_key)
    if agency is None:
        raise ValidationError(
            _("The row of “%(row)s” names “%(key)s” in column %(column)s, which is no agency here."),
            params={"row": row.email, "key": row.agency_key, "column": "agency_key"},
        )
    start = row.valid_from or on
    return Post(person=person, agency=agency, role=row.role, title=row.title, valid_from=start, valid_to=row.valid_to)
