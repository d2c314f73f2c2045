"""The review screen: what it shows, in how many queries, and what its forms and buttons do."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries
from tests.factories import ObligationFactory, PlanFactory, agency, party, person

from loa.organizations.enums import AgencyKind, Role, Tier
from loa.organizations.models import Agency
from loa.plans.enums import Origin, PartyRole, ReadingState, Review, State
from loa.plans.models import Obligation, Party, Plan, Source
from loa.plans.queries.review import Wanted, review_sheet

pytestmark = pytest.mark.django_db
TEXT = "Đăng tin, bài hằng tháng; mở chuyên mục."


def read_as(number: int, **values: Any) -> dict[str, Any]:
    silent: dict[str, Any] = {
        "id": f"kh-{number:02}", "text": TEXT, "lead": ["Sở Nội vụ"], "coordinate": [], "kind": ["publish"],
        "cadence": "monthly", "quotas": [], "deadline": None, "window": None, "channels": [], "reports_to": [],
        "via": None, "topic": None,
    }  # fmt: skip
    return {**silent, **values}


DOUBT = {"field": "lead", "code": "unsure", "message": {"vi": "Hãy kiểm tra.", "en": "Check it."}, "place": None}


@pytest.fixture
def plan() -> Plan:
    issuer = agency("Ủy ban nhân dân tỉnh An Bình", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.PROVINCE)
    made: Plan = PlanFactory.create(issuer=issuer)
    Source.objects.create(
        plan=made, name="kh.docx", size=1, sha256="0", state=ReadingState.READ, uploaded_by=made.drafted_by, text=TEXT,
        reading={"doubts": [], "notes": [], "outline": []}, pane_vi='<p><span class="duty" id="w-1">…</span></p>',
    )  # fmt: skip
    return made


@pytest.fixture
def office(plan: Plan) -> Agency:
    return agency("Sở Nội vụ", under=plan.issuer)


@pytest.fixture
def desk(client: Client, plan: Plan) -> Client:
    client.force_login(person(Role.COORDINATOR, plan.issuer))
    return client


def obligation(plan: Plan, number: int = 1, **fields: Any) -> Obligation:
    usual: dict[str, Any] = {
        "text": TEXT, "start": 0, "quotas": [], "review": Review.PENDING, "origin": Origin.READER,
        "read_as": read_as(number),
    }  # fmt: skip
    made: Obligation = ObligationFactory.create(plan=plan, **{**usual, **fields})
    party(made, name="Sở Nội vụ")
    return made


def at(name: str, plan: Plan, row: Obligation | None = None) -> str:
    return reverse(f"plans:{name}", args=[plan.key, row.key] if row else [plan.key])


def entries(row: Obligation, **changed: Any) -> dict[str, Any]:
    """What the form of an obligation sends when nothing but `changed` was touched."""
    usual = {
        "revision": row.revision, "text": row.text, "kinds": row.kinds, "cadences": row.cadences,
        "deadline-form": "none", "parties-lead": ["name::Sở Nội vụ"], "parties-lead_known": ["name::Sở Nội vụ"],
    }  # fmt: skip
    return {**usual, **changed}


@pytest.mark.parametrize("count", [5, 60])
def test_the_screen_takes_the_same_queries_however_long_the_plan(
    desk: Client, plan: Plan, office: Agency, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        party(obligation(plan, number + 1), name="Sở Tài chính", agency=office, role=PartyRole.COORDINATE)
    with django_assert_num_queries(11):
        page = desk.get(at("review", plan))
    assert page.content.decode().count("data-review-card") == count


@pytest.mark.parametrize("count", [5, 60])
def test_the_sheet_itself_takes_three_queries(
    plan: Plan, office: Agency, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        party(obligation(plan, number + 1), name="Sở Tài chính", agency=office, role=PartyRole.COORDINATE)
    with django_assert_num_queries(3):
        assert review_sheet(plan, Wanted()).total == count


def test_doubtful_ones_come_first_until_they_are_reviewed(plan: Plan, office: Agency) -> None:
    first, second = obligation(plan, 1), obligation(plan, 2, doubts=[DOUBT])
    Party.objects.update(agency=office)
    assert [card.row for card in review_sheet(plan, Wanted()).cards] == [second, first]
    assert [card.row for card in review_sheet(plan, Wanted(in_order=True)).cards] == [first, second]
    assert [card.row for card in review_sheet(plan, Wanted("doubtful")).cards] == [second]
    Obligation.objects.filter(pk=second.pk).update(review=Review.ACCEPTED)
    sheet = review_sheet(plan, Wanted("unreviewed"))
    assert ([card.row for card in sheet.cards], sheet.reviewed, sheet.doubtful) == ([first], 1, 0)


def test_the_screen_can_be_narrowed_to_one_lead(plan: Plan, office: Agency) -> None:
    mine, other = obligation(plan, 1), obligation(plan, 2)
    mine.parties.update(agency=office)
    other.parties.update(group="all-communes")
    sheet = review_sheet(plan, Wanted(body=f"agency-{office.pk}"))
    assert [card.row for card in sheet.cards] == [mine]
    assert [key for key, _words in sheet.bodies] == [f"agency-{office.pk}", "group-all-communes"]


def test_both_sides_lead_to_each_other_also_after_a_merge(plan: Plan) -> None:
    obligation(plan, 2, merged_into=obligation(plan, 1))
    by_hand = obligation(plan, read_as=None, origin=Origin.PERSON, start=5, end=9)
    obligation(plan, read_as=None, origin=Origin.PERSON, start=None)
    cards = review_sheet(plan, Wanted(in_order=True)).cards
    assert [(card.key, card.anchor, card.swallowed) for card in cards][:2] == [
        ("o-1", "w-1", ("o-2",)),
        (f"o-p{by_hand.pk}", "w-1", ()),
    ]
    assert cards[2].anchor == ""


def test_a_correction_shows_what_the_reader_read(desk: Client, plan: Plan) -> None:
    obligation(plan, cadences=["quarterly"], review=Review.CORRECTED)
    page = desk.get(at("review", plan)).content.decode()
    assert "Máy đọc: Hằng tháng" in page
    assert "Hằng quý" in page


def test_a_document_of_another_agency_than_chosen_is_told(desk: Client, plan: Plan, office: Agency) -> None:
    read = {"doubts": [], "notes": [], "outline": [], "document": {"issuer": plan.issuer.name}}
    Source.objects.update(reading=read)
    words = "nhưng được tải lên cho"
    assert words not in desk.get(at("review", plan)).content.decode()
    for other in (office.name, "Ủy ban nhân dân tỉnh Lạ"):
        Source.objects.update(reading={**read, "document": {"issuer": other}})
        assert words in desk.get(at("review", plan)).content.decode()


def test_a_topic_that_only_repeats_the_words_is_not_told_twice(desk: Client, plan: Plan) -> None:
    obligation(plan, topic=TEXT[:20] + "…", read_as=read_as(1, topic=TEXT[:20] + "…"))
    assert "fact-topic" not in desk.get(at("review", plan)).content.decode()
    Obligation.objects.update(topic="chuyên mục")
    assert "fact-topic" in desk.get(at("review", plan)).content.decode()


def test_what_a_plan_says_cannot_run_on_the_screen(desk: Client, plan: Plan) -> None:
    obligation(plan, text="<script>alert(1)</script>", topic="<img src=x>")
    page = desk.get(at("review", plan)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x>" not in page


def test_a_part_of_the_page_comes_without_the_document(desk: Client, plan: Plan) -> None:
    obligation(plan)
    whole = desk.get(at("review", plan))
    part = desk.get(at("review", plan), headers={"HX-Request": "true"})
    assert (b'id="w-1"' in whole.content, b'id="w-1"' in part.content) == (True, False)
    assert b'id="reading"' in part.content
    assert "HX-Request" in part.headers["Vary"]


def test_only_reviewers_see_the_screen(client: Client, plan: Plan) -> None:
    row = obligation(plan)
    client.force_login(person(Role.OFFICER, plan.issuer))
    for name in ("review", "review-add", "review-names"):
        assert client.get(at(name, plan)).status_code == 403
    for name in ("review-edit", "review-split"):
        assert client.get(at(name, plan, row)).status_code == 403
    assert client.post(at("review-accept", plan, row), {"revision": 1}).status_code == 403
    client.force_login(person(Role.REVIEWER))
    assert client.get(at("review", plan)).status_code == 404


def test_a_closed_plan_leads_to_its_page(desk: Client, plan: Plan) -> None:
    Plan.objects.update(state=State.SIGNED)
    assert desk.get(at("review", plan)).headers["Location"] == reverse("plans:plan", args=[plan.key])


def test_accepting_keeps_the_filters_and_goes_on(desk: Client, plan: Plan) -> None:
    row = obligation(plan)
    answer = desk.post(at("review-accept", plan, row) + "?show=unreviewed", {"revision": 1})
    assert answer.headers["Location"] == at("review", plan) + "?show=unreviewed#next"
    assert Obligation.objects.get().review == Review.ACCEPTED


def test_one_press_steps_tell_when_somebody_was_faster(desk: Client, plan: Plan) -> None:
    row = obligation(plan)
    Obligation.objects.update(revision=5)
    answer = desk.post(at("review-accept", plan, row), {"revision": 1}, follow=True)
    assert "Người khác vừa sửa" in answer.content.decode()
    assert Obligation.objects.get().review == Review.PENDING


def test_rejecting_asks_for_a_reason(desk: Client, plan: Plan) -> None:
    row = obligation(plan)
    answer = desk.post(at("review-reject", plan, row), {"revision": 1}, follow=True)
    assert "vì sao đây không phải là nhiệm vụ" in answer.content.decode()
    desk.post(at("review-reject", plan, row), {"revision": 1, "reason": "Chỉ là căn cứ."})
    assert Obligation.objects.get().review == Review.REJECTED


def test_ticked_ones_are_merged_and_undone(desk: Client, plan: Plan) -> None:
    rows = [obligation(plan, number) for number in (1, 2, 3)]
    ticked = [f"{row.pk}:1" for row in rows[1:]]
    desk.post(at("review-merge", plan), {"others": ticked})
    assert plan.obligations.filter(merged_into=rows[1]).get() == rows[2]
    desk.post(at("review-undo", plan))
    assert plan.obligations.filter(merged_into=None).count() == 3
    for nonsense in ([], ["x:y"], [f"{rows[0].pk}:1"]):
        desk.post(at("review-merge", plan), {"others": nonsense})
    assert plan.obligations.filter(merged_into=None).count() == 3


def test_all_without_doubts_at_once(desk: Client, plan: Plan) -> None:
    obligation(plan, 1)
    obligation(plan, 2, doubts=[DOUBT])
    desk.post(at("review-accept-undoubted", plan))
    assert [row.review for row in plan.obligations.all()] == [Review.ACCEPTED, Review.PENDING]


def test_a_correction_is_saved_from_the_form(desk: Client, plan: Plan, office: Agency) -> None:
    row = obligation(plan)
    assert desk.get(at("review-edit", plan, row)).status_code == 200
    sent = entries(
        row,
        **{
            "cadences": ["quarterly"], "deadline-form": "last-month", "deadline-day": "15",
            "quotas-min_0": "3", "quotas-unit_0": "news item", "quotas-per_0": "quarter",
            "parties-lead": [], "parties-lead_new": "so noi vu", "parties-coordinate_group": "all-communes",
        },
    )  # fmt: skip
    answer = desk.post(at("review-edit", plan, row), sent)
    assert answer.headers["Location"] == at("review", plan) + "#o-1"
    row.refresh_from_db()
    assert row.deadline == "day 15 of the last month of the reporting period"
    assert (row.cadences, row.review) == (["quarterly"], Review.CORRECTED)
    assert row.quotas == [{"min": 3, "unit": "news item", "per": "quarter"}]
    assert [(one.role, one.agency, one.group) for one in row.parties.all()] == [
        ("coordinate", None, "all-communes"),
        ("lead", office, ""),
    ]


def test_an_untouched_form_changes_nothing(desk: Client, plan: Plan) -> None:
    row = obligation(plan, kinds=["report", "publish"], read_as=read_as(1, kind=["report", "publish"]))
    desk.post(at("review-edit", plan, row), entries(row, kinds=["publish", "report"]))
    row.refresh_from_db()
    assert (row.kinds, row.review) == (["report", "publish"], Review.ACCEPTED)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"deadline-form": "day"},
        {"deadline-form": "every-year", "deadline-day": "31", "deadline-month": "2"},
        {"quotas-min_0": "3"},
        {"parties-lead": ["agency:999999:Sở Lạ"]},
        {"kinds": ["dance"]},
    ],
)
def test_entries_that_cannot_be_used_are_told_and_kept(desk: Client, plan: Plan, wrong: dict[str, Any]) -> None:
    row = obligation(plan)
    answer = desk.post(at("review-edit", plan, row), entries(row, topic="giữ lại", **wrong))
    assert answer.status_code == 422
    assert "giữ lại" in answer.content.decode()
    row.refresh_from_db()
    assert row.revision == 1


def test_a_name_that_two_agencies_bear_is_asked_about(desk: Client, plan: Plan) -> None:
    twins = [agency("Phòng Văn hóa", under=plan.issuer) for _ in range(2)]
    row = obligation(plan)
    answer = desk.post(at("review-edit", plan, row), entries(row, **{"parties-lead_new": "Phòng Văn hóa"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    for twin in twins:
        assert f'value="agency:{twin.pk}:Phòng Văn hóa"' in page
    assert 'value="outside::Phòng Văn hóa"' in page
    ticked = f"agency:{twins[1].pk}:Phòng Văn hóa"
    desk.post(
        at("review-edit", plan, row), entries(row, **{"parties-lead": [ticked], "parties-lead_new": "Phòng Văn hóa"})
    )
    assert row.parties.get().agency == twins[1]


def test_what_somebody_saved_meanwhile_stands_beside_what_was_entered(desk: Client, plan: Plan) -> None:
    row = obligation(plan)
    Obligation.objects.update(text="Lời của người khác.", revision=2)
    answer = desk.post(at("review-edit", plan, row), entries(row, text="Lời của tôi.", cadences=["weekly"]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Lời của tôi." in page
    assert "Lời của người khác." in page
    again = entries(row, text="Lời của tôi.", cadences=["weekly"], revision=2)
    assert desk.post(at("review-edit", plan, row), again).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.cadences) == ("Lời của tôi.", ["weekly"])


def test_the_readers_value_comes_back_into_the_form_without_losing_other_entries(desk: Client, plan: Plan) -> None:
    row = obligation(plan, cadences=["weekly"])
    sent = entries(row, text="Lời của tôi.", cadences=["weekly"], take_back="cadences")
    answer = desk.post(at("review-edit", plan, row), sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Lời của tôi." in page
    assert '<input type="checkbox" name="cadences" value="monthly" id="id_cadences_4" checked' in " ".join(page.split())
    row.refresh_from_db()
    assert row.revision == 1


def test_the_whole_reading_comes_back_at_one_press(desk: Client, plan: Plan) -> None:
    row = obligation(plan, cadences=["weekly"], review=Review.CORRECTED)
    assert at("review-take-back", plan, row) in desk.get(at("review", plan)).content.decode()
    desk.post(at("review-take-back", plan, row), {"revision": 1})
    row.refresh_from_db()
    assert (row.cadences, row.review) == (["monthly"], Review.ACCEPTED)


def test_the_readers_value_helps_out_of_an_entry_that_cannot_be_used(desk: Client, plan: Plan) -> None:
    row = obligation(plan)
    page = desk.post(at("review-edit", plan, row), entries(row, text="", take_back="text")).content.decode()
    assert f">\n{TEXT}</textarea>" in page.replace("\r", "")
    office = agency("Sở Nội vụ")
    row.parties.update(agency=office)
    sent = entries(row, **{"parties-lead": [], "parties-lead_known": [], "take_back": "lead"})
    page = desk.post(at("review-edit", plan, row), sent).content.decode()
    assert f'value="agency:{office.pk}:Sở Nội vụ" checked' in page
    sent = entries(row, **{"deadline-form": "day", "take_back": "deadline"})
    assert desk.post(at("review-edit", plan, row), sent).status_code == 200


@pytest.mark.parametrize("field", ["text", "kinds", "quotas", "deadline", "lead", "window", "requested", "nonsense"])
def test_any_field_can_be_taken_back(desk: Client, plan: Plan, field: str) -> None:
    row = obligation(plan)
    assert desk.post(at("review-edit", plan, row), entries(row, take_back=field)).status_code == 200


def test_the_meaning_of_the_entries_is_told_in_dates(desk: Client, plan: Plan) -> None:
    row = obligation(plan)
    sent = entries(row, text="", **{"deadline-form": "every-month", "deadline-day": "20"})
    page = desk.post(at("review-meaning", plan), sent).content.decode()
    assert "Có 12 kỳ" in page
    assert "20/" in page
    wrong = desk.post(at("review-meaning", plan), entries(row, **{"deadline-form": "day"})).content.decode()
    assert "nhập đủ" in wrong


def test_an_obligation_is_cut_where_the_person_says(desk: Client, plan: Plan) -> None:
    row = obligation(plan)
    page = desk.get(at("review-split", plan, row), {"at": "25"}).content.decode()
    assert ">mở chuyên mục.</textarea>" in page.replace("\n", "").replace("\r", "")
    sent = {"revision": 1, "first": "Đăng tin, bài hằng tháng;", "second": "mở chuyên mục."}
    assert desk.post(at("review-split", plan, row), {**sent, "second": ""}).status_code == 422
    desk.post(at("review-split", plan, row), sent)
    assert [one.text for one in plan.obligations.all()] == ["Đăng tin, bài hằng tháng;", "mở chuyên mục."]
    answer = desk.post(at("review-split", plan, row), sent)
    assert answer.status_code == 422
    assert 'name="revision" value="2"' in answer.content.decode()


def test_words_selected_in_the_document_begin_a_new_obligation(desk: Client, plan: Plan) -> None:
    page = desk.get(at("review-add", plan), {"text": "mở  chuyên mục."}).content.decode()
    assert ">mở chuyên mục.</textarea>" in page.replace("\n", "")
    answer = desk.post(at("review-add", plan), {"text": "mở chuyên mục.", "kinds": ["column"], "deadline-form": "none"})
    made = plan.obligations.get()
    assert answer.headers["Location"].endswith(f"#o-p{made.pk}")
    assert TEXT[made.start : made.end] == "mở chuyên mục."
    assert (made.origin, made.kinds) == (Origin.PERSON, ["column"])


def test_a_plan_without_a_document_is_reviewed_as_well(desk: Client, plan: Plan) -> None:
    Source.objects.all().delete()
    obligation(plan, read_as=None)
    assert desk.get(at("review", plan)).status_code == 200


def test_a_merged_obligation_cannot_be_opened_any_more(desk: Client, plan: Plan) -> None:
    gone = obligation(plan, 2, merged_into=obligation(plan, 1))
    assert desk.get(at("review-edit", plan, gone)).status_code == 404


def test_nul_is_a_blank_in_what_has_no_form_of_its_own(desk: Client, plan: Plan) -> None:
    row = obligation(plan)
    desk.post(at("review-names", plan), {"name": "Sở\0Nội vụ", "meaning": "outside"})
    assert row.parties.get().outside
    found = desk.get(reverse("plans:review-bodies", args=[plan.key, "lead"]), {"parties-lead": "outside::Hội\0Nhà báo"})
    assert "Hội Nhà báo" in found.content.decode()
    desk.post(at("review-reject", plan, row), {"revision": Obligation.objects.get().revision, "reason": "trùng\0ý"})
    assert Obligation.objects.get().review_note == "trùng ý"
