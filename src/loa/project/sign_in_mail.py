"""The mail with which somebody sets a password: the first one, or another in place of one forgotten."""

from urllib.parse import urljoin

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from loa.organizations.models import Person

__all__ = ["password_link", "send_password_link"]


def password_link(person: Person) -> str:
    """An address that lets whoever has it set the person's password, once, for `PASSWORD_RESET_TIMEOUT` seconds."""
    where = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return urljoin(settings.LOA.base_url, reverse("account_reset_password_from_key", kwargs=where))


def send_password_link(person_id: int, *, new: bool) -> None:
    """Mails the person such an address, in their language; nothing to somebody who may not sign in.

    `new` is for people whom an administrator has just entered.
    """
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
    context = {"person": person, "link": password_link(person), "days": days, "base_url": settings.LOA.base_url}
    name = "welcome" if new else "password"
    with override(person.language):
        subject = render_to_string(f"account/email/{name}_subject.txt", context).strip()
        send_mail(subject, render_to_string(f"account/email/{name}_message.txt", context), None, [person.email])
