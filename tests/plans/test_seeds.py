"""The annotated plans go from a document to reviewed obligations, as a coordinator would take them there."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories import agency, person
from tests.reading.scoring import SCORER, Pair, seeds

from loa.organizations.enums import AgencyKind, Role
from loa.plans.actions import upload as verbs
from loa.plans.actions.reading import read_source
from loa.plans.enums import Review
from loa.plans.models import Party, Plan

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not (SCORER.is_file() and seeds()), reason="no folder `shared` with the annotated plans"),
]
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("seed", seeds(), ids=lambda seed: seed.name)
def test_a_plan_goes_from_document_to_reviewed_obligations(
    seed: Pair, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "async_task", lambda *_: None)
    issuer = agency("Ủy ban nhân dân", kind=AgencyKind.PEOPLES_COMMITTEE)
    office = agency("Sở Nội vụ", under=issuer)
    client.force_login(person(Role.COORDINATOR, issuer))

    file = SimpleUploadedFile(seed.source.name, seed.source.read_bytes())
    client.post(reverse("plans:upload"), {"file": file, "issuer": issuer.pk})
    plan = Plan.objects.get()
    read_source(plan.source.pk, on=TODAY)

    gold = seed.gold()
    rows = list(plan.obligations.all())
    assert [row.ref for row in rows] == [duty["ref"] for duty in gold["obligations"]]
    assert plan.obligations.count() == client.get(reverse("plans:review", args=[plan.key])).content.count(
        b"data-review-card"
    )
    plan.refresh_from_db()
    assert plan.year == gold["document"]["year"]

    client.post(reverse("plans:review-accept-undoubted", args=[plan.key]))
    for row in plan.obligations.filter(review=Review.PENDING):
        client.post(reverse("plans:review-accept", args=[plan.key, row.key]), {"revision": row.revision})
    names = Party.objects.filter(obligation__plan=plan, agency=None, group="").values_list("name", flat=True)
    for name in set(names):
        answer = {"name": name, "meaning": f"agency-{office.pk}"}
        client.post(reverse("plans:review-names", args=[plan.key]), answer)

    rows = list(plan.obligations.all())
    assert {row.review for row in rows} == {Review.ACCEPTED}
    assert all(row.read_as is not None and row.read_as["text"] == row.text for row in rows)
    assert all(party.is_resolved for party in Party.objects.filter(obligation__plan=plan))
    assert all(row.terms() for row in rows)
