"""The minutes of a visit as an official document."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any

from loa.monitoring.letter_file import issuer_lines, place_of
from loa.monitoring.models import Check, Finding, Visit
from loa.writing.official import Official, Paragraph, Signature, Table

__all__ = ["minutes"]


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads((resources.files("loa.monitoring") / "minutes.toml").read_text("utf-8"))


def minutes(visit: Visit, checks: Sequence[Check], findings: Sequence[Finding]) -> Official:
    """The minutes as far as the visit has come; both sides sign."""
    book, inspection = _book(), visit.inspection
    return Official(
        kind=book["kind"],
        issuer=issuer_lines(inspection.agency.name),
        subject=book["subject"].format(agency=visit.agency.name),
        place=place_of(inspection.agency, visit.on),
        dated=visit.on,
        body=tuple(_body(visit, checks, findings)),
        signatures=(Signature((book["inspected"],)), Signature((book["inspecting"],), str(visit.inspector or ""))),
    )


def _body(visit: Visit, checks: Sequence[Check], findings: Sequence[Finding]) -> Iterator[Paragraph | Table]:
    book, inspection = _book(), visit.inspection
    told = {"agency": visit.agency.name, "by": inspection.agency.name, "title": inspection.title}
    yield Paragraph(book["opening"].format(day=f"{visit.on:%d/%m/%Y}", **told))
    if inspection.decision:
        yield Paragraph(book["basis"].format(decision=inspection.decision))
    if visit.inspector:
        yield Paragraph(book["present_inspector"].format(name=visit.inspector))
    yield Paragraph(book["checklist"], heading=True)
    yield _checklist(checks) if checks else Paragraph(book["no_checklist"])
    yield Paragraph(book["findings"], heading=True)
    yield _findings(findings) if findings else Paragraph(book["no_findings"])
    yield Paragraph(book["conclusion"], heading=True)
    for words in (visit.conclusion or book["no_conclusion"]).splitlines():
        if words.strip():
            yield Paragraph(words.strip())
    yield Paragraph(book["closing"])


def _checklist(checks: Sequence[Check]) -> Table:
    book = _book()
    seen = {True: book["agrees"], False: book["disagrees"], None: book["not_seen"]}
    rows = tuple(
        (str(number), _source(line), line.obligation.text, f"{line.met}/{line.owed}", seen[line.agrees], line.remark)
        for number, line in enumerate(checks, start=1)
    )
    return Table(tuple(book["checklist_columns"]), rows, (4, 20, 33, 9, 12, 16))


def _source(line: Check) -> str:
    """Two agencies may have a plan of the same number: whose it is stands beside it."""
    plan = line.obligation.plan
    of = _book()["plan_of"].format(plan=plan.number or plan.title, issuer=plan.issuer.name)
    return f"{of}, mục {line.obligation.ref}" if line.obligation.ref else of


def _findings(findings: Sequence[Finding]) -> Table:
    rows = tuple(
        (str(number), one.text, one.remedy, f"{one.due_on:%d/%m/%Y}" if one.due_on else "")
        for number, one in enumerate(findings, start=1)
    )
    return Table(tuple(_book()["findings_columns"]), rows, (4, 42, 36, 13))
