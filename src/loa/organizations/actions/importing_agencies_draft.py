"""What a table of agencies comes to: who is meant by each row, how they shall be, and what is wrong."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loa.organizations.actions.importing_cells import Fault, Numbered, agency_rows
from loa.organizations.actions.importing_charge import Charge, charge_of
from loa.organizations.actions.importing_painting import Gap, Overlap, painted, references
from loa.organizations.actions.importing_preview import Line, Preview, fingerprint_of
from loa.organizations.actions.importing_sheets import Sheet
from loa.organizations.actions.importing_successions import unrecorded, ways_in
from loa.organizations.actions.importing_wording import differences
from loa.organizations.actions.importing_writing import Revision
from loa.organizations.catalogue import AgencySuccession
from loa.organizations.models import Agency
from loa.organizations.queries.importing import by_name, pictures
from loa.schedule.window import ONE_DAY

__all__ = ["Draft", "drafted"]


@dataclass(frozen=True, slots=True)
class Draft:
    """All that an import would do, how it is told, and the first day on which others have to look again.

    A row without a day says what was so all along and only now came to be known: nothing before today is upset by it.
    """

    revisions: tuple[Revision, ...]
    ways: tuple[AgencySuccession, ...]
    preview: Preview
    since: date


class _Drafting:
    """One table beside what is known: who is meant by each row, how they shall be, what is wrong."""

    def __init__(self, sheet: Sheet, at: Agency, on: date) -> None:
        self.sheet, self.at, self.on = sheet, at, on
        rows, faults = agency_rows(sheet)
        self.faults: list[Fault] = list(faults)
        self.rows = _by_key(rows)
        self.known = self._known_agencies()
        self.agencies = self._agencies()
        self.pictures = pictures(self._there())
        self.keys = {key: agency.key for key, agency in (self.known | self.agencies).items()}

    def _known_agencies(self) -> dict[str, Agency]:
        """Every agency that a cell names by its key."""
        rows = [one.row for those in self.rows.values() for one in those]
        named = {key for row in rows for key in (row.key, *references(row).values(), *row.predecessor_keys)}
        return {agency.external_key: agency for agency in Agency.objects.filter(external_key__in=named)}

    def _agencies(self) -> dict[str, Agency]:
        """Those the rows are about: known by key, made by hand under the same name, or new."""
        names = Counter(_last_name(rows) for rows in self.rows.values())
        namesakes = {name: agency for name, agency in by_name(self.on).items() if names[name] == 1}
        held = charge_of(self.at, list(namesakes.values()), self.on).held
        same = {name: agency for name, agency in namesakes.items() if agency.key in held}
        found: dict[str, Agency] = {}
        for key, rows in self.rows.items():
            found[key] = self.known.get(key) or same.get(_last_name(rows)) or Agency()
            found[key].external_key = key
        return found

    def _there(self) -> list[Agency]:
        """All agencies the table speaks of that are there already."""
        everyone = (*self.known.values(), *self.agencies.values(), self.at)
        return list({agency.pk: agency for agency in everyone if agency.pk}.values())

    def draft(self) -> Draft:
        """What is to be done, in the order of the file."""
        self._refuse_strangers()
        drawn = {key: revision for key in self.rows if (revision := self._revision(key)) is not None}
        revisions = {key: one for key, one in drawn.items() if self._is_to_be_done(one)}
        charge = charge_of(self.at, self._there(), self.on)
        self._refuse_out_of_charge(revisions, charge)
        ways = self._ways(drawn)
        self._refuse_foreign_predecessors(ways, charge)
        lines = tuple(self._lines(revisions, ways))
        faults = tuple(sorted(set(self.faults)))
        unchanged = len(drawn) - len(lines)
        fingerprint = fingerprint_of(lines, faults, ways)
        notes = tuple(self._notes())
        since = min((self.on, *self._days(revisions), *(way.on for way in ways)))
        return Draft(tuple(revisions.values()), ways, Preview(lines, unchanged, faults, notes, fingerprint), since)

    def _days(self, revisions: Mapping[str, Revision]) -> Iterator[date]:
        """The days that rows name and on which an agency is then otherwise than it is known."""
        for key, revision in revisions.items():
            for one in self.rows[key]:
                last = one.row.valid_to
                for day in filter(None, (one.row.valid_from, last and last + ONE_DAY)):
                    if revision.differs_on(day):
                        yield day

    def _refuse_strangers(self) -> None:
        for one in self._each():
            for column, key in references(one.row).items():
                if key not in self.keys:
                    self._fault(one, column, _("there is no agency with the key “%(key)s”") % {"key": key})

    def _each(self) -> Iterator[Numbered]:
        return (one for rows in self.rows.values() for one in rows)

    def _fault(self, one: Numbered, column: str, message: str) -> None:
        self.faults.append(Fault(one.number, column, message))

    def _revision(self, key: str) -> Revision | None:
        rows = self.rows[key]
        if any(target not in self.keys for one in rows for target in references(one.row).values()):
            return None
        agency = self.agencies[key]
        before = self.pictures.get(agency.key)
        plain = [one.row for one in rows]
        try:
            after = painted(agency, before, plain, self.keys, on=self.on, columns=self.sheet.columns)
        except Overlap as wrong:
            self._refuse(rows, wrong.row, _("its days overlap those of another row of this agency"))
        except Gap as wrong:
            self._refuse(rows, wrong.row, _("no row speaks of the days between this one and what is known"))
        else:
            return Revision(before, after)
        return None

    def _refuse(self, rows: Sequence[Numbered], wrong: object, message: str) -> None:
        self._fault(next(one for one in rows if one.row == wrong), "valid_from", message)

    def _is_to_be_done(self, revision: Revision) -> bool:
        return revision.before is None or revision.before.differs(revision.after) or self._is_adopted(revision)

    def _is_adopted(self, revision: Revision) -> bool:
        return revision.after.agency.external_key not in self.known

    def _refuse_out_of_charge(self, revisions: Mapping[str, Revision], charge: Charge) -> None:
        by_key = {revision.after.agency.key: revision for revision in revisions.values()}
        for key, revision in revisions.items():
            objection = charge.objection(revision, by_key)
            if objection:
                self._fault(self.rows[key][-1], *objection)

    def _ways(self, drawn: Mapping[str, Revision]) -> tuple[AgencySuccession, ...]:
        """The successions that the predecessors come to and that are not recorded yet."""
        known = {key: self.pictures[agency.key] for key, agency in self.known.items() if agency.key in self.pictures}
        after = known | {key: revision.after for key, revision in drawn.items()}
        life = {key: (picture.named[-1].value.tier, picture.ended_on) for key, picture in after.items()}
        ids = {key: agency.pk for key, agency in self.known.items()}
        return unrecorded(ways_in((one.row for one in self._each()), life), ids)

    def _refuse_foreign_predecessors(self, ways: Iterable[AgencySuccession], charge: Charge) -> None:
        for way in ways:
            agency = self.known.get(way.predecessor)
            if agency and agency.key not in charge.held:
                told = _("“%(name)s” is not under %(at)s") % {"name": agency, "at": self.at}
                self._fault(self.rows[way.successor][-1], "predecessor_keys", told)

    def _lines(self, revisions: Mapping[str, Revision], ways: Iterable[AgencySuccession]) -> Iterator[Line]:
        names = {agency.key: agency.name for agency in self._there()}
        names |= {self.agencies[key].key: rows[-1].row.name for key, rows in self.rows.items()}
        taken: dict[str, list[str]] = defaultdict(list)
        for way in ways:
            taken[way.successor].append(names[self.keys[way.predecessor]])
        for key, rows in self.rows.items():
            revision = revisions.get(key)
            details = differences(revision, names) if revision else ()
            if taken[key]:
                details += (_("takes over from: %(names)s") % {"names": ", ".join(taken[key])},)
            if details:
                is_new = revision is not None and revision.is_new
                yield Line(rows[-1].number, key, rows[-1].row.name, is_new, details)

    def _notes(self) -> Iterator[str]:
        if self.sheet.left_out:
            yield _("Columns that are not used: %(columns)s.") % {"columns": ", ".join(self.sheet.left_out)}
        unknown = {key for one in self._each() for key in one.row.predecessor_keys} - self.keys.keys()
        if unknown:
            yield ngettext(
                "%(count)s predecessor is not in Loa; no succession is recorded for it.",
                "%(count)s predecessors are not in Loa; no succession is recorded for them.",
                len(unknown),
            ) % {"count": len(unknown)}


def _by_key(rows: Iterable[Numbered]) -> dict[str, list[Numbered]]:
    found: dict[str, list[Numbered]] = defaultdict(list)
    for one in rows:
        found[one.row.key].append(one)
    return dict(found)


def _last_name(rows: Sequence[Numbered]) -> tuple[str, str]:
    return rows[-1].row.name, str(rows[-1].row.tier)


def drafted(sheet: Sheet, at: Agency, on: date) -> Draft:
    """What importing the table at the agency comes to on the day; a few queries, however many rows."""
    return _Drafting(sheet, at, on).draft()
