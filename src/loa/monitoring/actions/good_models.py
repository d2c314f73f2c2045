"""Good models and initiatives: adding, changing, approving, letting the public see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.monitoring.enums import ReformArea
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.models import Evidence, GoodModel
from loa.organizations.actions.notices import notify
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require
from loa.organizations.queries.people import people_with_role

__all__ = ["Shown", "add", "approve", "change"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said of a good model."""

    title: str
    summary: str
    areas: Sequence[str] = ()
    since: date | None = None
    link: str = ""
    evidence: Collection[Evidence] = ()


@transaction.atomic
def add(agency: Agency, shown: Shown, *, by: Person, on: date) -> GoodModel:
    """Adds a model of an agency; it waits for approval. Raises Forbidden and MonitoringError."""
    require(by, "models.add", agency, on=on)
    _check(shown, agency.pk, on)
    made = GoodModel(agency=agency, added_by=by)
    _write(made, shown)
    record("models.add", made, by=by, agency_id=agency.pk, after=_told(shown))
    return made


@transaction.atomic
def change(model: GoodModel, shown: Shown, *, revision: int, by: Person, on: date) -> GoodModel:
    """Changes what is said of a model; what was approved waits for approval again, out of the public's sight.

    Raises Forbidden, ChangedMeanwhile and MonitoringError.
    """
    require(by, "models.add", model.agency_id, on=on)
    kept = _locked(model, revision)
    _check(shown, kept.agency_id, on)
    before = {"title": kept.title, "summary": kept.summary, "approved": kept.approved_at is not None}
    kept.approved_by, kept.approved_at, kept.publishable = None, None, False
    kept.revision += 1
    _write(kept, shown)
    record("models.change", kept, by=by, agency_id=kept.agency_id, before=before, after=_told(shown))
    return kept


@transaction.atomic
def approve(model: GoodModel, *, publishable: bool, revision: int, by: Person, on: date) -> GoodModel:
    """Approves a model, or says anew whether the public may see it; tells its agency the first time.

    Raises Forbidden and ChangedMeanwhile.
    """
    require(by, "models.approve", model.agency_id, on=on)
    kept = _locked(model, revision)
    before = {"approved": kept.approved_at is not None, "publishable": kept.publishable}
    is_new = kept.approved_at is None
    kept.approved_by, kept.approved_at, kept.publishable = by, kept.approved_at or timezone.now(), publishable
    kept.revision += 1
    kept.save()
    if is_new:
        people = people_with_role(kept.agency_id, [Role.COORDINATOR, Role.OFFICER, Role.EDITOR, Role.LEADER], on)
        values = {"agency": kept.agency.name, "title": kept.title}
        notify(list(people), "monitoring.model-approved", values, reverse("monitoring:good-model", args=[kept.key]))
    after = {"approved": True, "publishable": publishable}
    record("models.approve", kept, by=by, agency_id=kept.agency_id, before=before, after=after)
    return kept


def _check(shown: Shown, agency_id: int, on: date) -> None:
    if not shown.title.strip() or not shown.summary.strip():
        raise MonitoringError(_("A good model needs a title and words that say what it brings."), code="summary")
    if unknown := [area for area in shown.areas if area not in ReformArea.values]:
        raise MonitoringError(_("There is no reform area “%(area)s”.") % {"area": unknown[0]}, code="areas")
    if shown.since and shown.since > on:
        raise MonitoringError(_("What is not applied yet is no good model."), code="since")
    if any(one.agency_id != agency_id for one in shown.evidence):
        raise MonitoringError(_("Only evidence of the same agency can be linked."), code="evidence")


def _write(model: GoodModel, shown: Shown) -> None:
    model.title, model.summary = shown.title.strip(), shown.summary.strip()
    model.areas, model.since, model.link = list(shown.areas), shown.since, shown.link
    model.save()
    model.evidence.set(shown.evidence)


def _locked(model: GoodModel, revision: int) -> GoodModel:
    now = GoodModel.objects.select_for_update(of=("self",)).select_related("agency").get(pk=model.pk)
    if now.revision != revision:
        raise ChangedMeanwhile
    return now


def _told(shown: Shown) -> dict[str, Any]:
    return {
        "title": shown.title, "summary": shown.summary, "areas": list(shown.areas), "since": shown.since,
        "link": shown.link, "evidence": [str(one.key) for one in shown.evidence],
    }  # fmt: skip
