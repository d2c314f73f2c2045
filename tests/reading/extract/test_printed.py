"""Words on a page keep together whatever the layout: none is lost, none comes twice, and it takes no long time."""

import time

from hypothesis import given
from hypothesis import strategies as st

from loa.reading.extract.printed import PrintedLine, PrintedPage, Ruling, Word
from loa.reading.extract.printed_furniture import with_furniture
from loa.reading.extract.printed_page import page_of
from loa.reading.extract.printed_text import text_of

places = st.integers(0, 600).map(float)
sizes = st.sampled_from([6.0, 11.0, 12.0, 14.0, 30.0])


@st.composite
def words(draw: st.DrawFn) -> list[Word]:
    found = []
    for order in range(draw(st.integers(0, 40))):
        left = draw(places)
        right = left + draw(st.integers(0, 200))
        found.append(Word(f"w{order}", left, right, draw(places), draw(sizes), order=order, blank=draw(st.booleans())))
    return found


@st.composite
def rulings(draw: st.DrawFn) -> list[Ruling]:
    found = []
    for _ in range(draw(st.integers(0, 20))):
        x, y, length = draw(places), draw(places), draw(places)
        found.append(Ruling(x, y, x + length, y) if draw(st.booleans()) else Ruling(x, y, x, y + length))
    return found


def text_on(page: PrintedPage) -> str:
    text, _ = text_of([page], most=1_000_000)
    return text


@given(words(), rulings())
def test_no_word_is_lost_and_none_comes_twice(found: list[Word], drawn: list[Ruling]) -> None:
    page = page_of(1, (600, 600), found, drawn)
    joined = text_on(page).replace(" ", "").replace("\n", "")
    assert len(joined) == sum(len(word.text) for word in found)
    assert sorted(joined) == sorted("".join(word.text for word in found))


@given(words(), rulings())
def test_furniture_changes_no_text(found: list[Word], drawn: list[Ruling]) -> None:
    pages = [page_of(number, (600, 600), found, drawn) for number in (1, 2, 3)]
    assert [text_on(page) for page in with_furniture(pages)] == [text_on(page) for page in pages]


def test_page_full_of_words_takes_no_long_time() -> None:
    many = [Word("x", 6.0 * (i % 100), 6.0 * (i % 100) + 3, 4.0 * (i // 100), 3, order=i) for i in range(30_000)]
    start = time.process_time()
    assert sum(isinstance(item, PrintedLine) for item in page_of(1, (600, 1200), many).items) == 300
    assert time.process_time() - start < 20


def test_drawing_of_very_many_lines_is_no_table() -> None:
    drawn = [Ruling(0, 0.1 * i, 500, 0.1 * i) for i in range(4_000)] + [Ruling(10, 0, 10, 400)]
    start = time.process_time()
    assert len(page_of(1, (600, 600), [Word("x", 20, 30, 100, 12)], drawn).items) == 1
    assert time.process_time() - start < 5
