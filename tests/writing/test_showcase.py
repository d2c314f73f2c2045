"""The page without a browser: what it holds, and that nothing read can break out of it."""

import base64
import hashlib
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from tests.writing.factory import make_no_plan, make_obligation, make_plan, place

from loa.reading.errors import Message
from loa.reading.model import Citation, Document, Party, PlanDraft, Source
from loa.writing.showcase import to_page

_EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&lt;${title}$title</style></title>"


def _tree(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def _one(within: html.HtmlElement, name: str) -> html.HtmlElement:
    """The first element with a class."""
    return within.find_class(name)[0]


def test_every_obligation_has_a_card_that_leads_to_its_words_and_back() -> None:
    tree = _tree(to_page(make_plan()))
    assert [card.get("id") for card in tree.find_class("card")] == ["o-1", "o-2", "o-3", "o-4"]
    for number in range(1, 5):
        assert _one(tree.get_element_by_id(f"o-{number}"), "go").get("href") == f"#w-{number}"
        assert _one(tree.get_element_by_id(f"w-{number}"), "number").get("href") == f"#o-{number}"


def test_ids_are_unique_and_every_inner_link_has_its_target() -> None:
    tree = _tree(to_page(make_plan()))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {link.get("href")[1:] for link in tree.iter("a")} <= set(ids)


def test_words_of_fields_are_marked_for_the_obligations_that_read_them() -> None:
    tree = _tree(to_page(make_plan()))
    deadline = _one(tree.get_element_by_id("w-2"), "f-deadline")
    assert (deadline.text_content(), deadline.get("data-read")) == ("trước ngày 25/11/2026", "2:deadline")


def test_doubts_stand_on_their_card_and_those_of_the_document_above_all() -> None:
    tree = _tree(to_page(make_plan()))
    assert "Cơ quan chủ trì lấy từ đề mục phía trên." in _one(tree.get_element_by_id("o-2"), "doubts").text_content()
    assert "Tên người ký chỉ có trong khung ký số." in _one(tree, "notice").text_content()
    assert [item.text_content() for item in _one(tree, "counts")] == [
        *("4 nhiệm vụ", "3 cơ quan chủ trì", "2 cần xem lại"),
    ]


def test_what_the_document_does_not_say_is_told() -> None:
    silence = _one(_tree(to_page(make_plan())).get_element_by_id("o-2"), "silence")
    assert silence.text_content() == "Văn bản không nêu: kênh."


def test_paper_gets_one_row_for_each_obligation() -> None:
    rows = _one(_tree(to_page(make_plan())), "printed").findall("tbody/tr")
    assert [row[0].text for row in rows] == ["1", "2", "3", "4"]


def test_page_begins_are_marked_and_tables_are_tables() -> None:
    tree = _tree(to_page(make_plan()))
    assert [mark.text_content() for mark in tree.find_class("page-mark")] == ["Trang 2"]
    assert len(_one(tree, "sheet").findall(".//tr")) == 2


def test_english_page_keeps_the_document_vietnamese() -> None:
    tree = _tree(to_page(make_plan(), "en"))
    assert tree.get("lang") == "en"
    assert _one(tree, "sheet").get("lang") == "vi"
    assert tree.get_element_by_id("obligations").findtext(".//h2") == "Obligations"


def test_a_document_that_is_no_plan_says_why() -> None:
    tree = _tree(to_page(make_no_plan()))
    assert _one(tree, "notice").findtext(".//strong") == "Đây không phải kế hoạch: không có mục nào."
    assert tree.find_class("card") == []


def test_page_asks_for_nothing_and_runs_only_its_own_script() -> None:
    page = to_page(make_plan())
    tree = _tree(page)
    policy = next(meta.get("content") for meta in tree.iter("meta") if meta.get("http-equiv"))
    for kind in ("script", "style"):
        (own,) = tree.iter(kind)
        digest = base64.b64encode(hashlib.sha256(own.text_content().encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"https?://|@import|url\(", page)
    assert not [element for element in tree.iter() if {"style", "src", "onclick"} & set(element.attrib)]


def _evil_plan() -> PlanDraft:
    whole = place("12/KH-UBND")
    duty = make_obligation(
        id=_EVIL,
        ref=_EVIL,
        text=_EVIL,
        lead=(Party(name=_EVIL),),
        kind=(_EVIL,),
        deadline=_EVIL,
        topic=_EVIL,
        place=whole,
    )
    source = Source(_EVIL, "docx", 1, _EVIL, _EVIL, _EVIL * 3)
    citation = Citation(_EVIL, _EVIL, _EVIL, _EVIL, _EVIL, whole)
    document = Document(type=_EVIL, number=_EVIL, issuer=_EVIL, title=_EVIL)
    return PlanDraft(source, document, (citation,), obligations=(duty,), not_a_plan=Message(_EVIL, _EVIL))


def test_nothing_read_becomes_markup() -> None:
    tree = _tree(to_page(_evil_plan()))
    assert [len(list(tree.iter(name))) for name in ("script", "style", "img")] == [1, 1, 0]
    assert not [element for element in tree.iter() if "onerror" in element.attrib]
    assert tree.findtext(".//title") == _EVIL
    assert _one(tree, "go").text_content() == "1. " + _EVIL


@given(st.text(max_size=60), st.integers(0, 70), st.integers(0, 70))
def test_any_text_with_any_places_gives_a_page(text: str, start: int, end: int) -> None:
    where = type(place("a"))(start, end, 1, 1)
    draft = PlanDraft(Source(text, "txt", 1, None, "", text), obligations=(make_obligation(text=text, place=where),))
    assert len(_tree(to_page(draft)).find_class("card")) == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_headings_do_not_skip_a_level(language: str) -> None:
    levels = [int(tag) for tag in re.findall(r"<h(\d)", to_page(make_plan(), "en" if language == "en" else "vi"))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
