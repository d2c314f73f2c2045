"""The person who lets all others in."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone, translation

from loa.audit.actions import record
from loa.organizations.enums import AgencyKind, Role, Tier
from loa.organizations.forms.finding import find_agency
from loa.organizations.models import Agency, Designation, Person, Post
from loa.project.settings import LOA

__all__ = ["exists_already", "make_administrator"]


def exists_already() -> bool:
    """Whether anybody could administrate today."""
    posts = Post.objects.on(timezone.localdate())
    return posts.filter(role=Role.ADMINISTRATOR, person__is_active=True).exists()


@transaction.atomic
def make_administrator(*, email: str, full_name: str, agency: str, password: str) -> Person:
    """Makes the person, an agency of that name unless there is one, and the post. Raises ValidationError.

    Where agencies were loaded, the name has to be that of one of them: another at the top would be in charge of none.
    """
    today = timezone.localdate()
    with translation.override(LOA.language):
        person = Person(email=email.strip().lower(), full_name=full_name.strip(), language=LOA.language)
        validate_password(password, person)
        person.set_password(password)
        person.full_clean()
        home = find_agency(agency, today) if Agency.objects.existing(today).exists() else None
    person.save()
    home = home or _founded(agency.strip(), today)
    Post.objects.create(person=person, agency=home, role=Role.ADMINISTRATOR, valid_from=today)
    after = {"email": person.email, "role": Role.ADMINISTRATOR, "agency": home.name}
    record("people.change", person, by=None, agency_id=home.pk, after=after)
    return person


def _founded(name: str, today: date) -> Agency:
    """A people's committee of a province, which an administrator may correct later."""
    agency = Agency.objects.create(name=name, founded_on=today)
    Designation.objects.create(
        agency=agency, name=name, tier=Tier.PROVINCE, kind=AgencyKind.PEOPLES_COMMITTEE, valid_from=today
    )
    return agency
