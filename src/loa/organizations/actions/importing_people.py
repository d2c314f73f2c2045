"""Importing people and their posts from a table: told first, then done whole or not at all. Again changes nothing."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.formats import date_format

from loa.audit.actions import record
from loa.organizations.actions.importing_people_draft import people_drafted
from loa.organizations.actions.importing_preview import Faulty, Outdated, Preview
from loa.organizations.actions.importing_sheets import Sheet
from loa.organizations.actions.notices import notify
from loa.organizations.actions.password_links import owe_links
from loa.organizations.models import Agency, Delegation, Person, Post
from loa.organizations.policy import require

__all__ = ["import_people", "preview_people", "write_people"]

_AT_ONCE = 1000


def preview_people(sheet: Sheet, *, at: Agency, by: Person, on: date) -> Preview:
    """What importing the table at the agency would do on the day; nothing is done. Raises Forbidden."""
    require(by, "people.change", at, on=on)
    return people_drafted(sheet, at, on).preview


@transaction.atomic
def import_people(
    sheet: Sheet, *, at: Agency, by: Person, on: date, fingerprint: str, welcome: bool = False
) -> Preview:
    """Does what the preview with the fingerprint told, all of it or nothing; leaves one row in the trail.

    New people have no password; with `welcome` they are mailed a link to set one. Who is known already is told of new
    posts. Raises Forbidden, Faulty, and Outdated when the data changed since.
    """
    require(by, "people.change", at, on=on)
    _lock(sheet)
    draft = people_drafted(sheet, at, on)
    preview = draft.preview
    if preview.fingerprint != fingerprint:
        raise Outdated(preview)
    if preview.faults:
        raise Faulty(preview.faults)
    new = [person for person in draft.people if not person.pk]
    to_tell = [post for post in draft.posts if not post.pk and post.person.pk]
    write_people(draft.people, draft.posts)
    after = {"people": len(new), "new": preview.new, "changed": preview.changed, "welcome": welcome}
    record("people.import", at, by=by, agency_id=at.pk, after=after)
    if welcome:
        owe_links(new, new=True)
    _tell(to_tell)
    return preview


def _lock(sheet: Sheet) -> None:
    """Imports wait for one another at the first agency there is, then for whoever changes the people they touch."""
    Agency.objects.select_for_update().order_by("pk").first()
    emails = {row.cells.get("email", "").lower() for row in sheet.rows}
    list(Person.objects.select_for_update().filter(email__in=emails).order_by("pk").values_list("pk"))


def write_people(people: Iterable[Person], posts: Iterable[Post]) -> None:
    """Writes people and posts, those without a number as new; nobody is asked and nobody told."""
    for person in people:
        person.save()
    told = list(posts)
    for post in told:
        post.person = post.person  # now that it has a number
    known = [post for post in told if post.pk]
    Post.objects.bulk_create([post for post in told if not post.pk], batch_size=_AT_ONCE)
    Post.objects.bulk_update(known, ["title", "valid_from", "valid_to"], batch_size=_AT_ONCE)
    for post in known:
        if post.valid_to is not None:
            Delegation.objects.filter(post=post, valid_from__gt=post.valid_to).delete()
            Delegation.objects.filter(post=post, valid_to__gt=post.valid_to).update(valid_to=post.valid_to)


def _tell(posts: Iterable[Post]) -> None:
    for post in posts:
        since = date_format(post.valid_from, "SHORT_DATE_FORMAT")
        values = {"role": post.role, "agency": post.agency.name, "since": since}
        notify([post.person], "organizations.post-given", values)
