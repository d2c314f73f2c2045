"""How agencies like one do: who is compared, in what, and in which place with ties."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import agency, person
from tests.monitoring.calendars import commune, district, duty, items, laid, plan_of, province

from loa.monitoring.models import Occurrence, Tally
from loa.monitoring.queries.peers import Place, place_among_peers
from loa.organizations.enums import Role
from loa.organizations.models import Agency
from loa.plans.models import Exemption, Obligation

pytestmark = pytest.mark.django_db

FIRST, LAST, TODAY = date(2026, 1, 1), date(2026, 4, 30), date(2026, 5, 10)


@pytest.fixture
def top() -> Agency:
    return province()


@pytest.fixture
def four(top: Agency) -> list[Agency]:
    """Four communes that owe one window a month."""
    found = [commune(f"Ủy ban nhân dân xã {name}", top) for name in ("An", "Bình", "Châu", "Dân")]
    plan = plan_of(top)
    duty(plan, "all-communes", quotas=items(1, "month"))
    laid(plan)
    return found


def done(one: Agency, months: int, *, late: int = 0) -> None:
    rows = Occurrence.objects.order_by("owed_on")[: months + late]
    for place, window in enumerate(rows):
        Tally.objects.create(
            occurrence=window, agency=one, obligation=window.obligation, branch=one, counted=1,
            done="met" if place < months else "late", done_on=window.owed_on,
        )  # fmt: skip


def place(one: Agency) -> Place | None:
    return place_among_peers(one, FIRST, LAST, on=TODAY)


def test_the_place_counts_ties_and_names_quartiles(four: list[Agency]) -> None:
    for one, months in zip(four, (4, 2, 2, 0), strict=True):
        done(one, months)
    found = place(four[1])
    assert found is not None
    assert (found.own.met, found.own.owed, found.agencies) == (2, 4, 4)
    assert (found.rank, found.ties) == (2, 1)
    assert (found.lower, found.median, found.upper) == (37.5, 50.0, 62.5)
    assert [key for key, _score in found.scores] == [four[0].pk, four[2].pk, four[3].pk]


def test_late_is_done_but_not_in_time(four: list[Agency]) -> None:
    done(four[0], 1, late=2)
    found = place(four[0])
    assert found is not None
    assert (found.own.met, found.own.late, found.own.percent) == (1, 2, 25.0)


def test_only_the_same_tier_kind_and_superior_are_like_it(four: list[Agency], top: Agency) -> None:
    agency("Sở Nội vụ", under=top)
    district("Ủy ban nhân dân huyện Kia", top)
    elsewhere = province("Ủy ban nhân dân tỉnh Khác")
    commune("Ủy ban nhân dân xã Lạ", elsewhere)
    found = place(four[0])
    assert found is not None
    assert {key for key, _score in found.scores} == {one.pk for one in four[1:]}


def test_what_an_agency_is_let_off_is_neither_owed_nor_done(four: list[Agency]) -> None:
    done(four[0], 2)
    Exemption.objects.create(
        obligation=Obligation.objects.get(), agency=four[0], valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 31),
        reason="Thiên tai", authority="Công văn 1", made_by=person(),
    )  # fmt: skip
    found = place(four[0])
    assert found is not None
    assert (found.own.met, found.own.owed) == (1, 3)


def test_who_has_nobody_beside_it_has_no_place(top: Agency) -> None:
    lone = commune("Ủy ban nhân dân xã Đơn", top)
    assert place(lone) is None
    assert place(top) is None


def test_names_are_for_those_who_may_see_the_others(
    four: list[Agency], top: Agency, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    address = f"/standing/agencies/{four[0].key}/"
    client.force_login(person(Role.OFFICER, four[0]))
    own = client.get(address).content.decode()
    assert "trên 4 đơn vị" in own
    assert "xã Bình" not in own
    client.force_login(person(Role.COORDINATOR, top))
    assert "xã Bình" in client.get(address).content.decode()
