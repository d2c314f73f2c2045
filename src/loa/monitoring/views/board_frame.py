"""What all boards read from a request: who asks, about which time, plan and branch, and whom they see."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.forms.board import ALL_PLANS, DATES, MONTH, QUARTER, YEAR, BoardFilter, TimeFilter
from loa.monitoring.queries.board.groups import AgencyGroup, Named, group_sizes, named_agencies
from loa.monitoring.queries.board.plans import duties_to_choose, plans_to_choose
from loa.monitoring.queries.board.question import Question
from loa.monitoring.queries.board.sight import Scope, Seen, Sight, Spans, one_by_one, seen_by, seen_of
from loa.monitoring.views.asking import month_asked, person_of
from loa.organizations.policy import Forbidden
from loa.plans.models import Plan
from loa.ui.parts import Link
from loa.ui.query import changed_query

__all__ = ["Board", "Times", "sight_of"]

_LETTERS = 90
_KEPT = ("plan", "time", "month", "since", "until", "branch", "obligation", "kind", "group", "q")
"""What goes along from one board to another."""


def sight_of(request: HttpRequest) -> Sight:
    """Whom the person sees. Raises Forbidden where that is nobody."""
    sight = seen_by(person_of(request), on=timezone.localdate())
    if not sight:
        raise Forbidden("occurrences.see")
    return sight


@dataclass(frozen=True, slots=True)
class Times:
    """The time of a board in words, and the links to the times beside it."""

    first: date
    last: date
    words: str
    previous: str
    next: str


class Board:
    """One board as it was asked for. `show` names the filters that mean something on it."""

    def __init__(self, request: HttpRequest, show: Collection[str], *, name: str) -> None:
        self.request, self.name = request, name
        self._addresses: dict[str, str] = {}
        self.today = timezone.localdate()
        self.sight = sight_of(request)
        self.month = month_asked(request, self.today)
        first, last = TimeFilter(request.GET).days(self.month)
        whole = Question(first, last, self.today)
        self.seen: Seen = seen_of(self.sight, whole)
        self.plans = plans_to_choose(self.sight, self.seen, whole)
        plans = [(str(plan.pk), _shortened(f"{plan.number} – {plan.title}")) for plan in self.plans]
        self.plan = self._plan()
        self.form = BoardFilter(request.GET, show=show, plans=plans, usual=str(self.plan.pk) if self.plan else "")
        self.form.offer(branches=self._branches(), obligations=self._obligations(whole))
        self.question = replace(
            whole,
            plan=self.plan.pk if self.plan else None,
            obligation=self.form.number("obligation"),
            kind=self.form.chosen("kind"),
        )

    def _plan(self) -> Plan | None:
        """The plan chosen; else that of who asks, or of those over them; None for all together."""
        asked = self.request.GET.get("plan", "")
        chosen = next((plan for plan in self.plans if str(plan.pk) == asked), None)
        if chosen or asked == ALL_PLANS:
            return chosen
        of_branches = {one.pk for one in self.seen.branches} - self.sight.tops
        return next((plan for plan in self.plans if plan.issuer_id not in of_branches), None)

    def _branches(self) -> list[tuple[str, str]]:
        return [(str(one.pk), one.name) for one in self.seen.branches]

    def _obligations(self, whole: Question) -> list[tuple[str, str]]:
        if self.plan is None or "obligation" not in self.form.fields:
            return []
        return [(str(one.pk), _shortened(str(one))) for one in duties_to_choose(self.plan.pk, whole)]

    # ------------------------------------------------------------------------------------------------------- who

    @property
    def branch(self) -> int | None:
        """The branch chosen, or the only one there is."""
        if (asked := self.form.number("branch")) is not None:
            return asked
        return self.seen.branches[0].pk if len(self.seen.branches) == 1 and not self.seen.rest else None

    @property
    def scope(self) -> Scope:
        """What is counted as a whole."""
        return self.seen.scope(self.branch)

    @property
    def narrows(self) -> bool:
        """Whether agencies are picked from those in sight."""
        return any(self.form.chosen(name) for name in ("group", "q", "agency"))

    @cached_property
    def all_agencies(self) -> Spans:
        return one_by_one(self.sight, self.question, self.branch)

    @property
    def _named_on(self) -> date:
        return min(self.question.last, self.today)

    @cached_property
    def everybody(self) -> Mapping[int, Named]:
        """All agencies in sight, or of the branch, by name."""
        return named_agencies(self.all_agencies, self._named_on)

    def group_sizes(self) -> Mapping[AgencyGroup, int]:
        """How many of them are in each group."""
        return group_sizes(self.all_agencies, self._named_on)

    @cached_property
    def named(self) -> Mapping[int, Named]:
        """The agencies asked about, by name."""
        return {pk: one for pk, one in self.everybody.items() if self._is_asked_about(one)}

    def _is_asked_about(self, one: Named) -> bool:
        group, words, key = (self.form.chosen(name) for name in ("group", "q", "agency"))
        if key and one.key != self.form.agency_key():
            return False
        return (not group or one.group == group) and (not words or one.is_called(words))

    @property
    def agencies(self) -> Spans:
        """The agencies asked about, by the days on which they are in sight."""
        return {pk: self.all_agencies[pk] for pk in self.named} if self.narrows else self.all_agencies

    # ----------------------------------------------------------------------------------------------------- where

    @cached_property
    def _common(self) -> list[tuple[str, str]]:
        """What the address says that other boards understand too."""
        return [(name, value) for name in _KEPT for value in self.request.GET.getlist(name) if value]

    def link(self, name: str, **changes: object) -> str:
        """The address of another board about the same, with some of it changed."""
        # Built by hand: a page has some hundreds of these, and a QueryDict is copied whole for each.
        pairs = [pair for pair in self._common if pair[0] not in changes]
        for key, value in changes.items():
            values = value if isinstance(value, list) else [value]
            pairs.extend((key, str(one)) for one in values if one not in (None, ""))
        return f"{self._address(name)}?{urlencode(pairs)}"

    def list_link(self, standing: str = "", /, **changes: object) -> str:
        """The address of the duties behind a figure."""
        return self.link("standing-list", standing=standing, **changes)

    def _address(self, name: str) -> str:
        if name not in self._addresses:
            self._addresses[name] = reverse(f"monitoring:{name}")
        return self._addresses[name]

    def times(self) -> Times:
        """The time of the board and those beside it."""
        kind = self.request.GET.get("time", "")
        step = {MONTH: 1, QUARTER: 3, YEAR: 12}.get(kind, 1)
        beside = "" if kind == DATES else "month"
        first, last = self.question.first, self.question.last
        return Times(
            first, last, _time_words(kind, first, last),
            previous=changed_query(self.request.GET, {"month": _later(self.month, -step)}) if beside else "",
            next=changed_query(self.request.GET, {"month": _later(self.month, step)}) if beside else "",
        )  # fmt: skip

    def context(self) -> dict[str, Any]:
        """What every board's page reads."""
        return {
            "board": self,
            "today": self.today,
            "plan": self.plan,
            "filter_form": self.form,
            "times": self.times(),
            "tabs": self._tabs(),
        }

    def _tabs(self) -> list[Link]:
        labels = {
            "standing": _("Overview"),
            "standing-grid": _("Grid"),
            "standing-ranking": _("Ranking"),
            "standing-trend": _("Over time"),
            "standing-overdue": _("Newly overdue"),
            "standing-list": _("Duty by duty"),
        }
        return [Link(label, self.link(name), current=name == self.name) for name, label in labels.items()]


def _time_words(kind: str, first: date, last: date) -> str:
    if kind == MONTH:
        return _("Month %s") % f"{first:%m/%Y}"
    if kind == QUARTER:
        return _("Quarter %(number)s of %(year)s") % {"number": (first.month + 2) // 3, "year": first.year}
    if kind == YEAR:
        return _("Year %s") % first.year
    return _("Due from %(first)s to %(last)s") % {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}


def _later(month: date, count: int) -> str:
    index = month.year * 12 + month.month - 1 + count
    return f"{index // 12:04}-{index % 12 + 1:02}"


def _shortened(words: str) -> str:
    return words if len(words) <= _LETTERS else f"{words[:_LETTERS].rsplit(' ', 1)[0]}…"
