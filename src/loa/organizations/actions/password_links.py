"""Noting whom a link to set a password has to be mailed; no link is kept, it is made when the mail is written."""

from collections.abc import Sequence

from django.utils import timezone

from loa.organizations.mailing import ask_once_committed
from loa.organizations.models import OwedLink, Person

__all__ = ["SEND", "owe_links"]

SEND = "loa.project.sign_in_mail.send_password_links"
"""Named, not imported: sign-in belongs to the project, which stands above this room."""


def owe_links(people: Sequence[Person], *, new: bool) -> None:
    """Owes each of them one link, however often it was asked for. To be called in the transaction of the deed.

    `new` is for people whom an administrator has just entered. No audit row: the verb that asks has its own.
    """
    now = timezone.now()
    OwedLink.objects.bulk_create(
        [OwedLink(person=person, new=new, asked_at=now) for person in people],
        update_conflicts=True, unique_fields=["person"], update_fields=["new", "asked_at"], batch_size=500,
    )  # fmt: skip
    ask_once_committed(SEND, [person.pk for person in people])
