"""Hand-computed calendars for duties as plans state them."""

from itertools import islice

import pytest
from tests.schedule.calendars import Stated, codes, day, dues, items, terms, window, windows

from loa.schedule import (
    MID_MONTH_REPORTS,
    Alternatives,
    Calendar,
    ClippedWindow,
    DueOnDayOff,
    Kind,
    ReportingCalendar,
    Requirement,
    Settings,
    Unit,
    UnknownCode,
    explain_absence,
    occurrences,
    parse_terms,
    years,
)

LAST_MONTH = "day 15 of the last month of the reporting period"
ALL_REPORTS = ("quarterly", "semiannual", "annual")

# ------------------------------------------------------------------------------------------------------------ quotas


def test_five_items_a_month_are_twelve_windows() -> None:
    found = list(occurrences(terms("monthly", items(5, "month")), years(2023)))
    ends = ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-30", "12-31"]
    assert windows(found) == [(f"2023-{end[:3]}01", f"2023-{end}") for end in ends]
    assert [one.key for one in found] == [f"2023-{end[:2]}/news item" for end in ends]
    assert {one.required for one in found} == {Requirement(5, Unit.NEWS_ITEM, stated=True)}
    assert [one.due_on for one in found] == [one.window.end for one in found]


def test_weekly_radio_runs_from_monday_and_is_cut_at_the_new_year() -> None:
    found = list(occurrences(terms("weekly", items(1, "week", "broadcast")), years(2023)))
    assert [one.key.split("/")[0] for one in found] == ["2022-W52", *(f"2023-W{week:02}" for week in range(1, 53))]
    assert windows(found)[:3] == [
        ("2023-01-01", "2023-01-01"),
        ("2023-01-02", "2023-01-08"),
        ("2023-01-09", "2023-01-15"),
    ]
    assert windows(found)[-1] == ("2023-12-25", "2023-12-31")


@pytest.mark.parametrize(
    ("year", "first", "last", "count"),
    [(2020, "2020-W01", "2020-W53", 53), (2021, "2020-W53", "2021-W52", 53), (2024, "2024-W01", "2025-W01", 53)],
)
def test_weeks_have_the_numbers_of_the_year_their_thursday_is_in(year: int, first: str, last: str, count: int) -> None:
    keys = [one.key for one in occurrences(terms("weekly"), years(year))]
    assert (keys[0].split("@")[0], keys[-1], len(keys)) == (first, last, count)


def test_two_weeks_are_counted_from_the_first_monday_of_the_plan() -> None:
    found = list(occurrences(terms("biweekly"), window("2023-01-04", "2023-02-08")))
    assert windows(found) == [("2023-01-04", "2023-01-15"), ("2023-01-16", "2023-01-29"), ("2023-01-30", "2023-02-08")]


def test_each_quota_has_windows_of_its_own() -> None:
    stated = terms("weekly", items(2, "week", "broadcast"), items(1, "week", "broadcast"), items(3, "quarter", "event"))
    keys = [one.key for one in occurrences(stated, window("2023-01-02", "2023-01-08"))]
    assert sorted(keys) == ["2023-Q1/event@2023-01-02", "2023-W01/broadcast", "2023-W01/broadcast#2"]


def test_items_of_each_issue_are_required_for_as_many_issues_as_come_out() -> None:
    stated = terms("monthly", items(2, "month", "issue"), items(4, "issue"))
    found = list(occurrences(stated, window("2023-01-01", "2023-01-31")))
    assert [(one.key, one.required.amount if one.required else 0) for one in found] == [
        ("2023-01/issue", 2),
        ("2023-01/news item", 8),
    ]


def test_a_rhythm_without_a_number_asks_for_one() -> None:
    (found,) = occurrences(terms("annual"), years(2023))
    assert found.required == Requirement(1, None, stated=False)
    assert "amount-unstated" in codes(found)


def test_of_alternatives_the_longest_period_binds_unless_set_otherwise() -> None:
    stated = terms(["weekly", "monthly"])
    assert len(list(occurrences(stated, years(2023)))) == 12
    every = Settings(alternatives=Alternatives.ALL)
    assert len(list(occurrences(stated, years(2023), settings=every))) == 12 + 53


def test_days_and_leap_years_are_counted() -> None:
    assert [len(list(occurrences(terms("daily"), years(year)))) for year in (2023, 2024)] == [365, 366]
    february = list(occurrences(terms("monthly"), years(2024)))[1]
    assert february.window == window("2024-02-01", "2024-02-29")


def test_a_plan_of_several_years_goes_on_over_new_year() -> None:
    keys = [one.key for one in occurrences(terms("quarterly"), years(2022, 2025))]
    assert keys == [f"{year}-Q{quarter}" for year in (2022, 2023, 2024, 2025) for quarter in (1, 2, 3, 4)]


def test_a_plan_year_may_begin_in_another_month() -> None:
    settings = Settings(calendar=Calendar(first_month=7))
    found = list(occurrences(terms("semiannual"), window("2023-07-01", "2024-06-30"), settings=settings))
    assert [one.key for one in found] == ["2023-H1", "2023-H2"]
    assert windows(found) == [("2023-07-01", "2023-12-31"), ("2024-01-01", "2024-06-30")]


# ----------------------------------------------------------------------------------------------------------- clipped


@pytest.mark.parametrize(
    ("policy", "amounts"),
    [(ClippedWindow.KEEP, [5, 5, 5]), (ClippedWindow.SCALE, [2, 5, 3]), (ClippedWindow.DROP, [5])],
)
def test_a_clipped_window_keeps_scales_or_drops_its_quota(policy: ClippedWindow, amounts: list[int]) -> None:
    found = occurrences(
        terms("monthly", items(5, "month")),
        window("2023-01-20", "2023-03-15"),
        settings=Settings(clipped_window=policy),
    )
    assert [one.required.amount for one in found if one.required] == amounts


def test_a_clipped_window_says_so() -> None:
    (found,) = occurrences(terms("monthly", items(5, "month")), window("2023-01-20", "2023-01-31"))
    assert "Only 12 of the window's 31 days" in found.explanation.en


def test_a_duty_holds_only_while_in_force() -> None:
    found = list(occurrences(terms("quarterly"), years(2023), in_force=window("2023-05-10", "2023-08-31")))
    assert windows(found) == [("2023-05-10", "2023-06-30"), ("2023-07-01", "2023-08-31")]
    assert [one.key for one in found] == ["2023-Q2@2023-05-10", "2023-Q3"]


# ----------------------------------------------------------------------------------------------------------- reports


def test_reports_of_quarter_half_and_year_are_four() -> None:
    found = list(occurrences(terms(ALL_REPORTS, by=LAST_MONTH, kinds=["report"]), years(2022)))
    assert dues(found) == {
        "2022-Q1/report": "2022-03-15",
        "2022-H1/report": "2022-06-15",
        "2022-Q3/report": "2022-09-15",
        "2022/report": "2022-12-15",
    }
    assert windows(found) == [
        ("2022-01-01", "2022-03-31"),
        ("2022-01-01", "2022-06-30"),
        ("2022-07-01", "2022-09-30"),
        ("2022-01-01", "2022-12-31"),
    ]
    assert {one.kind for one in found} == {Kind.REPORT}


def test_mid_month_reports_have_the_ministry_s_data_windows() -> None:
    settings = Settings(reporting=MID_MONTH_REPORTS)
    stated = terms(ALL_REPORTS, by="day 20 of the last month of the reporting period", kinds=["report"])
    found = list(occurrences(stated, years(2023), settings=settings))
    assert windows(found) == [
        ("2022-12-15", "2023-03-14"),
        ("2022-12-15", "2023-06-14"),
        ("2023-06-15", "2023-09-14"),
        ("2022-12-15", "2023-12-14"),
    ]
    assert list(dues(found).values()) == ["2023-03-20", "2023-06-20", "2023-09-20", "2023-12-20"]
    assert all("after-window" in codes(one) for one in found)


def test_the_third_report_may_cover_nine_months() -> None:
    settings = Settings(reporting=ReportingCalendar(nine_months=True))
    found = list(occurrences(terms(ALL_REPORTS, kinds=["report"]), years(2023), settings=settings))
    assert [one.key for one in found] == ["2023-Q1/report", "2023-H1/report", "2023-9M/report", "2023/report"]
    assert windows(found)[2] == ("2023-01-01", "2023-09-30")


def test_reports_that_end_together_may_all_be_due() -> None:
    settings = Settings(reporting=ReportingCalendar(merge_same_end=False))
    assert len(list(occurrences(terms(ALL_REPORTS, kinds=["report"]), years(2023), settings=settings))) == 7


def test_monthly_reports_on_data_from_day_15() -> None:
    settings = Settings(reporting=MID_MONTH_REPORTS)
    found = list(occurrences(terms("monthly", kinds=["report"]), years(2024), settings=settings))
    assert windows(found)[:3] == [
        ("2023-12-15", "2024-01-14"),
        ("2024-01-15", "2024-02-14"),
        ("2024-02-15", "2024-03-14"),
    ]
    assert len(found) == 12


def test_a_plan_too_short_for_a_month_of_data_still_reports() -> None:
    stated = terms("monthly", kinds=["report"])
    found = occurrences(stated, window("2018-07-15", "2018-07-31"), settings=Settings(reporting=MID_MONTH_REPORTS))
    assert windows(found) == [("2018-07-15", "2018-07-31")]


def test_daily_reports_are_not_merged_with_longer_ones() -> None:
    found = list(occurrences(terms(["daily", "monthly"], kinds=["report"]), years(2023)))
    assert len(found) == 365 + 12


# --------------------------------------------------------------------------------------------------------- due dates


@pytest.mark.parametrize(
    ("cadence", "by", "kinds", "due"),
    [
        ("monthly", "day 25 of every month", (), ["2023-01-25", "2023-02-25"]),
        ("monthly", "day 31 of every month", (), ["2023-01-31", "2023-02-28"]),
        ("monthly", "day 5 of every month", (), ["2023-01-05", "2023-02-05"]),
        ("monthly", "day 5 of every month", ("report",), ["2023-02-05", "2023-03-05"]),
        (None, "day 25 of every month", (), ["2023-01-25", "2023-02-25"]),
        (None, LAST_MONTH, ("report",), ["2023-03-15", "2023-06-15"]),
        ("quarterly", "day 5 of every quarter", (), ["2023-03-05", "2023-06-05"]),
        ("weekly", "day 5 of every month", (), ["2023-01-01", "2023-01-08"]),
        ("quarterly", "2023-02-20", (), ["2023-02-20", "2023-06-30"]),
        ("quarterly", "05-20 of every year", (), ["2023-03-31", "2023-05-20"]),
    ],
)
def test_a_deadline_stands_inside_its_period(
    cadence: str | None, by: str, kinds: tuple[str, ...], due: list[str]
) -> None:
    found = islice(occurrences(terms(cadence, by=by, kinds=kinds), years(2023)), 2)
    assert list(dues(found).values()) == due


@pytest.mark.parametrize(
    ("by", "kinds", "due"),
    [
        ("11-25 of every year", ("report",), ["2023-11-25", "2024-11-25"]),
        ("01-15 of every year", ("report",), ["2024-01-15", "2025-01-15"]),
        ("01-15 of every year", (), ["2023-01-15", "2024-01-15"]),
        ("02-29 of every year", (), ["2023-02-28", "2024-02-29"]),
        ("2025-01-15", ("report",), ["2023-12-31", "2025-01-15"]),
    ],
)
def test_a_yearly_deadline_stands_in_its_year_or_for_an_early_report_in_the_next(
    by: str, kinds: tuple[str, ...], due: list[str]
) -> None:
    assert list(dues(occurrences(terms("annual", by=by, kinds=kinds), years(2023, 2024))).values()) == due


def test_a_day_the_month_lacks_is_its_last_and_says_so() -> None:
    found = list(occurrences(terms("monthly", by="day 31 of every month"), years(2023)))
    assert ["short-month" in codes(one) for one in found] == [n in (2, 4, 6, 9, 11) for n in range(1, 13)]
    assert "Month 4 of 2023 has no day 31: its last day is taken, 30 April 2023." in found[3].explanation.en


@pytest.mark.parametrize(
    ("policy", "due", "code"),
    [
        (DueOnDayOff.KEEP, "2023-04-30", "day-off-kept"),
        (DueOnDayOff.NEXT, "2023-05-04", "day-off-next"),
        (DueOnDayOff.PREVIOUS, "2023-04-28", "day-off-previous"),
    ],
)
def test_a_due_date_on_a_day_off_goes_where_the_office_wants(policy: DueOnDayOff, due: str, code: str) -> None:
    (found,) = occurrences(terms("once", by="2023-04-30"), years(2023), settings=Settings(due_on_day_off=policy))
    assert found.due_on == day(due)
    assert code in codes(found)
    assert "Ngày Chiến thắng" in found.explanation.vi


def test_a_due_date_is_not_moved_before_its_window() -> None:
    settings = Settings(due_on_day_off=DueOnDayOff.PREVIOUS)
    (found,) = occurrences(terms("once", by="2023-01-01"), years(2023), settings=settings)
    assert found.due_on == day("2023-01-01")
    assert "day-off-first" in codes(found)


def test_the_end_of_a_window_is_never_moved() -> None:
    settings = Settings(due_on_day_off=DueOnDayOff.NEXT)
    found = occurrences(terms("weekly"), window("2023-01-02", "2023-01-15"), settings=settings)
    assert list(dues(found).values()) == ["2023-01-08", "2023-01-15"]


def test_a_due_date_in_a_year_without_announced_days_off_says_so() -> None:
    (known,) = occurrences(terms("once", by="2026-10-15"), years(2026))
    (unknown,) = occurrences(terms("once", by="2027-10-15"), years(2027))
    assert ["days-off-unknown" in codes(one) for one in (known, unknown)] == [False, True]


# ---------------------------------------------------------------------------------------------------- once and always


@pytest.mark.parametrize(
    ("by", "start", "end", "due"),
    [
        ("2023-03-01", "2023-01-01", "2023-03-01", "2023-03-01"),
        ("2023-06", "2023-06-01", "2023-06-30", "2023-06-30"),
        ("2023-Q2", "2023-04-01", "2023-06-30", "2023-06-30"),
        ("2023", "2023-01-01", "2023-12-31", "2023-12-31"),
        (None, "2023-01-01", "2023-12-31", "2023-12-31"),
        ("2024-01-15", "2023-01-01", "2023-12-31", "2024-01-15"),
        ("2022-12-20", "2022-12-20", "2022-12-20", "2022-12-20"),
    ],
)
def test_a_thing_done_once_has_one_window(by: str | None, start: str, end: str, due: str) -> None:
    (found,) = occurrences(terms("once", by=by), years(2023))
    assert (found.kind, found.key, found.window, found.due_on) == (Kind.ONCE, "once", window(start, end), day(due))


def test_a_deadline_that_passed_before_the_duty_held_is_shown_and_not_lost() -> None:
    (found,) = occurrences(terms("once", by="2023-03-01"), years(2023), in_force=window("2023-03-20", "2023-12-31"))
    assert found.due_on == day("2023-03-01")
    assert "before-plan" in codes(found)


@pytest.mark.parametrize("cadence", ["continuous", None])
def test_what_goes_on_all_the_time_or_has_no_time_is_never_due(cadence: str | None) -> None:
    (found,) = occurrences(terms(cadence), years(2023))
    assert (found.kind, found.window, found.due_on) == (Kind.CONTINUOUS, years(2023), None)
    assert "không có hạn" in found.explanation.vi


def test_a_quota_measures_what_is_also_called_continuous() -> None:
    found = occurrences(terms(["monthly", "continuous"], items(2, "month")), years(2023))
    assert {one.kind for one in found} == {Kind.QUOTA}


def test_what_another_programme_times_has_no_windows_and_says_why() -> None:
    stated = terms("by-programme")
    absence = explain_absence(stated)
    assert list(occurrences(stated, years(2023))) == []
    assert absence is not None
    assert absence.code == "no-due-by-programme"
    assert explain_absence(terms("monthly")) is None
    assert dues(occurrences(terms("by-programme", by="2023-11-20"), years(2023))) == {"once": "2023-11-20"}


def test_working_days_are_counted_from_the_event() -> None:
    stated = terms("once", by="5 working days after ngày ban hành")
    (found,) = occurrences(stated, years(2023), event=day("2023-04-27"))
    assert (found.window, found.due_on) == (window("2023-04-27", "2023-05-09"), day("2023-05-09"))
    assert len(found.explanation.days_off) == 5
    (waiting,) = occurrences(stated, years(2023))
    assert (waiting.window, waiting.due_on) == (years(2023), None)
    assert "ngày ban hành" in waiting.explanation.vi


def test_among_many_windows_only_that_of_the_event_is_due() -> None:
    stated = terms("quarterly", by="3 working days after kết thúc khảo sát")
    found = occurrences(stated, years(2023), event=day("2023-05-15"))
    assert list(dues(found).values()) == [None, "2023-05-18", None, None]


def test_requests_keep_their_windows_and_are_marked() -> None:
    stated = parse_terms(cadence="quarterly", requested=True)
    assert [one.kind for one in occurrences(stated, years(2023))] == [Kind.REQUESTED] * 4


# ------------------------------------------------------------------------------------------------------------- codes


@pytest.mark.parametrize(
    ("cadence", "quota"),
    [
        ("hourly", items(1, "week")),
        ("weekly", items(0, "week")),
        ("weekly", items(1, "era")),
        ("weekly", items(1, "week", "leaflet")),
    ],
)
def test_codes_outside_the_lists_are_refused(cadence: str, quota: Stated) -> None:
    with pytest.raises(UnknownCode):
        terms(cadence, quota)


def test_an_explanation_gives_rule_words_and_steps_in_both_languages() -> None:
    stated = parse_terms(
        cadence=ALL_REPORTS, deadline=LAST_MONTH, kinds=["report"], words="chậm nhất ngày 15 của tháng cuối kỳ"
    )
    reports = list(occurrences(stated, years(2024)))
    assert reports[1].explanation.vi.splitlines() == [
        "Hạn: ngày 15 của tháng cuối kỳ báo cáo.",
        "Kế hoạch ghi: “chậm nhất ngày 15 của tháng cuối kỳ”.",
        "Kỳ: 6 tháng đầu năm 2024, từ 01/01/2024 đến 30/06/2024.",
        "Báo cáo này thay cho báo cáo của kỳ ngắn hơn kết thúc cùng ngày.",
        "Ngày 15/06/2024 là ngày nghỉ (thứ Bảy); hạn giữ nguyên theo cài đặt.",
        "15/06/2024: thứ Bảy.",
    ]
    assert reports[1].explanation.en.splitlines()[0] == "Due on day 15 of the last month of the reporting period."
