"""Style sheets written into a page, as far as they say how text and tables look.

Selectors of tags, classes and ids are followed, also below others; other selectors and what is meant for some screens
only are set aside. Nothing is hidden by a sheet: pages hide and show parts by script.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from loa.reading.extract.package import local_name

__all__ = ["Sheet", "declarations"]

_FOLLOWED = re.compile(r"border|text-align|text-transform|font|list-style|white-space")
_COMPOUND = re.compile(r"(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<marks>(?:[.#][\w-]+)*)")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_MOST = 1_000_000
"""Characters of style sheets that are looked at."""


@dataclass(frozen=True, slots=True)
class _Compound:
    """One step of a selector: a tag (or any), classes and an id, all of which an element must have."""

    tag: str
    marks: tuple[str, ...]

    def fits(self, element: etree._Element) -> bool:
        if self.tag not in ("*", local_name(element).lower()):
            return False
        return all(mark in _marks(element) for mark in self.marks)


@dataclass(frozen=True, slots=True)
class _Rule:
    order: int
    steps: tuple[_Compound, ...]
    style: dict[str, str]

    def fits(self, element: etree._Element) -> bool:
        """Whether the last step fits the element, and the steps before it fit what is above, in order."""
        if not self.steps[-1].fits(element):
            return False
        waiting = list(self.steps[:-1])
        for above in element.iterancestors() if waiting else ():
            if waiting and waiting[-1].fits(above):
                waiting.pop()
        return not waiting


@dataclass
class Sheet:
    """The rules of all sheets of a page, found by the class, id or tag of their last step."""

    _rules: dict[str, list[_Rule]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, root: etree._Element) -> "Sheet":
        """From the `style` elements of a page."""
        sheet = cls()
        text = "\n".join(str(item.text or "") for item in root.iter("style"))[:_MOST]
        for order, (steps, style) in enumerate(_rules(_COMMENT.sub(" ", text))):
            last = steps[-1]
            sheet._rules[last.marks[0] if last.marks else last.tag].append(_Rule(order, steps, style))
        return sheet

    def style(self, element: etree._Element) -> dict[str, str]:
        """What the rules and the inline style declare for an element; of two rules the later one holds."""
        inline = str(element.get("style") or "")
        if not self._rules:
            return declarations(inline) if inline else {}
        keys = (local_name(element).lower(), "*", *_marks(element))
        rules = (rule for key in keys for rule in self._rules.get(key, ()))
        style: dict[str, str] = {}
        for rule in sorted((rule for rule in rules if rule.fits(element)), key=lambda rule: rule.order):
            style |= rule.style
        return style | declarations(inline)


def declarations(text: str) -> dict[str, str]:
    """The declarations of a style, names and values in lower case; fonts keep their case."""
    found = {}
    for declaration in text.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            name = name.strip().lower()
            found[name] = value.strip() if "font" in name else value.strip().lower()
    return found


def _rules(text: str) -> Iterator[tuple[tuple[_Compound, ...], dict[str, str]]]:
    for selectors, body in _blocks(text):
        style = {name: value for name, value in declarations(body).items() if _FOLLOWED.match(name)}
        for selector in selectors.split(",") if style else ():
            steps = tuple(_steps(selector))
            if steps:
                yield steps, style


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that stand outside at-rules."""
    depth, selectors, before = 0, "", ""
    for piece in re.split(r"([{}])", text):
        if piece == "{":
            depth += 1
            selectors = before if depth == 1 else selectors
        elif piece == "}":
            if depth == 1 and "@" not in selectors:
                yield selectors.rpartition(";")[2], before
            depth = max(0, depth - 1)
        before = piece


def _steps(selector: str) -> Iterator[_Compound]:
    words = re.split(r"[>\s]+", selector.strip())
    found = [_COMPOUND.fullmatch(word) for word in words]
    if all(found) and all(words):
        for step in found:
            if step:
                marks = tuple(re.findall(r"[.#][\w-]+", step["marks"]))
                yield _Compound((step["tag"] or "*").lower(), marks)


def _marks(element: etree._Element) -> tuple[str, ...]:
    classes = tuple(f".{name}" for name in str(element.get("class") or "").split())
    return (f"#{element.get('id')}", *classes) if element.get("id") else classes
