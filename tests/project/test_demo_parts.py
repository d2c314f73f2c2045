"""Parts of the demonstration by themselves: the days of its story, the documents of other years, the watched sites."""

import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

import pytest

from loa.monitoring.areas import speaks_of_reform
from loa.monitoring.enums import EvidenceKind, ReformArea, Source
from loa.monitoring.fetching.discovering import read_source
from loa.monitoring.fetching.outcome import Fetched
from loa.monitoring.fetching.pages import Page, read_page
from loa.monitoring.happening import Happening
from loa.organizations.models import Agency
from loa.project.demo.samples import document
from loa.project.demo.site import Article, Published, publish, serving
from loa.project.demo.timeline import Timeline, TooEarly
from loa.project.demo.year.articles import article_about, articles_beside
from loa.project.demo.year.habits import HABITS
from loa.project.demo.year.happenings import Doer
from loa.reading import read

DAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("today", "year", "past"),
    [
        (date(2026, 2, 10), 2026, [2025]),
        (date(2026, 12, 31), 2026, [2025]),
        (date(2027, 1, 1), 2026, [2025]),
        (date(2027, 2, 28), 2027, [2025, 2026]),
        (date(2029, 7, 15), 2029, [2025, 2028]),
    ],
)
def test_the_year_of_the_day_is_told_once_its_plan_is_out_and_the_years_before_it_in_short(
    today: date, year: int, past: list[int]
) -> None:
    line = Timeline.up_to(today)
    assert (line.year, line.past) == (year, past)


def test_nothing_can_be_told_of_a_day_before_the_story() -> None:
    with pytest.raises(TooEarly):
        Timeline.up_to(date(2026, 2, 9))


def test_the_plan_of_another_year_asks_the_same_a_year_later(tmp_path: Path) -> None:
    copy = tmp_path / "plan.docx"
    copy.write_bytes(document("lang-son-plan-2026.docx", years=1).read())
    this, next_ = (read(path) for path in (Path("samples/demo/lang-son-plan-2026.docx"), copy))
    assert (next_.document.year, next_.document.number) == (2027, this.document.number)
    assert [one.quote.replace("2027", "2026").replace("2028", "2027") for one in next_.obligations] == [
        one.quote for one in this.obligations
    ]


def _about(area: ReformArea) -> tuple[Happening, Doer]:
    agency = Agency(name="Sở Nội vụ tỉnh Lạng Sơn")
    happening = Happening(
        agency=agency,
        kind=EvidenceKind.ARTICLE,
        happened_on=DAY,
        title="Ngày làm việc không giấy",
        source=Source.PERSON,
        areas=[area],
        reference=f"one-{area}",
    )
    return happening, Doer(agency, "Sở Nội vụ", "p-20/home-affairs")


@pytest.mark.parametrize("area", list(ReformArea))
def test_an_article_about_any_reform_area_is_found_to_be_one_and_is_long_enough_to_count(area: ReformArea) -> None:
    text = "\n".join(article_about(*_about(area)).paragraphs)
    assert speaks_of_reform(text)
    assert len(text.split()) > 200


def test_what_sites_also_tell_of_is_no_reform() -> None:
    assert [one.title for one in articles_beside([DAY] * 3) if speaks_of_reform(f"{one.title}\n{one.paragraphs}")] == []


def test_a_sample_site_reads_like_that_of_an_agency_and_says_that_it_is_none(tmp_path: Path) -> None:
    article = Article("mot", "Một cửa & một lần", DAY, ["Thủ tục hành chính được tiếp nhận tại một nơi. " * 8] * 3)
    with serving(tmp_path, 0) as address:
        feed = publish(Published(address, tmp_path), "so-mau", "Sở Mẫu", [article])
        found = read_source(Fetched(feed, _content(feed)), since=date(2026, 1, 1))
        page = read_page(Fetched(f"{address}so-mau/mot.html", _content(f"{address}so-mau/mot.html"), "text/html"))
        with pytest.raises(urllib.error.HTTPError, match="404"):
            _content(f"{address}so-khac/rss.xml")
    entries = getattr(found, "entries", ())
    assert [(one.url, one.published_on) for one in entries] == [(f"{address}so-mau/mot.html", DAY)]
    assert isinstance(page, Page)
    assert (page.title, page.published_on, page.has_photo) == ("Một cửa & một lần", DAY, True)
    assert "Trang mẫu" in (tmp_path / "so-mau" / "mot.html").read_text("utf-8")


def _content(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  # on this machine
        content: bytes = answer.read()
        return content


def test_every_agency_listens_the_more_the_further_it_is_urged_and_none_always() -> None:
    for habit, _weight in HABITS:
        chances = [habit.heeds(step) for step in (-7, 0, 5)]
        assert chances == sorted(chances)
        assert 0 < chances[0] < chances[-1] < 1
