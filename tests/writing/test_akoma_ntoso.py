from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.writing.factory import make_no_plan, make_obligation, make_plan, place

from loa.reading.model import Citation, Document, OutlineItem, Place, PlanDraft, Source
from loa.writing.akoma_names import EIds, container_of, first_day, number_in_id, slug, work_iri
from loa.writing.akoma_ntoso import dumps

_NAMES = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0", "loa": "urn:loa:plan:1"}
_DAY = date(2026, 11, 1)


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "akomantoso30.xsd"))


def _valid(draft: PlanDraft) -> etree._Element:
    tree = etree.fromstring(dumps(draft, written=_DAY))
    _schema().assertValid(tree)
    return tree


def _texts(tree: etree._Element, path: str) -> list[str]:
    return [_text(found) for found in tree.iterfind(path, _NAMES)]


def _text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def test_plan_is_valid_against_the_official_schema() -> None:
    _valid(make_plan())


def test_a_document_that_is_no_plan_is_valid_and_keeps_its_text() -> None:
    tree = _valid(make_no_plan())
    assert _texts(tree, ".//a:mainBody/a:p") == ["Sáng nay, trời đẹp."]


def test_work_is_named_by_kind_issuer_date_and_number() -> None:
    tree = _valid(make_plan())
    (work,) = tree.iterfind("./a:doc/a:meta/a:identification/a:FRBRWork/a:FRBRuri", _NAMES)
    assert work.get("value") == "/akn/vn/doc/ke-hoach/uy-ban-nhan-dan-xa-suoi-hoa/2026-01-15/12-kh-ubnd"
    assert [found.get("name") for found in tree.iterfind("./a:doc", _NAMES)] == ["keHoach"]


def test_items_keep_their_labels_nesting_and_words() -> None:
    tree = _valid(make_plan())
    (indent,) = tree.iterfind(".//a:indent[@eId='sec_IV__para_1__indent_2']", _NAMES)
    assert _texts(indent, "a:num") == ["-"]
    assert _texts(indent, "a:content/a:p") == ["Báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện trước ngày 25/11/2026."]
    assert _texts(tree, ".//a:section/a:num") == ["I.", "II.", "III.", "IV."]


def test_head_basis_recipients_and_annex_have_their_elements() -> None:
    tree = _valid(make_plan())
    assert _texts(tree, "./a:doc/a:preface//a:docNumber") == ["12/KH-UBND"]
    assert len(_texts(tree, ".//a:preamble/a:citations/a:citation")) == 2
    assert _texts(tree, ".//a:conclusions/a:container[@name='recipients']/a:p")[1:] == [
        *("- UBND tỉnh (b/c);", "- Lưu: VT."),
    ]
    assert _texts(tree, ".//a:attachment//a:preface/a:p") == ["Phụ lục", "NỘI DUNG TRUYỀN THÔNG"]
    assert len(_texts(tree, ".//a:attachment//a:tr")) == 2


def test_no_word_of_the_document_is_lost() -> None:
    tree = _valid(make_plan())
    (document,) = tree.iterfind("./a:doc", _NAMES)
    for meta in list(document.iter(f"{{{_NAMES['a']}}}meta")):
        meta.clear()
    assert "".join(_text(document).split()) == "".join(make_plan().source.text.split())


def test_citations_are_linked_in_the_text_and_listed() -> None:
    tree = _valid(make_plan())
    (ref,) = tree.iterfind(".//a:preamble//a:ref", _NAMES)
    iri = "/akn/vn/doc/ke-hoach/uy-ban-nhan-dan-tinh/2026-01-05/07-kh-ubnd"
    assert ref.get("href") == iri
    (listed,) = tree.iterfind(".//a:otherReferences/a:alternativeReference", _NAMES)
    assert (listed.get("for"), listed.get("href")) == (f"#{ref.get('eId')}", iri)
    assert [found.get("href") for found in tree.iterfind(".//a:activeRef", _NAMES)] == [iri]


def test_every_obligation_points_to_the_element_that_holds_its_words() -> None:
    tree = _valid(make_plan())
    targets = {}
    for read in tree.iterfind(".//loa:obligation", _NAMES):
        target = str(read.get("eId")).removeprefix("#")
        (element,) = tree.iterfind(f".//*[@eId='{target}']")
        targets[read.get("id")] = " ".join(_text(element).split())
    for duty in make_plan().obligations:
        assert duty.text in str(targets[duty.id])


def test_structured_reading_stands_in_its_own_namespace() -> None:
    tree = _valid(make_plan())
    first, second = list(tree.iterfind(".//loa:obligation", _NAMES))[:2]
    (quota,) = first.iterfind("loa:quota", _NAMES)
    assert [quota.get(name) for name in ("min", "unit", "per")] == ["5", "news item", "month"]
    assert (second.get("deadline"), second.findtext("loa:reportsTo", namespaces=_NAMES)) == (
        *("2026-11-25", "Ủy ban nhân dân tỉnh"),
    )


def test_day_of_writing_is_that_of_the_manifestation() -> None:
    tree = _valid(make_plan())
    dates = [found.get("date") for found in tree.iterfind("./a:doc//a:FRBRManifestation/a:FRBRdate", _NAMES)]
    assert set(dates) == {"2026-11-01"}


@pytest.mark.parametrize(
    ("printed", "year", "expected"),
    [
        ("2023-01-05", None, ("2023-01-05", "exact")),
        ("2022-02", None, ("2022-02-01", "approximate")),
        ("2022", None, ("2022-01-01", "approximate")),
        ("2022-02-31", 2022, ("2022-01-01", "approximate")),
        (None, 2026, ("2026-01-01", "approximate")),
        (None, None, ("0001-01-01", "unknown")),
        ("hôm qua", 99999, ("0001-01-01", "unknown")),
    ],
)
def test_dates_say_how_sure_they_are(printed: str | None, year: int | None, expected: tuple[str, str]) -> None:
    assert first_day(printed, year) == expected


@pytest.mark.parametrize(
    ("label", "element"),
    [
        ("I", "section"),
        ("A", "part"),
        ("Phần I", "part"),
        ("1", "paragraph"),
        ("1.2", "subparagraph"),
        ("đ", "point"),
        ("-", "indent"),
        ("+", "hcontainer"),
        ("▪", "hcontainer"),
    ],
)
def test_labels_tell_the_container(label: str, element: str) -> None:
    assert container_of(label)[0] == element


def test_ids_are_given_once() -> None:
    eids = EIds()
    assert [eids.new("", "sec", "III"), eids.new("", "sec", "III"), eids.new("sec_III", "indent")] == [
        *("sec_III", "sec_III-2", "sec_III__indent_1"),
    ]
    assert number_in_id("1.1.") == "1-1"


def test_names_of_what_is_not_known_are_told_as_unknown() -> None:
    assert work_iri(Document()) == "/akn/vn/doc/van-ban/khong-ro/khong-ro/khong-ro"
    decree = Citation("Nghị định", "61/2018/NĐ-CP", "2018-04-23", "Chính phủ", "basis", place("Căn cứ"))
    assert work_iri(decree) == "/akn/vn/act/nghi-dinh/chinh-phu/2018-04-23/61-2018-nd-cp"
    assert slug("!!!") == "khong-ro"


_labels = st.sampled_from(["I", "II", "1", "1.1", "a", "đ", "-", "+", "Phần I", "  ", "\x00", "PHỤ LỤC"])
_places = st.builds(Place, st.integers(0, 90), st.integers(0, 90), st.just(1), st.integers(1, 3))
_leaves = st.builds(OutlineItem, _labels, st.just(2), st.text(max_size=9), st.text(max_size=5), _places)
_items = st.builds(
    OutlineItem,
    _labels,
    st.just(1),
    st.text(max_size=9),
    st.sampled_from(["I", "II", "PL", "PL#2"]),
    _places,
    st.lists(_leaves, max_size=3).map(tuple),
)


@given(st.text(max_size=80), st.lists(_items, max_size=4), st.lists(_places, max_size=3), st.text(max_size=8))
def test_any_reading_of_any_text_is_valid(text: str, items: list[OutlineItem], duties: list[Place], words: str) -> None:
    obligations = tuple(make_obligation(id=words, ref=words, place=where, topic=words) for where in duties)
    document = Document(type=words or None, number=words, issuer=words, title=words, date=words, year=2024)
    source = Source(words, "txt", 1, None, words, text)
    _valid(PlanDraft(source, document, outline=tuple(items), obligations=obligations))
