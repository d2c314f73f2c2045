"""The metadata of a plan in Akoma Ntoso: what the document is, whom and what it names, and Loa's reading of it."""

from collections.abc import Iterable, Iterator
from datetime import date

from lxml import etree

from loa.reading.model import Citation, Document, Obligation, Party, PlanDraft
from loa.writing.akoma_names import clean_text, first_day, slug, work_iri
from loa.writing.akoma_text import Element, Locations, child

__all__ = ["LOA", "analysis", "identification", "proprietary", "references"]

LOA = "urn:loa:plan:1"
"""The namespace of Loa's reading."""

_SOURCE = "#loa"


def identification(meta: Element, draft: PlanDraft, written: date, *, component: str = "main") -> None:
    """Work, expression and manifestation (FRBR). `component` names an annex within the work."""
    document = draft.document
    work = work_iri(document, fallback=draft.source.sha256[:12])
    day, sure = first_day(document.date, document.year)
    expression = f"{work}/vie@{day if sure == 'exact' else ''}"
    made = child(meta, "identification", source=_SOURCE)
    author = _author(document)
    first = _frbr(made, "FRBRWork", (f"{work}/!{component}", work), (day, sure), author)
    child(first, "FRBRcountry", value="vn")
    for name, value in (
        ("FRBRsubtype", document.type and slug(document.type)),
        ("FRBRnumber", document.number),
        ("FRBRname", document.title),
    ):
        if value:
            child(first, name, value=value)
    second = _frbr(made, "FRBRExpression", (f"{expression}/!{component}", expression), (day, sure), author)
    child(second, "FRBRlanguage", language="vie")
    iris = (f"{expression}/!{component}.xml", f"{expression}.akn")
    third = _frbr(made, "FRBRManifestation", iris, (written.isoformat(), "written"), _SOURCE)
    child(third, "FRBRformat", value="application/akn+xml")


def references(meta: Element, draft: PlanDraft) -> None:
    """Documents cited, bodies named, and Loa itself, each with its IRI."""
    made = child(meta, "references", source=_SOURCE)
    for number, citation in enumerate(draft.citations, start=1):
        child(made, "activeRef", eId=f"cited_{number}", href=work_iri(citation), showAs=_cited(citation))
    for name in dict.fromkeys(_bodies(draft)):
        child(
            made, "TLCOrganization", eId=_body_id(name), href=f"/akn/ontology/organization/vn/{slug(name)}", showAs=name
        )
    person = draft.document.signer.name
    if person:
        href = f"/akn/ontology/person/vn/{slug(person)}"
        child(made, "TLCPerson", eId=f"person-{slug(person)}", href=href, showAs=person)
    child(made, "TLCOrganization", eId="loa", href="/akn/ontology/organization/loa", showAs="Loa")


def analysis(meta: Element, found: Iterable[tuple[str, str]]) -> None:
    """Where in the text each cited document is named."""
    pairs = list(found)
    if not pairs:
        return
    others = child(child(meta, "analysis", source=_SOURCE), "otherReferences", source=_SOURCE)
    for eid, iri in pairs:
        child(others, "alternativeReference", for_=f"#{eid}", href=iri)


def proprietary(meta: Element, draft: PlanDraft, locations: Locations) -> None:
    """Loa's structured reading: each obligation with the element its words stand in."""
    document = draft.document
    made = child(meta, "proprietary", source=_SOURCE)
    plan = etree.SubElement(made, f"{{{LOA}}}plan", nsmap={"loa": LOA})
    _own(plan, "document", type=document.type, tier=document.tier, date=document.date, year=document.year)
    _own(plan, "source", name=draft.source.name, format=draft.source.format, sha256=draft.source.sha256)
    for duty in draft.obligations:
        _obligation(plan, duty, locations.at(duty.place))


def _frbr(parent: Element, name: str, iris: tuple[str, str], dated: tuple[str, str], author: str) -> Element:
    """One level of FRBR: the IRIs of this part and of the whole, a date and what it tells, the author."""
    made = child(parent, name)
    child(made, "FRBRthis", value=iris[0])
    child(made, "FRBRuri", value=iris[1])
    child(made, "FRBRdate", date=dated[0], name=dated[1])
    child(made, "FRBRauthor", href=author)
    return made


def _author(document: Document) -> str:
    return f"#{_body_id(document.issuer)}" if document.issuer else _SOURCE


def _body_id(name: str) -> str:
    return f"org-{slug(name)}"


def _bodies(draft: PlanDraft) -> Iterator[str]:
    """The names of all bodies, the issuer first; of names that differ in marks only, the first."""
    seen = {"loa"}
    for name in _all_names(draft):
        if slug(name) not in seen:
            seen.add(slug(name))
            yield name


def _all_names(draft: PlanDraft) -> Iterator[str]:
    if draft.document.issuer:
        yield draft.document.issuer
    for duty in draft.obligations:
        parties = (*duty.lead, *duty.coordinate, *duty.reports_to, *((duty.via,) if duty.via else ()))
        yield from (party.name for party in parties if party.name)


def _cited(citation: Citation) -> str:
    return f"{citation.kind} số {citation.number}"


def _own(parent: Element, tag: str, text: str = "", /, **attributes: object) -> Element:
    """An element of Loa's own namespace; values that are None are left out."""
    given = {key: clean_text(str(value)) for key, value in attributes.items() if value is not None}
    made = etree.SubElement(parent, f"{{{LOA}}}{tag}", given)
    if text:
        made.text = clean_text(text)
    return made


def _obligation(plan: Element, duty: Obligation, eid: str | None) -> None:
    made = _own(
        *(plan, "obligation"),
        id=duty.id,
        ref=duty.ref,
        eId=f"#{eid}" if eid else None,
        kind=" ".join(duty.kind) or None,
        cadence=" ".join(duty.cadence) or None,
        deadline=duty.deadline,
        window=duty.window,
        channels=" ".join(duty.channels) or None,
        confidence=f"{duty.confidence:.2f}",
    )
    for name, parties in (("lead", duty.lead), ("coordinate", duty.coordinate), ("reportsTo", duty.reports_to)):
        for party in parties:
            _party(made, name, party)
    if duty.via:
        _party(made, "via", duty.via)
    for quota in duty.quotas:
        _own(made, "quota", min=quota.min, unit=quota.unit, per=quota.per)
    if duty.topic:
        _own(made, "topic", duty.topic)
    for doubt in duty.doubts:
        _own(made, "doubt", doubt.message.vi, field=doubt.field, code=doubt.code)


def _party(parent: Element, name: str, party: Party) -> None:
    refers = f"#{_body_id(party.name)}" if party.name else None
    _own(parent, name, party.name or "", group=party.group, refersTo=refers)
