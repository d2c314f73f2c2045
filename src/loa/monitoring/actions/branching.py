"""How many agencies of each branch owe an occurrence, are let off, and are done: filled whenever a calendar changes."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from loa.monitoring.models import Assignment, BranchTally, Tally
from loa.monitoring.queries.held import Waivers, waiver_of, waivers
from loa.monitoring.queries.lineage import Lineage
from loa.monitoring.rules import Taking
from loa.monitoring.spans import Span, clipped, covers
from loa.prepared import rows_of

__all__ = ["Branches", "refill"]

Place = tuple[int, int]
"""An occurrence and a branch."""
_COLUMNS = ("owed", "waived", "met", "late", "part")
_KEYS = 400


class _Group(NamedTuple):
    """Agencies of one branch that lead over the same days."""

    branch: int
    first: date
    last: date


class Branches:
    """The figures of branches for some occurrences, as they follow from assignments, exemptions and tallies."""

    def __init__(self, takings: Iterable[Taking], lineage: Lineage) -> None:
        self.takings = {taking.pk: taking for taking in takings}
        self._lineage = lineage
        obligations = {taking.obligation_id for taking in self.takings.values()}
        self._leads = _leads_of(obligations)
        lineage.prepare({agency for held in self._leads.values() for agency in held}, lines=True)
        self._groups = {obligation: self._grouped(held) for obligation, held in self._leads.items()}
        self._waivers: Waivers = waivers(
            obligations=obligations | {taking.rule_id for taking in self.takings.values()}
        )  # fmt: skip
        self._let_off = {agency for _, agency in self._waivers}

    def owes(self, taking: Taking, agency: int) -> bool:
        """Whether the agency owes the occurrence as lead."""
        return covers(self._leads.get(taking.obligation_id, {}).get(agency, ()), taking.owed_on)

    def lets_off(self, taking: Taking, agency: int) -> bool:
        """Whether an exemption lets the agency off."""
        if agency not in self._let_off:
            return False
        waiver = waiver_of(taking, agency, self._waivers)
        return waiver is not None and waiver.lets_off

    def required(self, taking: Taking, agency: int) -> int:
        """How many are asked of the agency; one where nothing is counted."""
        waiver = waiver_of(taking, agency, self._waivers) if agency in self._let_off else None
        amount = taking.amount if waiver is None or waiver.lets_off or taking.amount is None else waiver.amount
        return amount or 1

    def branch(self, taking: Taking, agency: int) -> int:
        return self._lineage.branch(agency, taking.owed_on)

    def figures(self) -> dict[Place, Counter[str]]:
        """The columns of each occurrence and branch; a branch that owes nothing is left out."""
        found = self.owed()
        self._add_done(found)
        return found

    def owed(self) -> dict[Place, Counter[str]]:
        """The columns that no evidence changes."""
        found: dict[Place, Counter[str]] = defaultdict(Counter)
        for taking in self.takings.values():
            for group, agencies in self._groups.get(taking.obligation_id, {}).items():
                if group.first <= taking.owed_on <= group.last:
                    found[taking.pk, group.branch]["owed"] += agencies
            for agency in self._let_off & self._leads.get(taking.obligation_id, {}).keys():
                if self.owes(taking, agency) and self.lets_off(taking, agency):
                    found[taking.pk, self.branch(taking, agency)]["waived"] += 1
        return found

    def _add_done(self, found: dict[Place, Counter[str]]) -> None:
        listed = sorted(self.takings)
        for start in range(0, len(listed), _KEYS):
            rows = Tally.objects.filter(occurrence__in=listed[start : start + _KEYS], counted__gt=0).order_by()
            told = rows.values_list("occurrence_id", "agency_id", "done")
            for occurrence, agency, done in rows_of(told):
                taking = self.takings[occurrence]
                if self.owes(taking, agency) and not self.lets_off(taking, agency):
                    found[occurrence, self.branch(taking, agency)][done] += 1

    def _grouped(self, held: Mapping[int, list[Span]]) -> Counter[_Group]:
        """Agencies counted by branch and days, so that an occurrence need not ask each of them."""
        found: Counter[_Group] = Counter()
        for agency, spans in held.items():
            for days, branch in self._lineage.branch_spans(agency):
                found.update(_Group(branch, *part) for part in clipped(spans, days))
        return found


def _leads_of(obligations: Collection[int]) -> dict[int, dict[int, list[Span]]]:
    """From when to when agencies lead, by obligation and agency."""
    found: dict[int, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    rows = Assignment.objects.filter(leads=True, obligation__in=obligations).order_by()
    told = rows.values_list("obligation_id", "agency_id", "held_from", "held_to")
    for obligation, agency, first, last in rows_of(told):
        found[obligation][agency].append(Span(first, last))
    return found


def refill(takings: Iterable[Taking], lineage: Lineage | None = None) -> int:
    """Makes the rows of branches for these occurrences what they should be; how many differed. Inside a transaction.

    The rows are locked before tallies are read: who counts meanwhile adds to what is written here, or was counted.
    """
    branches = Branches(takings, lineage or Lineage())
    stored = _locked(branches.takings)
    missing = sorted(branches.owed().keys() - stored.keys())
    if missing:
        made = [BranchTally(occurrence_id=occurrence, branch_id=branch) for occurrence, branch in missing]
        BranchTally.objects.bulk_create(made, ignore_conflicts=True, batch_size=2_000)
        stored = _locked(branches.takings)
    return _written(stored, branches.figures()) if stored else 0


def _locked(takings: Collection[int]) -> dict[Place, BranchTally]:
    listed, found = sorted(takings), dict[Place, BranchTally]()
    for start in range(0, len(listed), _KEYS):
        rows = BranchTally.objects.select_for_update().filter(occurrence__in=listed[start : start + _KEYS])
        found.update({(row.occurrence_id, row.branch_id): row for row in rows.order_by("occurrence_id", "branch_id")})
    return found


def _written(stored: Mapping[Place, BranchTally], wanted: Mapping[Place, Counter[str]]) -> int:
    changed, gone = [], []
    for place, row in stored.items():
        figures = wanted.get(place)
        if figures is None:
            gone.append(row.pk)
        elif any(getattr(row, name) != figures[name] for name in _COLUMNS):
            told = {name: figures[name] for name in _COLUMNS}
            changed.append(BranchTally(occurrence_id=place[0], branch_id=place[1], **told))
    for start in range(0, len(gone), _KEYS):
        BranchTally.objects.filter(pk__in=gone[start : start + _KEYS]).delete()
    BranchTally.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["occurrence", "branch"], update_fields=_COLUMNS, batch_size=2_000
    )
    return len(changed) + len(gone)
