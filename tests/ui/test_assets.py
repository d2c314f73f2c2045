"""What pages are made of: no inline code, every style imported, every word translated."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from loa.ui.stylesheet import compose, composed

UI = Path(__file__).parents[2] / "src" / "loa" / "ui"
TEMPLATES = sorted((UI / "templates").rglob("*.html"))
CSS = UI / "static" / "ui" / "css"
WORDS = re.compile(r"""{% translate ["'](.+?)["'](?: context "\w+")? %}|_\(["'](.+?)["']\)""")


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_template_has_no_inline_script_or_style_and_says_what_it_reads(file: Path) -> None:
    text = file.read_text("utf-8")
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text) == []
    assert "{#" in text
    assert len(text.splitlines()) <= 150


def test_every_style_is_imported_once() -> None:
    imported = re.findall(r'@import url\("(.+?)"\) layer\(\w+\);', (CSS / "order.css").read_text("utf-8"))
    there = [
        file.relative_to(CSS).as_posix() for file in CSS.rglob("*.css") if file.name not in ("loa.css", "order.css")
    ]
    assert sorted(imported) == sorted(there)


def test_the_one_sheet_is_written_once_from_its_sources(tmp_path: Path) -> None:
    sheet = tmp_path / "loa.css"
    assert compose(sheet)
    assert not compose(sheet)
    assert sheet.read_text("utf-8") == composed()


def test_every_file_the_sheet_names_is_there() -> None:
    named = re.findall(r'url\("(.+?)"\)', composed())
    assert [name for name in named if not (CSS / name).is_file()] == []


def test_colours_are_named_in_the_tokens_only() -> None:
    strange = re.compile(r"#[0-9a-f]{3,6}\b")
    allowed = {"#fff", "#000", "#999"}
    found = {
        f"{file.name}: {colour}"
        for file in CSS.rglob("*.css")
        if file.name not in ("tokens.css", "loa.css")
        for colour in strange.findall(file.read_text("utf-8"))
        if colour not in allowed
    }
    assert found == set()


def test_every_word_of_the_templates_and_modules_is_translated() -> None:
    with (UI / "locale/vi/LC_MESSAGES/django.po").open("rb") as file:
        catalog = read_po(file, locale="vi")
    translated = {message.id for message in catalog if message.id and message.string and not message.fuzzy}
    assert {message.id for message in catalog if message.id} == translated
    texts = [file.read_text("utf-8") for file in (*TEMPLATES, *UI.rglob("*.py"))]
    written = {one or other for text in texts for one, other in WORDS.findall(text)}
    assert written - translated == set()
