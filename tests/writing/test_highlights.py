from tests.writing.factory import TEXT, make_obligation, make_plan, place

from loa.reading.passage import Passage
from loa.writing.highlights import Highlights, Piece


def test_words_are_cut_by_obligation_and_field() -> None:
    start = TEXT.index("- Báo cáo Ủy ban")
    end = TEXT.index("\n", start)
    assert Highlights(make_plan()).pieces(Passage.of(TEXT, start, end)) == [
        Piece("- "),
        Piece("Báo cáo", 1, ("kind",), ((1, "kind"),)),
        Piece(" ", 1),
        Piece("Ủy ban nhân dân tỉnh", 1, ("reports_to",), ((1, "reports_to"),)),
        Piece(" kết quả thực hiện ", 1),
        Piece("trước ngày 25/11/2026", 1, ("deadline",), ((1, "deadline"),)),
        Piece(".", 1),
    ]


def test_words_read_twice_tell_both_readings() -> None:
    where = place("ít nhất 05 tin, bài mỗi tháng")
    pieces = Highlights(make_plan()).pieces(Passage.of(TEXT, where.start, where.end))
    assert [(piece.text, piece.fields) for piece in pieces] == [
        ("ít nhất 05 tin, bài ", ("quotas",)),
        ("mỗi tháng", ("quotas", "cadence")),
    ]


def test_of_obligations_within_each_other_the_shorter_owns_the_words() -> None:
    outer, inner = place("Báo cáo Ủy ban nhân dân tỉnh kết quả"), place("kết quả thực hiện trước")
    draft = make_plan(
        obligations=(make_obligation(place=outer, marks=()), make_obligation(place=inner, marks=())),
    )
    pieces = Highlights(draft).pieces(Passage.of(TEXT, outer.start, inner.end))
    assert [(piece.text, piece.duty) for piece in pieces] == [
        ("Báo cáo Ủy ban nhân dân tỉnh ", 0),
        ("kết quả", 1),
        (" thực hiện trước", 1),
    ]


def test_nothing_is_cut_where_nothing_was_read() -> None:
    assert Highlights(make_plan()).pieces(Passage.of(TEXT, 0, 15)) == [Piece("ỦY BAN NHÂN DÂN")]
    assert Highlights(make_plan(obligations=())).pieces(Passage.of("")) == []
