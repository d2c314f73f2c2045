"""The people of the demonstration, their posts, and one password for all."""

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from loa.audit.actions import record
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person, Post
from loa.project.demo.samples import people_rows

__all__ = ["PASSWORD", "account", "load_people"]

PASSWORD = "thu-nghiem-2026"  # noqa: S105  # of sample accounts, printed for whoever starts the demonstration

_SEVERAL_POSTS = (Role.COORDINATOR, Role.LEADER, Role.RECORDS_CLERK)
"""At small agencies one person does it all."""


def account(role: Role) -> str:
    """The address of the account that shows a role."""
    return f"{role.value}@demo.loa.example"


@transaction.atomic
def load_people(since: date, *, also_in_charge: tuple[str, ...] = ()) -> int:
    """Makes the people and their posts from a day on; gives how many people.

    The officers at `also_in_charge`, keys of agencies, draft, sign and issue the plans of their agency too.
    """
    agencies = {agency.external_key: agency for agency in Agency.objects.exclude(external_key="")}
    password = make_password(PASSWORD)
    people: dict[str, Person] = {}
    for row in people_rows():
        person = people.get(row["email"]) or _made(row, password)
        people[person.email] = person
        agency = agencies[row["agency_key"]]
        roles = [Role(row["role"]), *(_SEVERAL_POSTS if row["agency_key"] in also_in_charge else ())]
        for role in dict.fromkeys(roles):
            _give(person, agency, role, row["title"], since)
    return len(people)


def _made(row: dict[str, str], password: str) -> Person:
    shown = row["email"] in {account(role) for role in Role}
    person = Person(email=row["email"], full_name=row["full_name"], password=password, mail_notices=shown)
    person.save()
    return person


def _give(person: Person, agency: Agency, role: Role, title: str, since: date) -> None:
    began = max(since, agency.founded_on)
    Post.objects.create(person=person, agency=agency, role=role, title=title, valid_from=began)
    record("people.change", person, by=None, agency_id=agency.pk, after={"role": role.value, "valid_from": began})
