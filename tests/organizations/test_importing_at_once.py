"""Two people who confirm imports at the same moment: one goes through, the other is shown what is left to do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connections
from tests.factories import agency, person

from loa.organizations.actions.importing_agencies import import_agencies, preview_agencies
from loa.organizations.actions.importing_cells import AGENCY_HEADS, AGENCY_REQUIRED
from loa.organizations.actions.importing_preview import Outdated
from loa.organizations.actions.importing_sheets import read_sheet
from loa.organizations.enums import AgencyKind, Role
from loa.organizations.models import Agency

TODAY = date(2026, 3, 2)


@pytest.mark.django_db(transaction=True)
def test_two_confirm_at_the_same_moment_and_it_is_imported_once() -> None:
    top = agency("Ủy ban nhân dân tỉnh", kind=AgencyKind.PEOPLES_COMMITTEE)
    Agency.objects.filter(pk=top.pk).update(external_key="UBT")
    administrator = person(Role.ADMINISTRATOR, top)
    table = read_sheet(
        b"key,name,tier,kind,line_parent\nSNV,So Noi vu,province,department,UBT\n", AGENCY_HEADS, AGENCY_REQUIRED
    )
    seen = preview_agencies(table, at=top, by=administrator, on=TODAY).fingerprint
    together = Barrier(2)

    def confirm() -> str:
        try:
            together.wait(timeout=20)
            import_agencies(table, at=top, by=administrator, on=TODAY, fingerprint=seen)
        except Outdated as outdated:
            return f"outdated, {outdated.preview.unchanged} unchanged"
        finally:
            connections.close_all()
        return "imported"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(done.result(timeout=60) for done in [pool.submit(confirm), pool.submit(confirm)])
    assert outcomes == ["imported", "outdated, 1 unchanged"]
    assert Agency.objects.filter(external_key="SNV").count() == 1
