"""The outline of a document: whole words, labels as they are printed, duties with their pages."""

from loa.plans.views.outline import branches

TEXT = "III. NHIỆM VỤ\na) Đăng tin hằng tháng\nMục không số"


def _item(label: str, words: str, cut: int = 80, ref: str = "") -> dict[str, object]:
    start = TEXT.index(words)
    place = {"start": start, "end": start + len(words)}
    return {"label": label, "text": words[:cut], "ref": ref, "place": place, "children": []}


def test_labels_stand_as_they_are_printed_and_words_are_whole() -> None:
    items = [_item("III", "NHIỆM VỤ"), _item("a", "Đăng tin hằng tháng", cut=6, ref="III.a"), _item("", "Mục không số")]
    found = branches(items, TEXT, {"III.a": "/plans/obligations/1/"})
    assert [(node.label, node.url) for node in found] == [
        ("III. NHIỆM VỤ", ""), ("a) Đăng tin hằng tháng", "/plans/obligations/1/"), ("Mục không số", ""),
    ]  # fmt: skip


def test_a_reading_without_places_is_shown_as_it_was_kept() -> None:
    (node,) = branches([{"label": "1", "text": "Yêu cầu"}], "", {})
    assert node.label == "1 Yêu cầu"
