"""Giving people posts at agencies, ending them, and handing them to somebody else for a time."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.actions.notices import notify
from loa.organizations.enums import Role
from loa.organizations.errors import OrganizationError
from loa.organizations.models import Agency, Delegation, Person, Post
from loa.organizations.policy import Forbidden, may, require
from loa.schedule.window import ONE_DAY

__all__ = ["Handing", "PostData", "delegate", "end_post", "give", "give_post", "revoke_delegation"]


@dataclass(frozen=True, slots=True)
class PostData:
    """A post as it is to be given."""

    agency: Agency
    role: Role
    valid_from: date
    valid_to: date | None = None
    title: str = ""


@transaction.atomic
def give_post(person: Person, data: PostData, *, by: Person, on: date) -> Post:
    """Gives somebody a post and tells them. Raises Forbidden and OrganizationError."""
    require(by, "people.change", data.agency, on=on)
    Person.objects.select_for_update().get(pk=person.pk)
    post = give(person, data)
    told = {"person": str(person), "role": post.role, "title": post.title, "valid_from": post.valid_from}
    record("people.give-post", post, by=by, agency_id=data.agency.pk, after={**told, "valid_to": post.valid_to})
    notify([person], "organizations.post-given", {**_words(post), "since": _day(post.valid_from)}, _me())
    return post


def give(person: Person, data: PostData) -> Post:
    """The row of a post; no permission is asked and nothing told. Raises OrganizationError."""
    if data.valid_to is not None and data.valid_to < data.valid_from:
        raise OrganizationError(_("The post ends before it begins."), code="valid_to")
    if not data.agency.exists_on(data.valid_from):
        raise OrganizationError(_("“%s” does not exist on that day.") % data.agency, code="valid_from")
    if not person.is_active:
        raise OrganizationError(_("Let the person sign in first."), code="inactive")
    overlap = Q(valid_to=None) | Q(valid_to__gte=data.valid_from)
    if data.valid_to is not None:
        overlap &= Q(valid_from__lte=data.valid_to)
    if Post.objects.filter(overlap, person=person, agency=data.agency, role=data.role).exists():
        raise OrganizationError(_("The person holds this post already in these days."), code="role")
    until = min(filter(None, (data.valid_to, data.agency.ended_on)), default=None)
    return Post.objects.create(
        person=person, agency=data.agency, role=data.role, title=data.title, valid_from=data.valid_from, valid_to=until
    )


@transaction.atomic
def end_post(post: Post, last: date, *, by: Person, on: date) -> None:
    """Ends a post on its last day, and what was handed on with it; one that has not begun yet is taken out.

    Raises Forbidden, and OrganizationError: that somebody held a post cannot be undone.
    """
    require(by, "people.change", post.agency_id, on=on)
    kept = Post.objects.select_for_update().select_related("person", "agency").get(pk=post.pk)
    if kept.valid_to is not None and kept.valid_to <= last:
        raise OrganizationError(_("The post ends by then already."), code="last")
    if last < kept.valid_from <= on:
        raise OrganizationError(
            _("The post began on %(day)s; its last day cannot lie before that.") % {"day": _day(kept.valid_from)},
            code="last",
        )
    told = {"person": str(kept.person), "role": kept.role, "valid_from": kept.valid_from}
    record(
        "people.end-post", kept, by=by, agency_id=kept.agency_id, before={**told, "valid_to": kept.valid_to},
        after={**told, "valid_to": last},
    )  # fmt: skip
    notify([kept.person], "organizations.post-ended", {**_words(kept), "until": _day(last)}, _me())
    if kept.valid_from > last:
        kept.delete()
        return
    kept.delegations.filter(valid_from__gt=last).delete()
    kept.delegations.filter(Q(valid_to=None) | Q(valid_to__gt=last)).update(valid_to=last)
    kept.valid_to = last
    kept.save()


@dataclass(frozen=True, slots=True)
class Handing:
    """A post handed to somebody from a day to a day, and why."""

    to: Person
    valid_from: date
    valid_to: date
    reason: str


@transaction.atomic
def delegate(post: Post, handing: Handing, *, by: Person, on: date) -> Delegation:
    """Hands a post to somebody for a time (ủy quyền) and tells them; the holder keeps it as well.

    By the holder, or by an administrator of the agency. Raises Forbidden and OrganizationError.
    """
    _require_delegate(post, by, on)
    kept = Post.objects.select_for_update().select_related("person", "agency").get(pk=post.pk)
    _check_handing(kept, handing)
    made = Delegation.objects.create(
        post=kept,
        to=handing.to,
        valid_from=handing.valid_from,
        valid_to=handing.valid_to,
        reason=handing.reason.strip(),
    )
    record("people.delegate", made, by=by, agency_id=kept.agency_id, after=_told(made))
    days = {"since": _day(handing.valid_from), "until": _day(handing.valid_to)}
    values = {**_words(kept), **days, "holder": str(kept.person), "reason": made.reason}
    notify([handing.to], "organizations.delegated", values, _me())
    return made


def _require_delegate(post: Post, by: Person, on: date) -> None:
    require(by, "people.delegate", post.agency_id, on=on)
    if post.person_id != by.pk and not may(by, "people.change", post.agency_id, on=on):
        raise Forbidden("people.delegate")


def _check_handing(post: Post, handing: Handing) -> None:
    if handing.to.pk == post.person_id:
        raise OrganizationError(_("Choose somebody other than the holder."), code="to")
    if not handing.to.is_active:
        raise OrganizationError(_("“%s” may not sign in.") % handing.to, code="to")
    if not handing.reason.strip():
        raise OrganizationError(_("Say why the post is handed on."), code="reason")
    if handing.valid_to < handing.valid_from:
        raise OrganizationError(_("The delegation ends before it begins."), code="valid_to")
    if not (post.holds_on(handing.valid_from) and post.holds_on(handing.valid_to)):
        raise OrganizationError(_("The post itself is not held on all of these days."), code="valid_from")
    same = post.delegations.filter(Q(valid_to=None) | Q(valid_to__gte=handing.valid_from), to=handing.to)
    if same.filter(valid_from__lte=handing.valid_to).exists():
        # Revoking one of two would leave the right where it was.
        raise OrganizationError(
            _("“%s” stands in on some of these days already. Revoke that delegation first.") % handing.to, code="to"
        )


@transaction.atomic
def revoke_delegation(delegation: Delegation, *, by: Person, on: date) -> None:
    """From the day on nobody stands in any more; what was done until then stays. Raises Forbidden and
    OrganizationError.
    """
    kept = Delegation.objects.select_for_update().select_related("post__person", "post__agency", "to").get(
        pk=delegation.pk
    )  # fmt: skip
    _require_delegate(kept.post, by, on)
    if kept.valid_to is not None and kept.valid_to < on:
        raise OrganizationError(_("This delegation is over already."), code="over")
    record("people.revoke-delegation", kept, by=by, agency_id=kept.post.agency_id, before=_told(kept))
    values = {**_words(kept.post), "holder": str(kept.post.person)}
    notify([kept.to], "organizations.delegation-revoked", values, _me())
    if kept.valid_from >= on:
        kept.delete()
    else:
        kept.valid_to = on - ONE_DAY
        kept.save()


def _words(post: Post) -> dict[str, str]:
    return {"role": post.role, "agency": post.agency.name}


def _me() -> str:
    """The own page, where posts and delegations are shown."""
    return reverse("organizations:me")


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _told(delegation: Delegation) -> dict[str, object]:
    return {
        "post": str(delegation.post),
        "holder": str(delegation.post.person),
        "to": str(delegation.to),
        "valid_from": delegation.valid_from,
        "valid_to": delegation.valid_to,
        "reason": delegation.reason,
    }
