"""Checks that the pages tell the truth about the tree: targets, options, books, links."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from loa.cli import app
from loa.reading.lexicon import book_names
from loa.reading.passage import match_form

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "changes").glob("*.md")])
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def _text(*pages: Path) -> str:
    return "\n".join(page.read_text("utf-8") for page in pages)


# ----------------------------------------------------------------------------------------------------------------- make


def test_every_make_target_in_the_pages_exists() -> None:
    written = set(re.findall(r"(?:^ {4}|`)make ([a-z]+)", _text(*PAGES), re.MULTILINE))
    assert written - TARGETS == set()


def test_every_target_explains_itself() -> None:
    explained = set(re.findall(r"^([a-z]+):.*  ## \S", MAKEFILE, re.MULTILINE))
    assert explained == TARGETS


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_a_stranger_finds_the_two_commands(page: str) -> None:
    commands = re.findall(r"^ {4}make ([a-z]+)", _text(ROOT / page), re.MULTILINE)
    assert commands == ["demo", "test"]


# -------------------------------------------------------------------------------------------------------------- command


def _commands(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    yield name, command
    for inner, below in getattr(command, "commands", {}).items():
        yield from _commands(below, f"{name} {inner}".strip())


def _options() -> Iterator[tuple[str, str]]:
    """Each command of `loa` with each of its long options, the top level's too; --help is everywhere."""
    for name, command in _commands(typer.main.get_command(app)):
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--") and option != "--help" and not getattr(parameter, "hidden", False):
                    yield name, option


def test_every_command_is_documented() -> None:
    page = _text(ROOT / "docs/command.md")
    commands = [name for name, command in _commands(typer.main.get_command(app)) if not hasattr(command, "commands")]
    assert [name for name in commands if f"## `loa {name}" not in page] == []


@pytest.mark.parametrize(("command", "option"), sorted(set(_options())))
def test_every_option_is_documented(command: str, option: str) -> None:
    assert re.search(rf"{option}(?![\w-])", _text(*PAGES)), f"no page says what `loa {command} {option}` does"


def test_every_option_in_the_pages_exists() -> None:
    known = {option for _, option in _options()} | {"--help"}
    lines = re.findall(r"loa (?:read|demo|init|serve|worker|doctor|audit verify)[^\n`|]*", _text(*PAGES))
    assert {option for line in lines for option in re.findall(r"--[a-z-]+", line)} - known == set()


@pytest.mark.parametrize("page", ["README.md", "README.vi.md", "docs/vi/doc-van-ban.md"])
def test_every_format_of_the_output_is_documented(page: str) -> None:
    text = _text(ROOT / page)
    assert [form for form in ("table", "json", "akn", "xlsx", "csv", "html") if f"`{form}`" not in text] == []


# ---------------------------------------------------------------------------------------------------------------- pages


def test_every_book_of_rules_is_documented() -> None:
    page = _text(ROOT / "docs/adding-a-reading-rule.md")
    assert re.findall(r"^\| `(\w+)\.toml` \|", page, re.MULTILINE) == book_names()


def test_the_rule_shown_as_an_example_is_sound() -> None:
    (example,) = re.findall(r"```toml\n(.+?)```", _text(ROOT / "docs/adding-a-reading-rule.md"), re.DOTALL)
    (rule,) = tomllib.loads(example)["rule"]
    pattern = re.compile(rule["pattern"].replace("<each>", "(?:hàng|hằng|mỗi|từng)"))
    assert [hit for hit in rule["hits"] if not pattern.search(match_form(hit))] == []
    assert [miss for miss in rule["misses"] if pattern.search(match_form(miss))] == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs/decisions"
    listed = re.findall(r"^\| \[\d{4}\]\((\S+)\)", _text(folder / "README.md"), re.MULTILINE)
    assert listed == sorted(page.name for page in folder.glob("[0-9]*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_inside_the_tree_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", _text(page))
    assert [target for target in targets if not (page.parent / target).exists()] == []
