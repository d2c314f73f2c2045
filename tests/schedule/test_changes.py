"""An amendment leaves the past as it was."""

from tests.schedule.calendars import day, dues, items, terms, windows

from loa.schedule import Settings, Terms, Version, WindowInCourse, occurrences, occurrences_under, years

CUT = Settings(window_in_course=WindowInCourse.CUT)
FIVE = terms("monthly", items(5, "month"))
SIX = terms("monthly", items(6, "month"))


def versions(old: Terms | None, change: str, new: Terms | None) -> list[Version]:
    return [Version(day("2023-01-01"), old), Version(day(change), new)]


def test_a_month_in_course_ends_under_the_old_rule() -> None:
    found = list(occurrences_under(versions(FIVE, "2023-06-15", SIX), years(2023)))
    assert [one.required.amount for one in found if one.required] == [5] * 6 + [6] * 6
    assert windows(found) == windows(occurrences(FIVE, years(2023)))


def test_a_month_in_course_may_be_cut_instead() -> None:
    found = list(occurrences_under(versions(FIVE, "2023-06-15", SIX), years(2023), settings=CUT))
    assert windows(found)[5:7] == [("2023-06-01", "2023-06-14"), ("2023-06-15", "2023-06-30")]
    assert [one.required.amount for one in found if one.required] == [5] * 6 + [6] * 7


def test_a_window_of_another_period_is_cut_at_the_change() -> None:
    found = list(occurrences_under(versions(terms("annual"), "2023-11-10", terms("monthly")), years(2023)))
    assert windows(found) == [("2023-01-01", "2023-11-09"), ("2023-11-10", "2023-11-30"), ("2023-12-01", "2023-12-31")]


def test_reports_due_before_the_change_stay_and_later_ones_follow_it_whole() -> None:
    old = terms(
        ("quarterly", "semiannual", "annual"), by="day 15 of the last month of the reporting period", kinds=["report"]
    )
    new = terms(
        ("quarterly", "semiannual", "annual"), by="day 10 of the last month of the reporting period", kinds=["report"]
    )
    found = list(occurrences_under(versions(old, "2023-05-04", new), years(2023)))
    assert list(dues(found).values()) == ["2023-03-15", "2023-06-10", "2023-09-10", "2023-12-10"]
    assert windows(found) == windows(occurrences(old, years(2023)))


def test_a_change_never_makes_a_report_late_or_loses_it() -> None:
    old = terms("quarterly", by="day 15 of the last month of the reporting period", kinds=["report"])
    new = terms("quarterly", by="day 5 of the last month of the reporting period", kinds=["report"])
    found = dues(occurrences_under(versions(old, "2023-06-10", new), years(2023)))
    assert list(found.values()) == ["2023-03-15", "2023-06-30", "2023-09-05", "2023-12-05"]


def test_a_deadline_not_yet_reached_moves_with_the_change() -> None:
    moved = versions(terms("once", by="2023-10-01"), "2023-06-01", terms("once", by="2023-11-15"))
    assert dues(occurrences_under(moved, years(2023))) == {"once": "2023-11-15"}


def test_a_deadline_already_passed_stays_and_the_new_one_is_another() -> None:
    again = versions(terms("once", by="2023-03-01"), "2023-06-01", terms("once", by="2023-11-15"))
    found = list(occurrences_under(again, years(2023)))
    assert dues(found) == {"once": "2023-03-01", "once@2023-06-01": "2023-11-15"}
    assert windows(found)[1] == ("2023-06-01", "2023-11-15")
    same = versions(terms("once", by="2023-03-01"), "2023-06-01", terms("once", by="2023-03-01"))
    assert dues(occurrences_under(same, years(2023))) == {"once": "2023-03-01"}


def test_a_duty_may_end_and_begin_again() -> None:
    exempt = [Version(day("2023-01-01"), FIVE), Version(day("2023-04-01"), None), Version(day("2023-10-01"), FIVE)]
    keys = [one.key[:7] for one in occurrences_under(exempt, years(2023))]
    assert keys == ["2023-01", "2023-02", "2023-03", "2023-10", "2023-11", "2023-12"]


def test_what_is_continuous_is_cut_where_its_words_change() -> None:
    found = list(occurrences_under(versions(terms("continuous"), "2023-06-01", terms("continuous")), years(2023)))
    assert windows(found) == [("2023-01-01", "2023-05-31"), ("2023-06-01", "2023-12-31")]
    assert [one.key for one in found] == ["continuous", "continuous@2023-06-01"]


def test_a_deadline_before_the_first_rule_is_not_lost() -> None:
    late = [Version(day("2023-03-10"), terms("once", by="2023-03-01"))]
    assert dues(occurrences_under(late, years(2023))) == {"once": "2023-03-01"}
    reports = [
        Version(
            day("2023-04-01"),
            terms("quarterly", by="day 15 of the last month of the reporting period", kinds=["report"]),
        )
    ]
    assert list(dues(occurrences_under(reports, years(2023))).values()) == ["2023-06-15", "2023-09-15", "2023-12-15"]
