"""A plan as people left it, in the form that `loa.writing` turns into files."""

from dataclasses import replace
from typing import Any, cast

from loa.plans.enums import PartyRole
from loa.plans.models import Obligation, Plan, Source
from loa.plans.queries.wording import party_text
from loa.reading import model
from loa.writing.plan_json import from_json

__all__ = ["as_draft"]


def as_draft(plan: Plan) -> model.PlanDraft:
    """What the reader found, with the head and the obligations as they count now.

    A plan without a document gets one of plain text: its title, its introduction, its obligations. Two queries.
    """
    duties = list(plan.obligations.standing().prefetch_related("parties__agency"))
    source = Source.objects.filter(plan=plan).first()
    if source is not None and source.reading:
        read = from_json(cast(dict[str, Any], source.reading))
        return replace(
            read,
            document=_document(plan, read.document),
            obligations=tuple(_obligation(duty, number, _place(duty)) for number, duty in enumerate(duties, 1)),
        )
    return _written(plan, duties)


def _written(plan: Plan, duties: list[Obligation]) -> model.PlanDraft:
    lines = [plan.title, *plan.introduction.splitlines()]
    lines += [f"{duty.ref} {duty.text}".strip().replace("\n", " ") for duty in duties]
    starts, offset = [], 0
    for line in lines:
        starts.append(offset)
        offset += len(line) + 1
    first = len(lines) - len(duties)
    places = [model.Place(starts[at], starts[at] + len(lines[at]), at + 1, 1) for at in range(first, len(lines))]
    source = model.Source(f"{plan.number or plan.title}.txt", "text", 1, "utf-8", "", "\n".join(lines) + "\n")
    outline = tuple(
        model.OutlineItem(duty.ref or str(number), 1, duty.text[:80], duty.ref or str(number), place)
        for number, (duty, place) in enumerate(zip(duties, places, strict=True), 1)
    )
    found = [
        _obligation(duty, number, place) for number, (duty, place) in enumerate(zip(duties, places, strict=True), 1)
    ]
    return model.PlanDraft(
        source, document=_document(plan, model.Document()), outline=outline, obligations=tuple(found)
    )


def _document(plan: Plan, read: model.Document) -> model.Document:
    signer = model.Signer(plan.signer_authority or None, plan.signer_capacity or None, plan.signer_name or None)
    return replace(
        read,
        type=read.type or "Kế hoạch",
        number=plan.number or None,
        issuer=read.issuer or plan.issuer.name,
        place=plan.issue_place or read.place,
        date=plan.issued_on.isoformat() if plan.issued_on else read.date,
        title=plan.title,
        year=plan.year,
        signer=signer if plan.signer_name else read.signer,
    )


def _place(duty: Obligation) -> model.Place:
    start = duty.start or 0
    return model.Place(start, duty.end if duty.end is not None else start, 1, duty.page or 1)


def _obligation(duty: Obligation, number: int, place: model.Place) -> model.Obligation:
    via = _parties(duty, PartyRole.VIA)
    return model.Obligation(
        id=f"o{number}",
        ref=duty.ref or str(number),
        quote=duty.text,
        text=duty.text,
        lead=_parties(duty, PartyRole.LEAD),
        coordinate=_parties(duty, PartyRole.COORDINATE),
        kind=tuple(duty.kinds),
        cadence=tuple(duty.cadences),
        quotas=tuple(model.Quota(**quota) for quota in duty.quotas),
        deadline=duty.deadline or None,
        window=duty.window or None,
        channels=tuple(duty.channels),
        reports_to=_parties(duty, PartyRole.REPORTS_TO),
        via=via[0] if via else None,
        topic=duty.topic or None,
        place=place,
        confidence=1.0 if duty.confidence is None else duty.confidence,
    )


def _parties(duty: Obligation, role: PartyRole) -> tuple[model.Party, ...]:
    return tuple(
        model.Party(group=one.group) if one.group else model.Party(name=party_text(one))
        for one in duty.parties.all()
        if one.role == role
    )
