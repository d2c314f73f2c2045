"""Importing agencies from a table: told first, then done whole or not at all. Doing it again changes nothing."""

from datetime import date

from django.db import transaction

from loa.audit.actions import record
from loa.organizations.actions.importing_agencies_draft import drafted
from loa.organizations.actions.importing_preview import Faulty, Outdated, Preview
from loa.organizations.actions.importing_sheets import Sheet
from loa.organizations.actions.importing_successions import agency_ids, record_ways
from loa.organizations.actions.importing_writing import write
from loa.organizations.events import organization_changed
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require

__all__ = ["import_agencies", "preview_agencies"]


def preview_agencies(sheet: Sheet, *, at: Agency, by: Person, on: date) -> Preview:
    """What importing the table at the agency would do on the day; nothing is done. Raises Forbidden."""
    require(by, "agencies.change", at, on=on)
    return drafted(sheet, at, on).preview


@transaction.atomic
def import_agencies(sheet: Sheet, *, at: Agency, by: Person, on: date, fingerprint: str) -> Preview:
    """Does what the preview with the fingerprint told, all of it or nothing; leaves one row in the trail.

    Every row must be about the agency or one under it. Raises Forbidden, Faulty, and Outdated when the data changed
    since. Announces `organization_changed`.
    """
    require(by, "agencies.change", at, on=on)
    _lock(sheet)
    plan = drafted(sheet, at, on)
    preview = plan.preview
    if preview.fingerprint != fingerprint:
        raise Outdated(preview)
    if preview.faults:
        raise Faulty(preview.faults)
    if plan.ways:
        require(by, "agencies.succeed", at, on=on)
    write(plan.revisions)
    ids = agency_ids({key for way in plan.ways for key in (way.predecessor, way.successor)})
    successions = record_ways(plan.ways, ids)
    after = {"new": preview.new, "changed": preview.changed, "successions": successions}
    record("agencies.import", at, by=by, agency_id=at.pk, after=after)
    touched = [*(revision.after.agency.pk for revision in plan.revisions), *ids.values()]
    organization_changed.send(Agency, since=plan.since, agencies=touched)
    return preview


def _lock(sheet: Sheet) -> None:
    """Imports wait for one another at the first agency there is, then for whoever changes the agencies they touch."""
    Agency.objects.select_for_update().order_by("pk").first()
    keys = {row.cells.get("key", "") for row in sheet.rows}
    list(Agency.objects.select_for_update().filter(external_key__in=keys - {""}).order_by("pk").values_list("pk"))
