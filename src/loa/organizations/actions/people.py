"""Entering people, changing what is known of them, and letting them in or not."""

from dataclasses import asdict, dataclass
from datetime import date

from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.actions.password_links import owe_links
from loa.organizations.actions.posts import PostData, give
from loa.organizations.errors import ChangedMeanwhile, OrganizationError
from loa.organizations.models import Person
from loa.organizations.policy import Forbidden, may_anywhere, require
from loa.organizations.queries.people import delegations_received, posts_to_come

__all__ = [
    "Card", "add_person", "card_of", "change_person", "change_self", "may_change", "require_change",
    "send_password_link", "set_active",
]  # fmt: skip

LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a person."""

    email: str
    full_name: str
    phone: str = ""
    language: str = "vi"
    mail_notices: bool = True


@transaction.atomic
def add_person(card: Card, post: PostData, *, by: Person, on: date) -> Person:
    """Enters somebody with their first post and mails them a link to set a password. Raises Forbidden and
    OrganizationError.
    """
    require(by, "people.change", post.agency, on=on)
    _check(card, known=None)
    person = Person(**asdict(card))
    person.email = person.email.lower()
    person.set_unusable_password()
    person.save()
    given = give(person, post)
    told = {**asdict(card), "post": str(given), "valid_from": given.valid_from}
    record("people.add", person, by=by, agency_id=post.agency.pk, after=told)
    owe_links([person], new=True)
    return person


@transaction.atomic
def change_person(person: Person, card: Card, *, seen: Card | None, by: Person, on: date) -> Person:
    """Changes what is known of somebody; `seen` is what the form showed. Raises Forbidden, ChangedMeanwhile and
    OrganizationError.
    """
    require_change(by, person, on=on)
    return _change(person, card, seen=seen, by=by, on=on)


@transaction.atomic
def change_self(person: Person, card: Card, *, seen: Card | None, on: date) -> Person:
    """The same by the person: all but the address, by which single sign-on and colleagues know them."""
    if card.email != person.email:
        raise OrganizationError(_("Your address is changed by the administrator of your agency."), code="email")
    return _change(person, card, seen=seen, by=person, on=on)


def _change(person: Person, card: Card, *, seen: Card | None, by: Person, on: date) -> Person:
    kept = Person.objects.select_for_update().get(pk=person.pk)
    before = card_of(kept)
    if seen is not None and seen != before:
        raise ChangedMeanwhile
    _check(card, known=kept)
    for name, value in asdict(card).items():
        setattr(kept, name, value)
    kept.email = kept.email.lower()
    kept.save()
    told = {"before": asdict(before), "after": asdict(card_of(kept))}
    record("people.change", kept, by=by, agency_id=_home(kept, on), **told)
    return kept


def card_of(person: Person) -> Card:
    """What is known of the person now."""
    return Card(person.email, person.full_name, person.phone, person.language, person.mail_notices)


def _check(card: Card, *, known: Person | None) -> None:
    if not card.full_name.strip():
        raise OrganizationError(_("A person needs a name."), code="full_name")
    validate_email(card.email)
    if card.language not in LANGUAGES:
        raise OrganizationError(_("Loa speaks Vietnamese and English only."), code="language")
    same = Person.objects.filter(email__iexact=card.email)
    if (same.exclude(pk=known.pk) if known else same).exists():
        raise OrganizationError(
            _("Somebody with this address is entered already. Open their page and give them the post."), code="email"
        )


@transaction.atomic
def set_active(person: Person, active: bool, *, by: Person, on: date) -> None:
    """Lets somebody sign in, or no longer; their posts stay. Raises Forbidden and OrganizationError."""
    require_change(by, person, on=on)
    if person.pk == by.pk:
        raise OrganizationError(_("You cannot lock yourself out. Ask another administrator."), code="self")
    kept = Person.objects.select_for_update().get(pk=person.pk)
    if kept.is_active == active:
        raise ChangedMeanwhile
    kept.is_active = active
    kept.save()
    record("people.let-in" if active else "people.lock-out", kept, by=by, agency_id=_home(kept, on))


@transaction.atomic
def send_password_link(person: Person, *, by: Person, on: date) -> None:
    """Mails the person a link to set a new password; whoever sends it never sees it. Raises Forbidden."""
    require_change(by, person, on=on)
    if not person.is_active:
        raise OrganizationError(_("Let the person sign in first."), code="inactive")
    record("people.send-password-link", person, by=by, agency_id=_home(person, on))
    owe_links([person], new=False)


def _home(person: Person, on: date) -> int | None:
    """The agency in whose trail a change of the person stands: the first where they hold a post."""
    return min(posts_to_come(person, on), default=None)


def require_change(by: Person, person: Person, *, on: date) -> None:
    """Whoever changes a person must be in charge of every agency where that person holds a post, or will.

    Otherwise the administrator of one agency could take over the account of a leader of another, or of somebody who
    stands in for one. Raises Forbidden.
    """
    if not may_change(by, person, on=on):
        raise Forbidden("people.change")


def may_change(by: Person, person: Person, *, on: date) -> bool:
    """Whether `require_change` would let pass. Somebody without any post is in the charge of all administrators."""
    agencies = posts_to_come(person, on) | {one.post.agency_id for one in delegations_received(person, on)}
    if not agencies:
        return may_anywhere(by, "people.change", on=on)
    try:
        for agency_id in agencies:
            require(by, "people.change", agency_id, on=on)
    except Forbidden:
        return False
    return True
