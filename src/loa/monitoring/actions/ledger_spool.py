"""The duties of a ledger, read first and laid by on the disk: they tell what else has to stand in it."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from django.db import transaction

from loa.monitoring.ledger.rows import line_of, row_of
from loa.monitoring.models import Evidence, Occurrence
from loa.monitoring.queries.ledger import Roles, Span, agencies_in, duty_rows, evidence_ids

__all__ = ["Met", "despooled", "spooled"]

_CHUNK = 5000
Row = dict[str, Any]


@dataclass(slots=True)
class Met:
    """What the duties of a ledger name. Of evidence there are many: their keys lie close together, in rising order."""

    agencies: set[int] = field(default_factory=set)
    occurrences: set[int] = field(default_factory=set)
    evidence: "array[int]" = field(default_factory=lambda: array("q"))
    standings: Counter[str] = field(default_factory=Counter)
    roles: Roles = field(default_factory=Roles)

    def note(self, row: Row) -> None:
        """Another duty."""
        self.occurrences.add(row["occurrence"])
        self.evidence.extend(match["evidence"] for match in row["matches"])
        self.standings[row["standing"]] += 1

    def obligations(self) -> set[int]:
        """Those of the windows, as first issued and as worded now."""
        found: set[int] = set()
        ordered = sorted(self.occurrences)
        for start in range(0, len(ordered), _CHUNK):
            rows = Occurrence.objects.filter(pk__in=ordered[start : start + _CHUNK])
            for pair in rows.order_by().values_list("obligation_id", "rule_id"):
                found.update(pair)
        return found

    def agencies_of_evidence(self) -> set[int]:
        """Whose the pieces are: also of units elsewhere that became those of the ledger."""
        found: set[int] = set()
        for start in range(0, len(self.evidence), _CHUNK):
            rows = Evidence.objects.filter(pk__in=self.evidence[start : start + _CHUNK])
            found.update(rows.order_by().values_list("agency_id", flat=True))
        return found


def spooled(spool: IO[bytes], span: Span, progress: Callable[[int, int], object]) -> Met:
    """Writes the duties of all agencies into the spool, agency by agency."""
    met, agencies = Met(), agencies_in(span)
    met.agencies.update(agencies)
    met.evidence.extend(evidence_ids(agencies, span))
    for done, agency in enumerate(agencies):
        if done % 10 == 0:
            progress(done, len(agencies))
        with transaction.atomic():
            rows = duty_rows(agency, span, met.roles)
        for row in rows:
            met.note(row)
            spool.write(line_of(row))
    met.evidence = array("q", sorted(set(met.evidence)))
    progress(len(agencies), len(agencies))
    return met


def despooled(spool: IO[bytes]) -> Iterator[Row]:
    """The duties again, as they were laid by."""
    spool.seek(0)
    for line in spool:
        yield row_of(line)
