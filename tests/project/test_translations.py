"""No English on a Vietnamese screen: every room's translation is complete and fits its strings."""

import io
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from loa.project.messages import catalogues, compile_messages
from loa.project.strings import rooms, strings_of

ROOMS = [room for room in rooms() if strings_of(room)]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
Key = tuple[str, str, str]


def catalogue(room: Path) -> Catalog:
    return read_po(io.BytesIO((room / "locale/vi/LC_MESSAGES/django.po").read_bytes()), locale="vi", abort_invalid=True)


def key(message: Message) -> Key:
    singular, plural = message.id if isinstance(message.id, tuple) else (message.id, "")
    return str(message.context or ""), str(singular), str(plural)


def translations(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [str(message.string or "")]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_string_of_the_room_is_translated_and_none_beside(room: Path) -> None:
    wanted = {string.key for string in strings_of(room)}
    there = {key(message): message for message in catalogue(room) if message.id}
    assert {"missing": wanted - there.keys(), "not in the source": there.keys() - wanted} == {
        "missing": set(),
        "not in the source": set(),
    }, "run `make messages`"
    assert [name for name, message in there.items() if message.fuzzy or not all(translations(message))] == []


def test_a_string_reads_the_same_in_every_room() -> None:
    """Rooms share one space of strings: where they differed, the first one's words would stand on all pages."""
    found: dict[Key, set[str]] = {}
    for room in ROOMS:
        for message in catalogue(room):
            if message.id:
                found.setdefault(key(message), set()).update(translations(message))
    assert {name: told for name, told in found.items() if len(told) > 1} == {}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_translations_fill_the_same_places_and_have_one_form(room: Path) -> None:
    for message in catalogue(room):
        if not message.id:
            continue
        told = translations(message)
        wanted = Counter(PLACEHOLDER.findall(key(message)[2] or key(message)[1]))
        assert Counter(PLACEHOLDER.findall(told[0])) == wanted, message.id
        assert len(told) == 1, f"Vietnamese has one form for all numbers: {message.id}"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_the_head_says_what_language_it_is_and_nothing_is_left_over(room: Path) -> None:
    text = (room / "locale/vi/LC_MESSAGES/django.po").read_text("utf-8")
    assert re.search(r'^"Plural-Forms: nplurals=1; plural=0;\\n"$', text, re.MULTILINE)
    assert "#~" not in text


def test_every_catalogue_belongs_to_a_room_that_speaks() -> None:
    assert {po.parents[3] for po in catalogues() if po.parts[-3] == "vi"} == set(ROOMS)


def test_what_people_write_is_turned_into_what_gettext_reads(tmp_path: Path) -> None:
    po = tmp_path / "room/locale/vi/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True)
    po.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "plan"\nmsgstr "kế hoạch"\n')
    assert compile_messages(tmp_path) == 1
    assert "kế hoạch".encode() in po.with_suffix(".mo").read_bytes()
    assert compile_messages(tmp_path) == 0
