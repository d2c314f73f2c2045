"""The names of administrative units (đơn vị hành chính), to tell a right place name from a misprinted one.

The names stand in the lexicon (`admin_units.toml`) and are loaded when first asked for. A name is looked up in one long
string, which is quicker to prepare than a set of seven thousand.
"""

import re
from functools import cache

from loa.reading.lexicon import load_table
from loa.reading.passage import fold, match_form

__all__ = ["KINDS", "central_city", "known_name", "restored_name", "title_case"]

KINDS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")


@cache
def _printed(kind: str) -> str:
    return "; " + " ".join(load_table("admin_units")[kind].split()) + ";"


@cache
def _matched(kind: str) -> str:
    return match_form(_printed(kind))


@cache
def _folded(kind: str) -> str:
    return fold(_printed(kind))


def known_name(kind: str, name: str) -> str | None:
    """The name in its usual spelling when there is or was a unit of this kind with it, whatever its capitals."""
    at = _matched(kind).find(f"; {match_form(name)};")
    return _printed(kind)[at + 2 : at + 2 + len(name)] if at >= 0 and name else None


def restored_name(kind: str, name: str) -> str | None:
    """The only unit of this kind whose name has the same letters when all marks are dropped, else None."""
    if not name:
        return None
    wanted = f"; {fold(name)};"
    folded = _folded(kind)
    at = folded.find(wanted)
    if at < 0 or folded.find(wanted, at + 1) >= 0:
        return None
    return _printed(kind)[at + 2 : at + len(wanted) - 1]


def central_city(name: str, year: int | None) -> bool:
    """Whether the city stood directly under the Government in that year (now, when the year is not known)."""
    since = load_table("admin_units")["central_cities"].get(match_form(name))
    return since is not None and (year is None or year >= since)


def title_case(name: str) -> str:
    """A name printed in capitals with the first letter of every word large: `EA H'LEO` gives `Ea H'Leo`."""
    return re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), name) if name.isupper() else name
