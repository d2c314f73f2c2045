"""What a table of people comes to: who is meant by each row, which posts come or change, and what is wrong."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Lower
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loa.organizations.actions.importing_cells import Fault, PersonRow, person_rows
from loa.organizations.actions.importing_charge import charge_of
from loa.organizations.actions.importing_preview import Line, Preview, fingerprint_of
from loa.organizations.actions.importing_sheets import Sheet
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Designation, Person, Post

__all__ = ["PeopleDraft", "people_drafted", "people_known"]


@dataclass(frozen=True, slots=True)
class PeopleDraft:
    """What an import of people would do: people without a number are new, and so are posts."""

    people: tuple[Person, ...]
    posts: tuple[Post, ...]
    preview: Preview


def people_drafted(sheet: Sheet, at: Agency, on: date) -> PeopleDraft:
    """What importing the table at the agency comes to on the day; a few queries, however many rows."""
    return _Drafting(sheet, at, on).draft()


def people_known(emails: Collection[str]) -> dict[str, Person]:
    """Those who are entered already, by their address in small letters."""
    found = Person.objects.annotate(small=Lower("email")).filter(small__in=emails)
    return {person.email.lower(): person for person in found}


class _Drafting:
    """One table beside the people and posts that are known."""

    def __init__(self, sheet: Sheet, at: Agency, on: date) -> None:
        self.sheet, self.at, self.on = sheet, at, on
        self.rows, faults = person_rows(sheet)
        self.faults = list(faults)
        self.agencies = self._agencies()
        self.known = people_known({row.email for row in self.rows})
        self.people: dict[str, Person] = {}
        self.posts = self._posts()
        self.held = self._held()

    def _agencies(self) -> Mapping[str, Agency]:
        """By the key of an imported table, else by the name of the day where only one agency has it."""
        asked = {row.agency_key for row in self.rows}
        found = {agency.external_key: agency for agency in Agency.objects.filter(external_key__in=asked)}
        named: dict[str, list[Agency]] = defaultdict(list)
        rows = Designation.objects.on(self.on).filter(name__in=asked - found.keys()).select_related("agency")
        for row in rows:
            named[row.name].append(row.agency)
        return found | {name: agencies[0] for name, agencies in named.items() if len(agencies) == 1}

    def _posts(self) -> Mapping[int, list[Post]]:
        """All posts that the known people ever had."""
        found: dict[int, list[Post]] = defaultdict(list)
        everyone = [person.pk for person in self.known.values()]
        for post in Post.objects.filter(person_id__in=everyone).select_related("agency"):
            found[post.person_id].append(post)
        return found

    def _held(self) -> frozenset[int]:
        """The agencies in the charge of `at`, of those spoken of and those where the people have posts."""
        theirs = (post.agency for posts in self.posts.values() for post in posts)
        agencies = {agency.pk: agency for agency in (*self.agencies.values(), *theirs)}
        held = charge_of(self.at, list(agencies.values()), self.on).held
        return frozenset(pk for pk, agency in agencies.items() if agency.key in held)

    def draft(self) -> PeopleDraft:
        """What is to be done, row by row."""
        self._refuse_repeated()
        posts: list[Post] = []
        lines: list[Line] = []
        for row in self.rows:
            agency = self._agency(row)
            person = self._person(row)
            if agency is None or person is None:
                continue
            line, post = self._row(row, person, agency)
            lines += [line] if line else []
            posts += [post] if post else []
        faults = tuple(sorted(set(self.faults)))
        touched = tuple(person for person in self.people.values() if not person.pk or self._is_renamed(person))
        notes = tuple(self._notes())
        spoken_of = {line.row for line in lines} | {fault.row for fault in faults}
        unchanged = len({row.number for row in self.rows} - spoken_of)
        preview = Preview(tuple(lines), unchanged, faults, notes, fingerprint_of(lines, faults))
        return PeopleDraft(touched, tuple(posts), preview)

    def _notes(self) -> Iterator[str]:
        if self.sheet.left_out:
            yield _("Columns that are not used: %(columns)s.") % {"columns": ", ".join(self.sheet.left_out)}

    def _fault(self, row: PersonRow, column: str, message: str) -> None:
        self.faults.append(Fault(row.number, column, message))

    def _refuse_repeated(self) -> None:
        times = Counter((row.email, row.agency_key, row.role) for row in self.rows)
        for row in self.rows:
            if times[row.email, row.agency_key, row.role] > 1:
                self._fault(row, "role", _("the same post is there twice"))

    def _agency(self, row: PersonRow) -> Agency | None:
        agency = self.agencies.get(row.agency_key)
        if agency is None:
            self._fault(row, "agency_key", _("there is no agency with the key “%(key)s”") % {"key": row.agency_key})
        elif agency.pk not in self.held:
            self._fault(row, "agency_key", _("“%(name)s” is not under %(at)s") % {"name": agency, "at": self.at})
        else:
            return agency
        return None

    def _person(self, row: PersonRow) -> Person | None:
        """Who is meant; the same object for each of their rows."""
        if row.email not in self.people:
            self.people[row.email] = self._named(row)
        person = self.people[row.email]
        if not person.is_active:
            self._fault(row, "email", _("this person may not sign in; let them in first"))
        elif person.full_name != row.full_name:
            self._fault(row, "full_name", _("another row calls this person “%(name)s”") % {"name": person.full_name})
        else:
            return person
        return None

    def _named(self, row: PersonRow) -> Person:
        known = self.known.get(row.email)
        if known is None:
            made = Person(email=row.email, full_name=row.full_name)
            made.set_unusable_password()
            return made
        person = copy(known)
        if person.full_name != row.full_name:
            person.full_name = row.full_name
            self._refuse_stranger(row, known)
        return person

    def _refuse_stranger(self, row: PersonRow, known: Person) -> None:
        """Whoever has a post elsewhere keeps the name that is known there."""
        lasting = (post for post in self.posts[known.pk] if not self._is_over(post))
        if any(post.agency_id not in self.held for post in lasting):
            self._fault(row, "full_name", _("is known as “%(name)s” at another agency") % {"name": known.full_name})

    def _is_renamed(self, person: Person) -> bool:
        known = self.known.get(person.email.lower())
        return known is not None and known.full_name != person.full_name

    def _row(self, row: PersonRow, person: Person, agency: Agency) -> tuple[Line | None, Post | None]:
        same = [post for post in self.posts[person.pk] if self._is_meant(post, row, agency)]
        details = list(self._of_person(person))
        if len(same) > 1:
            self._fault(row, "role", _("holds this post in several stretches of time; change it on the person's page"))
            return None, None
        if not same:
            made = self._new_post(row, person, agency)
            return self._line(row, person, True, [*details, self._told(made)]), made
        changes = self._changed(same[0], row)
        line = self._line(row, person, False, [*details, *changes]) if details or changes else None
        return line, same[0] if changes else None

    def _is_over(self, post: Post) -> bool:
        return post.valid_to is not None and post.valid_to < self.on

    def _is_meant(self, post: Post, row: PersonRow, agency: Agency) -> bool:
        """Whether the row speaks of this post: the same role, in days that overlap or, without days, not over yet."""
        if (post.agency_id, post.role) != (agency.pk, row.role):
            return False
        if row.valid_from is None:
            return not self._is_over(post)
        return post.valid_from <= (row.valid_to or date.max) and row.valid_from <= (post.valid_to or date.max)

    def _line(self, row: PersonRow, person: Person, is_new: bool, details: list[str]) -> Line:
        return Line(row.number, person.email, person.full_name, is_new, tuple(details))

    def _of_person(self, person: Person) -> Iterator[str]:
        if not person.pk:
            yield _("is not in Loa yet")
        elif self._is_renamed(person):
            was = self.known[person.email.lower()].full_name
            yield _("%(what)s: “%(was)s” → “%(now)s”") % {"what": _("full name"), "was": was, "now": person.full_name}

    def _new_post(self, row: PersonRow, person: Person, agency: Agency) -> Post:
        start = row.valid_from or self.on
        if not agency.exists_on(start):
            told = {"name": agency, "day": date_format(start, "SHORT_DATE_FORMAT")}
            self._fault(row, "valid_from", _("“%(name)s” does not exist on %(day)s") % told)
        ends = [day for day in (row.valid_to, agency.ended_on) if day]
        if ends and min(ends) < start:
            self._fault(row, "valid_to", _("lies before the first day"))
        return Post(
            person=person,
            agency=agency,
            role=row.role,
            title=row.title,
            valid_from=start,
            valid_to=min(ends, default=None),
        )

    def _told(self, post: Post) -> str:
        told = {"role": Role(post.role).label, "agency": post.agency, "day": self._day(post.valid_from)}
        return _("%(role)s at %(agency)s from %(day)s") % told

    def _changed(self, post: Post, row: PersonRow) -> list[str]:
        """Lets the post say what the row says, and tells what that changed."""
        wanted: dict[str, date | str] = {"title": row.title if "title" in self.sheet.columns else post.title}
        wanted |= {name: day for name, day in (("valid_from", row.valid_from), ("valid_to", row.valid_to)) if day}
        if self._is_over(post) and row.valid_to is None:
            told = {"day": self._day(post.valid_to)}
            self._fault(row, "valid_from", _("held this post until %(day)s; write a later first day") % told)
            return []
        labels = {field.name: field.verbose_name for field in post._meta.concrete_fields}
        sentences = []
        for name, now in wanted.items():
            was = getattr(post, name)
            if was != now:
                setattr(post, name, now)
                values = {"what": labels[name], "was": self._day(was), "now": self._day(now)}
                sentences.append(_("%(what)s: “%(was)s” → “%(now)s”") % values)
        if post.valid_to is not None and post.valid_to < post.valid_from:
            self._fault(row, "valid_to", _("lies before the first day"))
        return sentences

    def _day(self, value: date | str | None) -> str:
        return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else value or "–"
