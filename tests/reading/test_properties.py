"""Whatever comes in: no error but the typed ones, places inside the text, the same reading again, JSON and back."""

import random
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.scoring import Pair, samples

from loa.reading.errors import ReadingError
from loa.reading.model import Place, PlanDraft
from loa.reading.read import read, read_text
from loa.writing.plan_json import from_json, to_json

PLANS = [pair for pair in samples("open") if pair.name[:2] < "07"]
ROUNDS = 4
"""Damaged copies of each sample for each kind of damage."""


@cache
def text_of(name: str) -> str:
    return next(pair.source for pair in PLANS if pair.name == name).read_text("utf-8")


def places(value: object) -> Iterator[Place]:
    if isinstance(value, Place):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from places(getattr(value, field.name))
    elif isinstance(value, tuple):
        for member in value:
            yield from places(member)


def assert_sound(draft: PlanDraft) -> None:
    """What holds for every reading of every text."""
    text = draft.source.text
    lines = text.count("\n") + 1
    for place in places(draft):
        assert 0 <= place.start <= place.end <= len(text)
        assert 1 <= place.line <= lines
        assert 1 <= place.page <= draft.source.pages
    for duty in draft.obligations:
        assert duty.text.strip()
        assert duty.text.startswith(duty.quote)
        assert duty.kind
        assert 0 < duty.confidence <= 1
        assert all((party.name is None) != (party.group is None) for party in (*duty.lead, *duty.coordinate))
    assert len({duty.id for duty in draft.obligations}) == len(draft.obligations)
    told = [duty.ref for duty in draft.obligations] + [other.ref for other in draft.not_obligations]
    assert len(set(told)) == len(told)
    if draft.document.type is None:
        assert draft.not_a_plan is not None
        assert (draft.outline, draft.obligations) == ((), ())


def assert_same_words(draft: PlanDraft) -> None:
    """An obligation stands where its words are: the same letters, with markup, breaks and page furniture between."""
    for duty in draft.obligations:
        printed = iter(unicodedata.normalize("NFC", draft.source.text[duty.place.start : duty.place.end]))
        assert all(letter in printed for letter in duty.text if letter.isalnum())


def read_soundly(text: str) -> PlanDraft | None:
    try:
        draft = read_text(text)
    except ReadingError:
        return None
    assert_sound(draft)
    return draft


# ------------------------------------------------------------------------------------------------------------- any text

WORDS = st.sampled_from([
    "KẾ HOẠCH", "Kế hoạch", "QUYẾT ĐỊNH", "BÁO CÁO", "PHỤ LỤC", "MỤC ĐÍCH", "TỔ CHỨC THỰC HIỆN", "KINH PHÍ",
    "HÌNH THỨC", "I. ", "II. ", "1. ", "1.1. ", "a) ", "đ) ", "- ", "+ ", "* ", "(1) ", "Điều 1. ", "Kính gửi: ",
    "Nơi nhận:", "TM. ", "KT. ", "CHỦ TỊCH", "Sở Nội vụ", "UBND", "các xã", "Công an xã", "Chủ trì: ", "Thời gian: ",
    "phối hợp với ", "báo cáo ", "hằng quý", "trước ngày 15/6", "ít nhất 02 tin, bài/tháng", "năm 2026",
    "số 12/KH-UBND", "ngày 1/2/2026", "TT\tNhiệm vụ\tChủ trì", "1\tTin\tSở", "Ký bởi: ", "Thời gian ký: 05/01/2023",
    "./.", ";", ":", ",", "(", ")", "“", "”", "–", "\t", "    ", "\n", "\n", "\n\n", "\f", "<b>", "**", "&amp;",
    "\u00a0", "\u0301", "\ufeff",
])  # fmt: skip
SCRIPTS = st.lists(WORDS, max_size=80).map("".join)


@given(SCRIPTS)
@settings(max_examples=150)
def test_any_row_of_the_words_of_plans_reads_soundly(script: str) -> None:
    read_soundly(script)


@given(SCRIPTS)
@settings(max_examples=100)
def test_any_plan_made_of_such_words_reads_soundly_and_the_same_again(script: str) -> None:
    text = f"KẾ HOẠCH\nTruyền thông năm 2026\nI. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ: {script}\n"
    draft = read_soundly(text)
    if draft is not None:
        assert read_text(text) == draft
        assert from_json(to_json(draft)) == draft


@given(st.text(max_size=300))
@settings(max_examples=100)
def test_any_text_reads_soundly(text: str) -> None:
    read_soundly(text)


@given(st.binary(max_size=300))
@settings(max_examples=100)
def test_any_bytes_read_or_are_refused(data: bytes) -> None:
    with suppress(ReadingError):
        assert_sound(read(data, name="x.bin"))


# --------------------------------------------------------------------------------------------------------------- damage

Damage = Callable[[str, random.Random], str]


def delete_lines(text: str, chance: random.Random) -> str:
    return "\n".join(line for line in text.split("\n") if chance.random() > 0.15)


def swap_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(12):
        i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[i], lines[j] = lines[j], lines[i]
    return "\n".join(lines)


def join_lines(text: str, chance: random.Random) -> str:
    return "".join(" " if c == "\n" and chance.random() < 0.3 else c for c in text)


def delete_letters(text: str, chance: random.Random) -> str:
    return "".join(c for c in text if chance.random() > 0.03)


def swap_letters(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(len(letters) // 40):
        i = chance.randrange(len(letters) - 1)
        letters[i], letters[i + 1] = letters[i + 1], letters[i]
    return "".join(letters)


def insert_anything(text: str, chance: random.Random) -> str:
    out = list(text)
    for _ in range(60):
        out.insert(chance.randrange(len(out)), chance.choice("\u0300\u202e\t\r\ufffd\u05d0(.😀"))
    return "".join(out)


def cut_in_the_middle(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text))
    return text[start : start + chance.randrange(len(text))]


def double(text: str, chance: random.Random) -> str:
    cut = chance.randrange(len(text))
    return text + text[cut:] + text


def one_line(text: str, _: random.Random) -> str:
    return text.replace("\n", " ")


def capitals(text: str, _: random.Random) -> str:
    return text.upper()


DAMAGES: list[Damage] = [
    delete_lines, swap_lines, join_lines, delete_letters, swap_letters,
    insert_anything, cut_in_the_middle, double, one_line, capitals,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("name", [pair.name for pair in PLANS])
def test_a_damaged_plan_reads_soundly(name: str, damage: Damage) -> None:
    rounds = 1 if damage in (one_line, capitals) else ROUNDS
    for seed in range(rounds):
        read_soundly(damage(text_of(name), random.Random(f"{name} {seed}")))  # noqa: S311 - nothing secret


# ---------------------------------------------------------------------------------------------------------- whole plans


@pytest.mark.parametrize("pair", samples("open"), ids=lambda pair: pair.name)
def test_a_plan_reads_soundly_the_same_again_and_through_json(pair: Pair) -> None:
    draft = read(pair.source)
    assert_sound(draft)
    assert_same_words(draft)
    assert read(pair.source) == draft
    assert from_json(to_json(draft)) == draft


@pytest.mark.parametrize("kind", ["sealed", "unseen"])
def test_so_does_every_plan_of_a_closed_set(kind: str) -> None:
    assert sum(not _is_sound(pair) for pair in samples(kind)) == 0


def _is_sound(pair: Pair) -> bool:
    """As above, and silent about the text."""
    try:
        test_a_plan_reads_soundly_the_same_again_and_through_json(pair)
    except AssertionError:
        return False
    return True


@pytest.mark.parametrize(
    "text",
    [
        "KẾ HOẠCH\nI. TỔ CHỨC THỰC HIỆN\n1. " + "Sở Nội vụ, " * 4_000,
        "KẾ HOẠCH\nI. TỔ CHỨC THỰC HIỆN\n1. " + "a" * 300_000,
        "KẾ HOẠCH\n" + "- Tin\n" * 4_000,
        "KẾ HOẠCH\nI. " + "(" * 50_000,
        "KẾ HOẠCH\n" + "\n".join(f"{n % 30}. Công an xã báo cáo." for n in range(2_000)),
        "KẾ HOẠCH\n" + "+ Tin\n- Bài\n▪ Ảnh\n• Bản tin\n" * 1_000,
        " " * 400_000 + "KẾ HOẠCH",
        "1/2/" * 60_000,
    ],
    ids=["bodies", "one word", "dashes", "brackets", "numbers", "bullets", "blanks", "strokes"],
)
def test_a_huge_text_reads_soundly(text: str) -> None:
    read_soundly(text)
