"""The document within a web page: menus and link lists around it are left out, with care never to lose its text."""

from collections.abc import Iterator

from lxml import etree

from loa.reading.extract.html_look import is_shown
from loa.reading.extract.package import local_name

__all__ = ["events", "main_part"]

_PRUNED = frozenset(["div", "ul", "ol", "menu", "section", "aside", "header", "footer", "table", "dl"])
_CLEAR = 0.7
"""The share of the page's letters from which a container counts as holding the document."""


def events(
    root: etree._Element, left_out: frozenset[etree._Element] = frozenset()
) -> Iterator[tuple[str, etree._Element]]:
    """`start` and `end` of every shown element in order, `gone` for those left out; deep trees need no deep stack."""
    yield "start", root
    open_elements = [(root, iter(root))]
    while open_elements:
        element, children = open_elements[-1]
        child = next(children, None)
        if child is None:
            open_elements.pop()
            yield "end", element
        elif not local_name(child) or child in left_out or not is_shown(child):
            yield "gone", child
        else:
            yield "start", child
            open_elements.append((child, iter(child)))


def main_part(root: etree._Element) -> tuple[etree._Element, frozenset[etree._Element]]:
    """Where the document is, and what inside it is only links.

    That is the `article`, `main` or the like with most of the page's letters, else the whole page.
    """
    weights = _weigh(root)
    total = weights[root].letters or 1
    left_out = frozenset(element for element, weight in weights.items() if _is_links(element, weight, total))
    total -= sum(weights[element].letters for element in left_out if not _is_inside(element, left_out))
    clear = [
        element for element, weight in weights.items() if _is_container(element) and weight.letters >= _CLEAR * total
    ]
    return min(clear, key=lambda element: weights[element].letters, default=root), left_out


class _Weight:
    """Letters in all and in links, and the number of links, of an element with everything in it."""

    __slots__ = ("letters", "linked", "links")

    def __init__(self) -> None:
        self.letters = self.linked = self.links = 0

    def add(self, other: "_Weight") -> None:
        self.letters += other.letters
        self.linked += other.linked
        self.links += other.links


def _weigh(root: etree._Element) -> dict[etree._Element, _Weight]:
    weights = {root: _Weight()}
    stack = [root]
    for event, element in events(root):
        if event == "start":
            weight = weights.setdefault(element, _Weight())
            weight.letters += _letters(element.text)
            if element is not root:
                stack.append(element)
        elif event == "end":
            weight = weights[element]
            if local_name(element) == "a" and element.get("href"):
                weight.linked, weight.links = weight.letters, weight.links + 1
            if element is not root:
                stack.pop()
                weights[stack[-1]].add(weight)
        if event != "start" and element is not root:
            weights[stack[-1]].letters += _letters(element.tail)
    return weights


def _letters(text: str | None) -> int:
    return sum(map(str.isalnum, text)) if text else 0


def _is_links(element: etree._Element, weight: _Weight, total: int) -> bool:
    return (
        local_name(element) in _PRUNED
        and weight.links >= 3
        and weight.linked >= 0.7 * weight.letters
        and weight.letters <= 0.3 * total
    )


def _is_inside(element: etree._Element, others: frozenset[etree._Element]) -> bool:
    return any(above in others for above in element.iterancestors())


def _is_container(element: etree._Element) -> bool:
    return (
        local_name(element) in ("article", "main")
        or str(element.get("role") or "").lower() == "main"
        or str(element.get("itemprop") or "") == "articleBody"
    )
