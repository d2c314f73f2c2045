"""Taking back the latest change of an organisation, as long as nothing rests on it."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.actions.agencies import require_charge
from loa.organizations.errors import OrganizationError
from loa.organizations.events import organization_changed
from loa.organizations.models import Agency, Designation, Person, Post, Relation, Succession, SuccessionShare

__all__ = ["undo_succession"]


@transaction.atomic
def undo_succession(succession: Succession, *, by: Person, on: date) -> None:
    """As if the change had never been made. Raises Forbidden, and OrganizationError where something rests on it.

    Announces `organization_changed`.
    """
    kept = Succession.objects.select_for_update().get(pk=succession.pk)
    shares = list(kept.shares.select_related("predecessor", "successor"))
    for share in shares:
        require_charge(by, "agencies.succeed", share.predecessor, on=on)
    if not kept.journal:
        raise OrganizationError(
            _("This change was loaded from a table and cannot be undone here. Correct the table and import it."),
            code="loaded",
        )
    touched = {share.predecessor_id for share in shares} | {
        share.successor_id for share in shares if share.successor_id
    }
    _check_latest(kept, touched)
    told = {"kind": kept.kind, "effective_on": kept.effective_on, "shares": [str(share) for share in shares]}
    record("agencies.undo-succession", kept, by=by, agency_id=shares[0].predecessor_id, before=told)
    _take_out(kept)
    _reopen(kept.journal["ended"])
    kept.delete()
    organization_changed.send(Succession, since=kept.effective_on, agencies=sorted(touched))


def _check_latest(kept: Succession, touched: set[int]) -> None:
    of_these = models.Q(predecessor__in=touched) | models.Q(successor__in=touched)
    later = SuccessionShare.objects.filter(of_these).exclude(succession=kept)
    if later.filter(succession__effective_on__gte=kept.effective_on).exists():
        raise OrganizationError(_("A later change rests on this one. Undo that one first."), code="later")


def _take_out(kept: Succession) -> None:
    made: dict[str, list[int]] = kept.journal["made"]
    agencies = made.get("organizations.agency", [])
    _check_untouched(agencies, made)
    for label, keys in made.items():
        if label != "organizations.agency":
            _rows(label).filter(pk__in=keys).delete()
    kept.shares.all().delete()
    try:
        Agency.objects.filter(pk__in=agencies).delete()
    except (ProtectedError, RestrictedError) as held:
        raise OrganizationError(
            _("A successor is in use already, in plans or duties. What rests on it has to go first."), code="in-use"
        ) from held


def _check_untouched(agencies: list[int], made: dict[str, list[int]]) -> None:
    """Nothing may have been added to the new agencies by hand since."""
    people = Post.objects.filter(agency__in=agencies).exclude(pk__in=made.get("organizations.post", []))
    below = Relation.objects.filter(to__in=agencies).exclude(pk__in=made.get("organizations.relation", []))
    if people.exists() or below.exists() or Designation.objects.filter(agency__in=agencies).count() > len(agencies):
        raise OrganizationError(
            _("A successor has got people, subordinates or another name since. Take them out first."), code="in-use"
        )


def _reopen(ended: dict[str, list[tuple[int, str | None]]]) -> None:
    for label, rows in ended.items():
        column = "ended_on" if label == "organizations.agency" else "valid_to"
        for key, was in rows:
            _rows(label).filter(pk=key).update(**{column: was})


def _rows(label: str) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = apps.get_model(label)._default_manager.all()
    return rows
