"""Telling people something: on their desk at once, and by mail where they wish it."""

from collections.abc import Collection, Mapping

from django.utils import timezone

from loa.organizations.mailing import ask_once_committed
from loa.organizations.models import Notice, Person

__all__ = ["MAIL", "mark_read", "notify"]

MAIL = "loa.organizations.tasks.mail_notices"


def notify(people: Collection[Person], code: str, values: Mapping[str, str | int], link: str = "") -> list[Notice]:
    """Leaves a notice for each, and queues its mail once the transaction is committed.

    Its sentence is the template `organizations/notices/<code>.txt` of any room with `values`, rendered in the language
    of whoever reads it. People who may not sign in are told nothing. No audit row: the verb that tells has its own.
    """
    told = {person.pk: person for person in people if person.is_active}
    notices = [Notice(person=person, code=code, values=dict(values), link=link) for person in told.values()]
    kept = Notice.objects.bulk_create(notices, batch_size=500)
    ask_once_committed(MAIL, [notice.pk for notice in kept if notice.person.mail_notices])
    return kept


def mark_read(person: Person, notice: Notice | None = None) -> int:
    """Marks one notice of the person, or all of them, as read; gives how many were unread."""
    unread = Notice.objects.filter(person=person, read_at=None)
    return (unread.filter(pk=notice.pk) if notice else unread).update(read_at=timezone.now())
