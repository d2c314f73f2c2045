"""The mail with which somebody sets a password: the first one, or another in place of one forgotten."""

from collections.abc import Sequence
from urllib.parse import urljoin

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from loa.organizations.mailing import mail_each, message_id, send
from loa.organizations.models import OwedLink, Person

__all__ = ["password_link", "send_password_links"]


def password_link(person: Person) -> str:
    """An address that lets whoever has it set the person's password, once, for `PASSWORD_RESET_TIMEOUT` seconds."""
    where = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return urljoin(settings.LOA.base_url, reverse("account_reset_password_from_key", kwargs=where))


def send_password_links(people: Sequence[int]) -> None:
    """Mails each person such an address where it is owed, in their language; not to somebody who may not sign in."""
    mail_each(people, _mail)


def _mail(person_id: int) -> None:
    found = OwedLink.objects.filter(pk=person_id, person__is_active=True)
    owed = found.select_related("person").first()
    if owed is not None:
        _send(owed)
        found.filter(asked_at=owed.asked_at).delete()  # what was asked for since is owed still


def _send(owed: OwedLink) -> None:
    person = owed.person
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
    context = {"person": person, "link": password_link(person), "days": days, "base_url": settings.LOA.base_url}
    name = "welcome" if owed.new else "password"
    with override(person.language):
        subject = render_to_string(f"account/email/{name}_subject.txt", context).strip()
        text = render_to_string(f"account/email/{name}_message.txt", context)
    send(person.email, subject, text, number=message_id("password", person.pk, owed.asked_at))
