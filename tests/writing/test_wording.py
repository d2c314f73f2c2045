"""Every code of the annotation guide has its words; dates and quotas read as in official documents."""

import pytest

from loa.reading.model import Party, Quota
from loa.writing import wording

GUIDE = {
    "tier": {"ministry", "province", "district", "commune", "department"},
    "role": {"basis", "reference"},
    "delivery": {"electronic", "paper"},
    "group": {
        *("all-departments", "all-districts", "all-communes", "all-agencies", "related-agencies", "assigned-leads"),
        *("mass-organisations", "people", "finance-agencies", "all-villages", "own-units", "all-provinces"),
    },
    "kind": {
        *("disseminate", "publish", "broadcast", "column", "supply-info", "update-procedures", "receive-feedback"),
        *("train", "contest", "conference", "survey", "integrate", "make-plan", "direct", "inspect-urge", "advise"),
        *("report", "fund", "assign-staff"),
    },
    "cadence": {
        *("once", "continuous", "weekly", "biweekly", "monthly", "quarterly", "semiannual", "annual", "by-programme"),
    },
    "channel": {
        *("radio-tv", "loudspeaker", "newspaper", "mass-media", "portal", "agency-site", "service-portal", "social"),
        *("bulletin", "qa-column", "hotline", "notice-board", "one-stop-desk", "meeting", "conference", "dialogue"),
        *("training", "contest", "legal-education", "leaflet", "poster", "billboard", "video"),
    },
    "window": {"prime time"},
    "unit": {"news item", "broadcast", "issue", "event"},
    "period": {"day", "week", "month", "quarter", "year", "issue"},
    "reason": {"form-without-actor", "attribute-of-measure", "funding-source", "closing-formula", "pointer"},
}


@pytest.mark.parametrize("closed_list", GUIDE)
def test_every_closed_list_of_the_guide_is_worded(closed_list: str) -> None:
    assert set(wording.codes(closed_list)) == GUIDE[closed_list]


@pytest.mark.parametrize("closed_list", GUIDE)
def test_words_differ_within_a_list_and_name_no_code(closed_list: str) -> None:
    for language in ("vi", "en"):
        words = [wording.label(closed_list, code, language) for code in GUIDE[closed_list]]
        assert len(set(words)) == len(words)
        assert all(word.strip() == word != "" for word in words)


@pytest.mark.parametrize(
    ("code", "words"),
    [("publish", "Đăng tải tin, bài"), ("report", "Báo cáo, tổng hợp"), ("unheard-of", "unheard-of")],
)
def test_kinds_read_as_an_official_writes(code: str, words: str) -> None:
    assert wording.label("kind", code) == words


def test_bodies_keep_their_names_and_groups_are_worded() -> None:
    parties = (Party(name="Sở Nội vụ"), Party(group="all-communes"))
    assert wording.parties_text(parties) == "Sở Nội vụ; UBND cấp xã (xã, phường, đặc khu, thị trấn)"
    assert wording.parties_text(parties, "en") == "Sở Nội vụ; All communes"


@pytest.mark.parametrize(
    ("quota", "vi", "en"),
    [
        (Quota(5, "news item", "month"), "ít nhất 05 tin, bài/tháng", "at least 5 news items per month"),
        (Quota(1, "broadcast", "week"), "ít nhất 01 lần phát sóng/tuần", "at least 1 broadcast per week"),
        (Quota(12, "event", "year"), "ít nhất 12 cuộc/năm", "at least 12 events per year"),
    ],
)
def test_quotas(quota: Quota, vi: str, en: str) -> None:
    assert (wording.quota_text(quota), wording.quota_text(quota, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("deadline", "vi", "en"),
    [
        (None, "", ""),
        ("2022", "năm 2022", "2022"),
        ("2022-11", "tháng 11/2022", "November 2022"),
        ("2022-11-25", "25/11/2022", "25 November 2022"),
        ("2022-Q2", "Quý II năm 2022", "Quarter 2 of 2022"),
        (
            "day 15 of the last month of the reporting period",
            "ngày 15 của tháng cuối kỳ báo cáo",
            "day 15 of the last month of the reporting period",
        ),
        ("day 5 of every month", "ngày 05 hằng tháng", "day 5 of every month"),
        ("day 20 of every quarter", "ngày 20 hằng quý", "day 20 of every quarter"),
        ("11-20 of every year", "ngày 20/11 hằng năm", "20 November of every year"),
        (
            "5 working days after ngày nhận được quyết định",
            "05 ngày làm việc kể từ ngày nhận được quyết định",
            "5 working days after ngày nhận được quyết định",
        ),
        ("sometime", "sometime", "sometime"),
        ("2022-99", "tháng 99/2022", "99 2022"),
    ],
)
def test_deadlines(deadline: str | None, vi: str, en: str) -> None:
    assert (wording.deadline_text(deadline), wording.deadline_text(deadline, "en")) == (vi, en)


def test_moments_of_signing() -> None:
    assert wording.date_time_text("2023-01-05T09:21:39+07:00") == "09:21:39 ngày 05/01/2023"
    assert wording.date_time_text("2023-01-05T09:21:39+07:00", "en") == "5 January 2023, 09:21:39"
    assert wording.date_time_text("hôm qua") == "hôm qua"
    assert wording.date_time_text(None) == ""


@pytest.mark.parametrize(("share", "text"), [(0.0, "0%"), (0.29, "29%"), (0.999, "99%"), (1.0, "100%")])
def test_percentages_are_rounded_down(share: float, text: str) -> None:
    assert wording.percent_text(share) == text


@pytest.mark.parametrize(
    ("field", "name"), [("lead", "Cơ quan chủ trì"), ("document.signer.name", "Họ và tên"), ("odd", "odd")]
)
def test_fields_have_names(field: str, name: str) -> None:
    assert wording.field_name(field) == name


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("kind", "publish", "Đăng tải tin, bài"),
        ("lead", "all-communes", "UBND cấp xã (xã, phường, đặc khu, thị trấn)"),
        ("lead", "Sở Nội vụ", "Sở Nội vụ"),
        ("deadline", "2022-Q2", "Quý II năm 2022"),
        ("topic", "publish", "publish"),
    ],
)
def test_values_of_marks_are_worded_by_their_field(field: str, value: str, words: str) -> None:
    assert wording.value_text(field, value) == words
