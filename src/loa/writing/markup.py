"""HTML that cannot be built unescaped: text is escaped on its way in, only `Html` is taken as it is."""

import html
import re
from collections.abc import Iterable

__all__ = ["Html", "element", "joined"]

_NOT_IN_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Html(str):
    """A piece of finished HTML."""

    __slots__ = ()


def element(name: str, *children: str | Html, **attributes: str | bool | None) -> Html:
    """An element with its children in order; plain strings are escaped.

    Attributes are named as in HTML, with `_` for `-` and a trailing `_` to spare a word of Python (`class_`).
    None and False leave an attribute out, True writes it without a value.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    return Html(f"<{name}{written}>{joined(children)}</{name}>")


def joined(children: Iterable[str | Html]) -> Html:
    """The children one after the other, plain strings escaped."""
    return Html("".join(child if isinstance(child, Html) else _escaped(child) for child in children))


def _attribute(key: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{_escaped(value)}"'


def _escaped(text: str) -> str:
    """The text with markup escaped and the characters HTML cannot hold shown as replaced."""
    return html.escape(_NOT_IN_HTML.sub("\ufffd", text), quote=True)
