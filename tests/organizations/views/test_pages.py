"""Every page of the room: who may, who may not, and what it costs."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.factories import LONG_AGO, agency, person

from loa.organizations.enums import AgencyKind, Role, SuccessionKind, Tier
from loa.organizations.models import Agency, Delegation, Person, Post, Succession

pytestmark = pytest.mark.django_db
EVE = date(2025, 6, 30)


@pytest.fixture
def province() -> Agency:
    return agency("UBND tỉnh Lạng Sơn", kind=AgencyKind.PEOPLES_COMMITTEE, place="Lạng Sơn", abbreviation="UBND")


@pytest.fixture
def department(province: Agency) -> Agency:
    return agency("Sở Nội vụ tỉnh Lạng Sơn", short_name="Sở Nội vụ", under=province, place="Lạng Sơn")


@pytest.fixture
def admin(province: Agency) -> Person:
    return person(Role.ADMINISTRATOR, province, email="admin@demo.loa.example", full_name="Hoàng Quản Trị")


@pytest.fixture
def officer(department: Agency) -> Person:
    return person(Role.OFFICER, department, email="officer@demo.loa.example", full_name="Lương Thị Cán")


@pytest.fixture
def stranger() -> Person:
    return person(Role.ADMINISTRATOR, agency("Cơ quan khác"))


def _in(client: Client, who: Person) -> Client:
    client.force_login(who)
    return client


def _urls(department: Agency, officer: Person) -> dict[str, str]:
    change = Succession.objects.create(kind=SuccessionKind.ABOLISH, effective_on=date(2025, 7, 1))
    change.shares.create(predecessor=department)
    post = officer.posts.get()
    return {
        "list": reverse("organizations:list"),
        "suggest": reverse("organizations:suggest"),
        "branch": reverse("organizations:branch", args=[department.key]),
        "agency": reverse("organizations:agency", args=[department.key]),
        "changes": reverse("organizations:changes"),
        "change": reverse("organizations:change", args=[change.key]),
        "me": reverse("organizations:me"),
        "found": reverse("organizations:found"),
        "designate": reverse("organizations:designate", args=[department.key]),
        "relate": reverse("organizations:relate", args=[department.key]),
        "succession": reverse("organizations:succession"),
        "people": reverse("organizations:people"),
        "add-person": reverse("organizations:add-person"),
        "person": reverse("organizations:person", args=[officer.key]),
        "change-person": reverse("organizations:change-person", args=[officer.key]),
        "give-post": reverse("organizations:give-post", args=[officer.key]),
        "end-post": reverse("organizations:end-post", args=[post.pk]),
        "hand-on": reverse("organizations:hand-on", args=[post.pk]),
    }


EVERYBODY = {"list", "suggest", "branch", "agency", "changes", "change", "me"}
ANY_ADMINISTRATOR = {"found", "succession", "people", "add-person"}


def test_nothing_is_shown_before_signing_in(client: Client, department: Agency, officer: Person) -> None:
    for name, url in _urls(department, officer).items():
        answer = client.get(url)
        assert (name, answer.status_code) == (name, 302)
        assert answer["Location"].startswith("/accounts/login/")


def test_the_administrator_reaches_every_page_but_hands_on_no_post_of_another_agency(
    client: Client, admin: Person, department: Agency, officer: Person
) -> None:
    answers = {name: _in(client, admin).get(url).status_code for name, url in _urls(department, officer).items()}
    assert answers == {**dict.fromkeys(answers, 200), "hand-on": 403}


def test_an_officer_reaches_what_is_for_everybody_and_the_own_page(
    client: Client, department: Agency, officer: Person
) -> None:
    answers = {name: _in(client, officer).get(url).status_code for name, url in _urls(department, officer).items()}
    assert answers == {name: 200 if name in EVERYBODY | {"person"} else 403 for name in answers}


def test_an_administrator_elsewhere_changes_nothing_here(
    client: Client, department: Agency, officer: Person, stranger: Person
) -> None:
    answers = {name: _in(client, stranger).get(url).status_code for name, url in _urls(department, officer).items()}
    hidden = {"person", "change-person", "give-post"}
    expected = {
        name: 200 if name in EVERYBODY | ANY_ADMINISTRATOR else 404 if name in hidden else 403 for name in answers
    }
    assert answers == expected


def test_somebody_without_a_post_sees_only_the_own_page(client: Client, department: Agency, officer: Person) -> None:
    answers = {name: _in(client, person()).get(url).status_code for name, url in _urls(department, officer).items()}
    assert {name for name, status in answers.items() if status == 200} == {"me"}


@pytest.mark.parametrize("name", ["lock-out", "let-in", "send-link"])
def test_deeds_on_people_are_posts_and_refused_to_others(
    client: Client, officer: Person, stranger: Person, admin: Person, name: str
) -> None:
    url = reverse(f"organizations:{name}", args=[officer.key])
    assert _in(client, admin).get(url).status_code == 405
    assert _in(client, stranger).post(url).status_code == 403
    assert _in(client, officer).post(url).status_code == 403


def test_the_administrator_locks_out_and_lets_in(client: Client, officer: Person, admin: Person) -> None:
    for name, active in (("lock-out", False), ("let-in", True)):
        _in(client, admin).post(reverse(f"organizations:{name}", args=[officer.key]))
        officer.refresh_from_db()
        assert officer.is_active is active


def test_the_table_finds_without_marks_and_filters(client: Client, admin: Person, department: Agency) -> None:
    page = _in(client, admin).get(reverse("organizations:list"), {"q": "so noi vu"})
    assert [row.agency for row, _over in page.context["rows"]] == [department]
    page = client.get(reverse("organizations:list"), {"kind": "peoples_committee", "tier": "province"})
    assert [row.name for row, _over in page.context["rows"]] == ["UBND tỉnh Lạng Sơn"]
    assert client.get(reverse("organizations:list"), {"view": "table", "page": "x", "sort": "y"}).status_code == 200
    for format in ("csv", "xlsx"):
        table = client.get(reverse("organizations:list"), {"q": "so", "format": format})
        assert len(b"".join(table.streaming_content)) > 100  # type: ignore[attr-defined]  # a table is streamed


def test_the_browser_shows_the_day_asked_for(client: Client, admin: Person, province: Agency) -> None:
    agency("UBND huyện Bình Gia", tier=Tier.DISTRICT, under=province, until=EVE)
    url = reverse("organizations:list")
    texts = {
        on: _in(client, admin).get(url, {"view": "table", "on": on}).content.decode()
        for on in ("30/06/2025", "2025-07-01", "no day")
    }
    assert {on: "UBND huyện Bình Gia" in text for on, text in texts.items()} == {
        "30/06/2025": True, "2025-07-01": False, "no day": False,
    }  # fmt: skip


def test_an_agency_of_the_past_says_when_it_ended(client: Client, admin: Person, province: Agency) -> None:
    ended = agency("UBND huyện Bình Gia", tier=Tier.DISTRICT, under=province, until=EVE)
    page = _in(client, admin).get(reverse("organizations:agency", args=[ended.key]))
    assert "30/06/2025" in page.content.decode()
    assert page.context["designation"] is None


@pytest.mark.parametrize("many", [1, 60])
def test_the_browser_costs_the_same_however_many_agencies(
    client: Client, admin: Person, province: Agency, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(many):
        unit = agency(under=province)
        person(Role.OFFICER, unit)
    _in(client, admin)
    with django_assert_num_queries(15):
        client.get(reverse("organizations:list"), {"view": "tree", "open": str(province.key)})
    with django_assert_num_queries(12):
        client.get(reverse("organizations:list"), {"view": "table"})
    with django_assert_num_queries(9):
        client.get(reverse("organizations:people"))
    with django_assert_num_queries(19):
        client.get(reverse("organizations:agency", args=[province.key]))


def test_people_are_listed_within_the_charge(
    client: Client, admin: Person, officer: Person, stranger: Person, department: Agency
) -> None:
    loose = person(full_name="Không Vị Trí")
    Delegation.objects.create(
        post=stranger.posts.get(), to=person(), valid_from=LONG_AGO, valid_to=timezone.localdate(), reason="đi học"
    )  # who stands in for a stranger is none of theirs
    page = _in(client, admin).get(reverse("organizations:people"))
    assert set(page.context["listing"]) == {admin, officer, loose}
    assert stranger not in page.context["listing"]
    found = client.get(reverse("organizations:people"), {"q": "luong", "role": "officer", "state": "in"})
    assert list(found.context["listing"]) == [officer]
    table = client.get(reverse("organizations:people"), {"format": "csv"})
    assert "Lương Thị Cán" in b"".join(table.streaming_content).decode()  # type: ignore[attr-defined]  # it is streamed


def test_a_person_is_entered_on_screen(client: Client, admin: Person, department: Agency) -> None:
    url = reverse("organizations:add-person")
    entry = {
        "full_name": "Nông Thị Mới", "email": "moi@demo.loa.example", "language": "vi", "agency": "so noi vu",
        "role": "officer", "valid_from": "01/03/2026",
    }  # fmt: skip
    wrong = _in(client, admin).post(url, {**entry, "agency": "Sở Du lịch"})
    assert wrong.status_code == 422
    assert client.post(url, entry).status_code == 302
    post = Post.objects.get(person__email="moi@demo.loa.example")
    assert (post.agency, post.role, post.valid_from) == (department, Role.OFFICER, date(2026, 3, 1))


def test_what_somebody_else_saved_is_not_overwritten(client: Client, admin: Person, officer: Person) -> None:
    url = reverse("organizations:change-person", args=[officer.key])
    shown = _in(client, admin).get(url).context["form"].initial
    entry = {**shown, "full_name": "Tên Của Tôi", "seen": '{"email": "somebody@demo.loa.example"}'}
    answer = client.post(url, entry)
    assert answer.status_code == 422
    assert "Tên Của Tôi" in answer.content.decode()
    officer.refresh_from_db()
    assert officer.full_name == "Lương Thị Cán"


def test_the_own_page_changes_the_own_card(client: Client, officer: Person) -> None:
    url = reverse("organizations:me")
    entry = {"full_name": "Lương Thị Đổi", "phone": "0205", "language": "en", "email": "thief@demo.loa.example"}
    assert _in(client, officer).post(url, entry).status_code == 302
    officer.refresh_from_db()
    assert (officer.full_name, officer.language, officer.email) == ("Lương Thị Đổi", "en", "officer@demo.loa.example")
    assert not officer.mail_notices


def test_a_leader_hands_on_and_revokes(client: Client, department: Agency, officer: Person) -> None:
    leader = person(Role.LEADER, department)
    today = timezone.localdate()
    url = reverse("organizations:hand-on", args=[leader.posts.get().pk])
    entry = {
        "to": "OFFICER@demo.loa.example", "valid_from": f"{today:%d/%m/%Y}",
        "valid_to": f"{today + timedelta(days=3):%d/%m/%Y}", "reason": "đi công tác",
    }  # fmt: skip
    assert _in(client, leader).post(url, {**entry, "to": "nobody@demo.loa.example"}).status_code == 422
    assert client.post(url, entry).status_code == 302
    made = Delegation.objects.get()
    revoke = reverse("organizations:revoke-delegation", args=[made.pk])
    assert _in(client, officer).post(revoke).status_code == 403
    assert _in(client, leader).post(revoke).status_code == 302
    assert not Delegation.objects.exists()


def test_an_agency_is_founded_named_and_related_on_screen(
    client: Client, admin: Person, province: Agency, department: Agency
) -> None:
    entry = {
        "name": "Sở Du lịch", "tier": "province", "kind": "department", "since": "01/03/2026",
        "line": "ubnd tinh lang son",
    }  # fmt: skip
    assert _in(client, admin).post(reverse("organizations:found"), {**entry, "line": ""}).status_code == 422
    assert client.post(reverse("organizations:found"), entry).status_code == 302
    made = Agency.objects.get(name="Sở Du lịch")
    held = made.designations.get()
    renamed = {**entry, "name": "Sở Du lịch và Dịch vụ", "since": "01/04/2026", "seen": held.pk}
    assert client.post(reverse("organizations:designate", args=[made.key]), renamed).status_code == 302
    assert client.post(reverse("organizations:designate", args=[made.key]), renamed).status_code == 422
    under = {"kind": "reporting", "to": "Sở Nội vụ", "since": "01/04/2026"}
    assert client.post(reverse("organizations:relate", args=[made.key]), under).status_code == 302
    assert [relation.to for relation in made.relations.order_by("kind")] == [province, department]
    assert made.founded_on > LONG_AGO


def test_suggestions_come_as_one_types(client: Client, admin: Person, department: Agency) -> None:
    url = reverse("organizations:suggest")
    assert "Sở Nội vụ tỉnh Lạng Sơn" in _in(client, admin).get(url, {"line": "noi vu"}).content.decode()
    assert client.get(url, {"line": "x"}).content.decode().strip() == ""


def test_what_nobody_types_on_purpose_is_no_fault(client: Client) -> None:
    home = agency()
    client.force_login(person(Role.ADMINISTRATOR, home))
    page = reverse("organizations:agency", args=[home.key])
    for day in ("01/01/0001", "9999-12-31", "00/00/0000"):
        for way in (page, reverse("organizations:list")):
            assert client.get(way, {"on": day}).status_code == 200
    for way in ("list", "people", "suggest"):
        assert client.get(reverse(f"organizations:{way}"), {"q": "so\0 noi"}).status_code == 200


def test_agencies_and_people_that_wait_for_somebody_are_listed(
    client: Client, admin: Person, officer: Person, department: Agency
) -> None:
    empty = agency("Sở Tư pháp", under=admin.posts.get().agency)
    elsewhere = agency("Cơ quan khác")
    idle = person(full_name="Chưa Vị Trí")
    page = _in(client, admin).get(reverse("organizations:list"), {"view": "table", "staff": "none"})
    shown = page.content.decode()
    assert str(empty.key) in shown
    assert str(department.key) not in shown
    assert str(elsewhere.key) not in shown
    people = client.get(reverse("organizations:people"), {"role": "none"}).content.decode()
    assert str(idle.key) in people
    assert str(officer.key) not in people
    desk = client.get("/").context["administered"]
    assert (desk.agencies, desk.without_people, desk.without_post) == (3, 1, 1)
    client.force_login(officer)
    assert "staff" not in client.get(reverse("organizations:list")).context["filter_form"].fields


def test_changes_are_found_by_agency_and_kind_and_taken_along(client: Client, officer: Person) -> None:
    old, new = agency("UBND xã Cũ", until=EVE), agency("UBND xã Mới", since=date(2025, 7, 1))
    merged = Succession.objects.create(kind=SuccessionKind.MERGE, effective_on=date(2025, 7, 1))
    merged.shares.create(predecessor=old, successor=new, weight=1)
    other = Succession.objects.create(kind=SuccessionKind.ABOLISH, effective_on=date(2025, 3, 1))
    changes = reverse("organizations:changes")
    _in(client, officer)
    for query, shown, hidden in (({"q": "xa moi"}, merged, other), ({"kind": "abolish"}, other, merged)):
        page = client.get(changes, query).content.decode()
        assert str(shown.key) in page
        assert str(hidden.key) not in page
    table = client.get(changes, {"q": "cu", "format": "csv"})
    assert "UBND xã Cũ" in b"".join(table.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]


def test_the_tree_opens_at_the_own_agency(client: Client, officer: Person, department: Agency) -> None:
    tree = _in(client, officer).get(reverse("organizations:list")).content.decode()
    assert f'id="a-{department.key}"' in tree
