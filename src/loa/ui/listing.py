"""One page of a table: which rows, in which order, and the links to the others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, OrderBy, QuerySet
from django.http import HttpRequest, QueryDict

from loa.ui.query import changed_query

Row = TypeVar("Row")
Item = TypeVar("Item", bound=Model)
Sort = Sequence[str]
"""The name of a field, or several names."""

_NEAR = 1
"""How many pages beside the current one are linked."""


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """A page of rows as a list view shows it; `sort` is the name in use, with `-` in front when it descends.

    `more`: `total` is as far as rows were counted, and there are others behind.
    """

    rows: Sequence[Row]
    total: int
    number: int
    per_page: int
    sort: str
    sorts: frozenset[str]
    query: QueryDict
    more: bool = False

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page)) + self.more

    @property
    def first(self) -> int:
        """The number of the first row shown, counted from one; 0 when there is none."""
        return (self.number - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.total else 0

    @property
    def previous_url(self) -> str | None:
        return self.page_url(self.number - 1) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        return self.page_url(self.number + 1) if self.number < self.pages else None

    @property
    def steps(self) -> list["PageStep"]:
        """The pages to link: first, last, those about the current one, and gaps between them."""
        near = range(self.number - _NEAR, self.number + _NEAR + 1)
        wanted = sorted({1, self.pages, *(number for number in near if 1 <= number <= self.pages)})
        steps: list[PageStep] = []
        for number in wanted:
            if steps and steps[-1].number < number - 2:
                steps.append(PageStep(number=0, url="", current=False))
            elif steps and steps[-1].number == number - 2:
                steps.append(self._step(number - 1))
            steps.append(self._step(number))
        return steps

    def page_url(self, number: int) -> str:
        return changed_query(self.query, {"page": number if number > 1 else None})

    def sort_url(self, name: str) -> str:
        """The link of a column's head: ascending first, then descending."""
        return changed_query(self.query, {"sort": f"-{name}" if self.sort == name else name})

    def direction(self, name: str) -> str:
        """The value of `aria-sort` for a column: `ascending`, `descending`, or empty where it is not the order."""
        return {name: "ascending", f"-{name}": "descending"}.get(self.sort, "")

    def _step(self, number: int) -> "PageStep":
        return PageStep(number=number, url=self.page_url(number), current=number == self.number)


@dataclass(frozen=True)
class PageStep:
    """One link of the pagination; number 0 stands for a gap."""

    number: int
    url: str
    current: bool


def listing(
    request: HttpRequest,
    queryset: QuerySet[Item, Any],
    *,
    sorts: Mapping[str, Sort],
    default: str,
    per_page: int = 50,
    most: int | None = None,
) -> Listing[Any]:
    """The page a request asks for by `?page=` and `?sort=`, in two queries.

    Where counting all of them takes long, rows are counted up to `most`, or to the page that is asked for.

    `sorts` maps a name of the address to fields of the model, `default` is such a name, with `-` in front to descend.
    Unknown sorts become the default, page numbers beyond the end the last page, what is no number the first. Rows
    without a value come last in both directions, on every database; the key settles what is equal.
    """
    sort = _known_sort(request.GET.get("sort", ""), sorts, default)
    asked = request.GET.get("page", "")
    total, more = _counted(queryset, most and max(most, _page_number(asked) * per_page))
    number = min(_page_number(asked), max(1, -(-total // per_page)))
    ordered = queryset.order_by(*ordering(sorts[sort.removeprefix("-")], descending=sort.startswith("-")))
    start = (number - 1) * per_page
    return Listing(
        rows=list(ordered[start : start + per_page]) if total else [],
        total=total,
        number=number,
        per_page=per_page,
        sort=sort,
        sorts=frozenset(sorts),
        query=request.GET,
        more=more,
    )


def _counted(queryset: QuerySet[Item, Any], most: int | None) -> tuple[int, bool]:
    """How many rows there are, and whether there are more than were counted."""
    if most is None:
        return queryset.count(), False
    found = queryset.order_by()[: most + 1].count()
    return min(found, most), found > most


def listing_of(request: HttpRequest, rows: Sequence[Row], *, per_page: int = 50) -> Listing[Row]:
    """The same for rows that are at hand already and keep their order."""
    number = min(_page_number(request.GET.get("page", "")), max(1, -(-len(rows) // per_page)))
    start = (number - 1) * per_page
    return Listing(
        rows=rows[start : start + per_page],
        total=len(rows),
        number=number,
        per_page=per_page,
        sort="",
        sorts=frozenset(),
        query=request.GET,
    )


def ordering(sort: Sort, *, descending: bool = False) -> list[OrderBy]:
    """Terms for `order_by`: a field with `-` in front runs against the direction asked for; the key comes last."""
    fields = (sort,) if isinstance(sort, str) else sort
    terms = [_term(field, descending=descending) for field in fields]
    if not {"pk", "id"} & {field.lstrip("-") for field in fields}:
        terms.append(_term("pk", descending=descending))
    return terms


def _term(field: str, *, descending: bool) -> OrderBy:
    expression = F(field.removeprefix("-"))
    if descending != field.startswith("-"):
        return expression.desc(nulls_last=True)
    return expression.asc(nulls_last=True)


def _known_sort(asked: str, sorts: Mapping[str, Sort], default: str) -> str:
    return asked if asked.removeprefix("-") in sorts else default


def _page_number(asked: str) -> int:
    # Digits of other scripts pass `isdigit` and numbers without end would take long to read.
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) <= 9 else 1
