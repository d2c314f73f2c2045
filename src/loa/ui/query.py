"""The query string of a page, rebuilt with some parameters changed."""

from collections.abc import Iterable, Mapping

from django.http import QueryDict


def changed_query(query: QueryDict, changes: Mapping[str, object]) -> str:
    """`?a=1&b=2`, or `?` when nothing is left.

    None, False and the empty string remove a parameter, a list gives it several times. A change of anything but the
    page goes back to the first page: what stood on page 7 is not there any more.
    """
    rebuilt = query.copy()
    if "page" not in changes:
        rebuilt.pop("page", None)
    for name, value in changes.items():
        rebuilt.setlist(name, [str(one) for one in _values(value)])
    return "?" + rebuilt.urlencode()


def without_value(query: QueryDict, name: str, value: str) -> str:
    """The query string with one of the values of one parameter taken out, on the first page."""
    return changed_query(query, {name: [one for one in query.getlist(name) if one != value]})


def _values(value: object) -> Iterable[object]:
    if value is None or value is False or value == "":
        return ()
    if isinstance(value, list | tuple | set | frozenset):
        return value
    return (value,)
