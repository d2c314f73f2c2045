"""Checks about the tree itself: the promises of CONTRIBUTING.md that no linter keeps."""

import ast
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from loa.reading.lexicon import book_names, load_book, problems

ROOT = Path(__file__).parents[1]
LOCKED = sorted((ROOT / "requirements").glob("*.txt"))
TEXT = {".py", ".toml", ".md", ".txt", ".in", ".yaml", ".css", ".js", ".html", ".json", ".cfg", ""}


def tracked(*patterns: str) -> list[Path]:
    """The files git knows, and those it would add; git's patterns match across folders (`src/*.py`)."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("the tree is not under git here, so its files cannot be told from others")
    files = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [file for file in files if file.is_file()]


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


# ---------------------------------------------------------------------------------------------------- size and names


def test_no_program_text_is_longer_than_400_lines() -> None:
    written = [file for file in tracked("*.py") if "migrations" not in file.parts]  # those are generated
    long = {name_of(file): len(file.read_text("utf-8").splitlines()) for file in written}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_no_function_has_more_than_40_lines_below_its_signature() -> None:
    functions = (
        (f"{name_of(file)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.body[0].lineno + 1)
        for file in tracked("src/*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert {name: lines for name, lines in functions if lines > 40} == {}


def test_no_module_is_named_after_a_kind_instead_of_a_matter() -> None:
    kinds = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
    assert [name_of(file) for file in tracked("*.py") if file.stem in kinds] == []


# ------------------------------------------------------------------------------------------------- nothing of one desk


def test_no_file_names_a_place_that_exists_on_one_machine_only() -> None:
    places = re.compile(r"(?<![\w.])/(?:work|tmp|opt|home/\w+|Users/\w+)/|[A-Z]:\\Users\\|\bfile://(?!/etc/passwd)")
    assert _lines_with(places) == []


def test_no_file_names_an_address_of_a_package_index() -> None:
    index = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|/simple/|(?<!emit-)index-url[ =]")
    assert _lines_with(index) == []


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name_of(file)}:{number}"
        for file in tracked()
        if file.suffix in TEXT and file != Path(__file__)
        for number, line in enumerate(file.read_text("utf-8", errors="replace").splitlines(), start=1)
        if pattern.search(line)
    ]


# -------------------------------------------------------------------------------------------------------- requirements


def _pins(file: Path) -> Iterator[tuple[str, str]]:
    """Name and the rest of each requirement, continued lines joined."""
    joined = file.read_text("utf-8").replace("\\\n", " ")
    for line in joined.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield line.split("==")[0].strip(), line


@pytest.mark.parametrize("file", LOCKED, ids=lambda file: file.name)
def test_every_requirement_is_pinned_with_hashes_and_nothing_else_stands_there(file: Path) -> None:
    form = re.compile(r"[a-z0-9.-]+==[\w.+]+( ; [^-]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [name for name, line in _pins(file) if not form.fullmatch(line)] == []


@pytest.mark.parametrize("name", ["base", "build"])
def test_the_same_versions_run_and_are_tested(name: str) -> None:
    tested = dict(_pins(ROOT / "requirements/dev.txt"))
    assert [pin for pin, line in _pins(ROOT / f"requirements/{name}.txt") if tested.get(pin) != line] == []


def _asked(name: str) -> set[str]:
    lines = (ROOT / f"requirements/{name}.in").read_text("utf-8").splitlines()
    return {re.split(r"[>=<\[ ]", line)[0] for line in lines if line and not line.startswith(("#", "-"))}


@pytest.mark.parametrize("name", ["base", "build", "dev"])
def test_every_requirement_asked_for_is_locked(name: str) -> None:
    assert _asked(name) - dict(_pins(ROOT / f"requirements/{name}.txt")).keys() == set()


def _imported(*patterns: str) -> set[str]:
    """The distributions that files import from."""
    owners = metadata.packages_distributions()
    names = set()
    for file in tracked(*patterns):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.split(".")[0])
    foreign = names - sys.stdlib_module_names - {"loa", "tests", "samples", "bench", "_typeshed"}
    return {owners.get(name, [name])[0].lower().replace("_", "-") for name in foreign}


_DRIVERS = {"psycopg"}
"""What Django loads by itself for the database of an address."""


def _named_in_settings() -> set[str]:
    """The distributions whose applications, middleware and backends the settings name."""
    owners = metadata.packages_distributions()
    settings = ast.parse((ROOT / "src/loa/project/settings.py").read_text("utf-8"))
    words = [
        node.value for node in ast.walk(settings) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    names = {word.split(".")[0] for word in words if re.fullmatch(r"[a-z_]+(\.\w+)*", word)}
    return {owners[name][0].lower().replace("_", "-") for name in names & owners.keys() - {"loa", "django"}}


def test_loa_uses_exactly_what_it_asks_for() -> None:
    named = _named_in_settings() & _asked("base")
    assert _imported("src/*.py") | named | _DRIVERS == _asked("base")


def test_tests_import_only_what_is_asked_for() -> None:
    imported = _imported("tests/*.py", "bench/*.py", "samples/*.py", "tools/*.py")
    assert imported - _asked("base") - _asked("dev") == set()


def test_no_requirement_puts_loa_under_the_gpl() -> None:
    assert [pin for pin, _ in _pins(ROOT / "requirements/dev.txt") if _is_gpl(pin)] == []


def _is_gpl(distribution: str) -> bool:
    try:
        told = metadata.metadata(distribution)
    except metadata.PackageNotFoundError:  # of another platform
        return False
    names = ("Classifier", "License-Expression", "License")
    licence = " ".join(line[:100] for name in names for line in told.get_all(name, []))
    if re.search(r"\bMPL-\S+ OR ", licence):  # whoever uses it chooses
        return False
    return bool(re.search(r"(?<!Lesser )General Public License|\bA?GPL", licence))


# ------------------------------------------------------------------------------------------------------------ packaging


def test_every_file_of_the_package_is_shipped() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    shipped = project["tool"]["setuptools"]["package-data"]["loa"]
    # The wheel carries translations compiled, not as they are written.
    files = [file.relative_to(ROOT / "src/loa") for file in tracked("src/loa/*") if file.suffix not in {".py", ".po"}]
    assert [str(file) for file in files if not any(file.match(glob.removeprefix("**/")) for glob in shipped)] == []


def test_every_folder_of_the_package_with_modules_is_a_package() -> None:
    folders = {file.parent for file in tracked("src/*.py")}
    assert [name_of(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_commits_are_checked_by_the_tools_of_the_environment() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert set(re.findall(r"repo: (\S+)", hooks)) == {"local"}
    assert all(entry.startswith(".venv/bin/") for entry in re.findall(r"entry: (.+)", hooks))


# -------------------------------------------------------------------------------------------------------------- lexicon


@pytest.mark.parametrize("book", book_names())
def test_lexicon_book_is_sound(book: str) -> None:
    assert list(problems(book)) == []


@pytest.mark.parametrize("book", book_names())
def test_lexicon_rules_tell_why_in_clean_text(book: str) -> None:
    texts = [text for rule in load_book(book) for text in (rule.id, rule.why, rule.gives, *rule.hits, *rule.misses)]
    assert [text for text in texts if not text or text != unicodedata.normalize("NFC", text)] == []
    assert [rule.id for rule in load_book(book) if rule.why != rule.why.strip() or not rule.id.isascii()] == []
