"""What the page of recording works with: what was shared or asked for, what was typed, what a link proposes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from loa.monitoring.actions.recording_checks import link_variants, normalised_link
from loa.monitoring.enums import EvidenceKind, EvidenceState, Source
from loa.monitoring.fetching import Proposal
from loa.monitoring.forms.recording import LANGUAGES, RecordForm
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence, Occurrence
from loa.monitoring.queries.duties import Duty, continuous, open_on
from loa.monitoring.queries.owing import takings_of
from loa.monitoring.queries.worth import Worth, expected_worth
from loa.monitoring.rules import Piece
from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden, agencies_where

__all__ = ["Desk", "begun", "bookmarklet", "desk_of", "expected", "happening_of", "placement_of", "proposed",
           "recorded_already", "typed", "with_same_link"]  # fmt: skip

_ADDRESS = re.compile(r"https?://\S+")
_MOST_DUTIES = 120
_LISTS = ("areas",)
_COPIED = ("kind", "channel", "areas", "place", "language", "own_work")


@dataclass(frozen=True, slots=True)
class Desk:
    """Who records today, for which agencies, and what these owe now."""

    person: Person
    today: date
    agencies: list[Agency]
    duties: Sequence[Duty]

    def form(self, data: QueryDict | None = None, files: Any = None, **options: Any) -> RecordForm:
        """The form, offering what this person may."""
        return RecordForm(data, files, today=self.today, agencies=self.agencies, duties=self.duties, **options)


def desk_of(person: Person, today: date) -> Desk:
    """Raises Forbidden when the person may record nowhere."""
    keys = list(agencies_where(person, "evidence.record", on=today))
    if not keys:
        raise Forbidden("evidence.record")
    return Desk(
        person, today, list(Agency.objects.filter(pk__in=keys).order_by("name", "pk")), _open_duties(keys, today)
    )


def _open_duties(agencies: Sequence[int], today: date) -> list[Duty]:
    """What can be done now, in time or late: what is due first comes first, what is never due last."""
    open_ = [one for one in open_on(agencies, today)[:_MOST_DUTIES] if not one.waived]
    return [*open_, *continuous(agencies, today, today)[:_MOST_DUTIES]][:_MOST_DUTIES]


# ------------------------------------------------------------------------------------------------------------ beginning


def begun(request: HttpRequest, desk: Desk) -> tuple[dict[str, Any], Evidence | None]:
    """With what the form begins: what another program shared, a duty, an entry like it, another place of an item."""
    asked = request.GET
    begin: dict[str, Any] = {**_shared(asked), **_of_duty(asked, desk), **_of_agency(asked, desk)}
    if like := _known(asked.get("again", ""), desk):
        begin |= _as_typed(like, _COPIED)
    placement = _known(asked.get("placement", ""), desk)
    if placement:
        begin |= _as_typed(placement, (*_COPIED, "title", "happened_on"))
        begin |= {"channel": "", "link": begin.get("link", ""), "placement_of": placement.key}
    return begin, placement


def _shared(asked: Mapping[str, str]) -> dict[str, Any]:
    """A phone puts the address where it likes: into `url`, or somewhere in `text` or `title`."""
    told = " ".join(asked.get(name, "") for name in ("link", "url", "text", "title"))
    found = _ADDRESS.search(told)
    title = _ADDRESS.sub("", asked.get("title", "")).strip()
    begin = {"link": found[0][:1000] if found else "", "title": title[:500]}
    return {name: value.replace("\0", "") for name, value in begin.items() if value}


def _of_agency(asked: Mapping[str, str], desk: Desk) -> dict[str, Any]:
    named = [one.key for one in desk.agencies if str(one.key) == asked.get("agency")]
    return {"agency": named[0]} if named else {}


def _of_duty(asked: Mapping[str, str], desk: Desk) -> dict[str, Any]:
    """The duty an officer came from, with the kind and channel that it takes."""
    wanted = asked.get("occurrence", "")
    duty = next((one for one in desk.duties if str(one.occurrence.pk) == wanted), None)
    if duty is None:
        return {}
    begin: dict[str, Any] = {"duty": wanted, "agency": _key_of(desk, duty.agency_id), **_kind_taken(duty)}
    if len(duty.rule.channels) == 1:
        begin["channel"] = duty.rule.channels[0]
    return begin


def _kind_taken(duty: Duty) -> dict[str, str]:
    """The kind of evidence that a duty takes: of several one that its channels name, then the first in the list."""
    demands = [one.demand for one in takings_of(Occurrence.objects.filter(pk=duty.occurrence.pk))]
    taken = [kind for one in demands for kind in one.kinds]
    named = [kind for one in demands for kind in one.kinds if one.takes_channel(kind, "", at_home=False)]
    return {"kind": min(named or taken, key=list(EvidenceKind.values).index)} if taken else {}


def _key_of(desk: Desk, agency: int) -> UUID:
    return next(one.key for one in desk.agencies if one.pk == agency)


def _known(key: str, desk: Desk) -> Evidence | None:
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    return Evidence.objects.filter(key=wanted, agency__in=desk.agencies).first()


def _as_typed(one: Evidence, names: Iterable[str]) -> dict[str, Any]:
    said = {True: "yes", False: "no", None: ""}
    told = {name: getattr(one, name) for name in names}
    return {"agency": one.agency.key, **told, "own_work": said[one.own_work]}


def bookmarklet(request: HttpRequest) -> str:
    """A bookmark that opens this page with the address and title of the page it is pressed on."""
    address = request.build_absolute_uri(reverse("monitoring:record-evidence"))
    told = "'?url='+encodeURIComponent(location.href)+'&title='+encodeURIComponent(document.title)"
    return f"javascript:void(open('{address}'+{told}))"


# -------------------------------------------------------------------------------------------------------- typed so far


def typed(data: QueryDict) -> dict[str, Any]:
    """What stands in the form as it was sent, right or wrong."""
    names = {*RecordForm.base_fields} - {"photos", "documents"}
    return {name: data.getlist(name) if name in _LISTS else data[name] for name in names if name in data}


def proposed(typed_so_far: Mapping[str, Any], proposal: Proposal, today: date) -> dict[str, Any]:
    """The same with what the page says of itself. Areas and day are the page's; a title somebody typed stays."""
    filled = dict(typed_so_far)
    if proposal.problem:
        return filled
    filled["title"] = filled.get("title") or proposal.title
    if proposal.published_on and proposal.published_on <= today:
        filled["happened_on"] = proposal.published_on
    if proposal.areas and not filled.get("areas"):
        filled["areas"] = [area.value for area in proposal.areas]
    filled["words"], filled["pictured"] = proposal.words, proposal.has_photo
    if proposal.language in dict(LANGUAGES):
        filled["language"] = proposal.language
    return filled


def with_same_link(agency: Agency, link: str) -> Evidence | None:
    """What the agency recorded under the link before, the latest."""
    if not link:
        return None
    try:
        variants = link_variants(normalised_link(link))
    except ValueError:  # an address in brackets that is none; the form says so
        return None
    found = Evidence.objects.filter(agency=agency, link__in=variants).exclude(state=EvidenceState.WITHDRAWN)
    return found.order_by("-pk").first()


# ----------------------------------------------------------------------------------------------------------- its worth


def happening_of(form: RecordForm, *, text: str = "", has_photo: bool = False) -> Happening:
    """What a valid form announces."""
    given = form.cleaned_data
    return Happening(
        agency=given["agency"],
        source=Source.PERSON,
        about=form.about(),
        text=text,
        has_photo=has_photo or given["pictured"],
        reference=str(given["reference"] or ""),
        placement_of=str(given["placement_of"] or ""),
        **form.told(),
    )


def expected(form: RecordForm, *, has_photo: bool, has_files: bool) -> list[Worth] | None:
    """What the entry would count for; None while agency, kind or day are not said. The form is one that was sent."""
    form.is_valid()
    given = form.cleaned_data
    agency, kind, day = (given.get(name) for name in ("agency", "kind", "happened_on"))
    if not (agency and kind and day):
        return None
    return expected_worth(_piece(form, agency, day, has_photo, has_files), placement_of=placement_of(form, [agency]))


def placement_of(form: RecordForm, agencies: Iterable[Agency]) -> Evidence | None:
    """The item of these agencies that the entry is a further place of, by what is said or by its link."""
    if key := form.cleaned_data.get("placement_of"):
        return Evidence.objects.filter(key=key, agency__in=agencies).first()
    link = form.cleaned_data.get("link") or ""
    return next((found for one in agencies if (found := with_same_link(one, link))), None)


def recorded_already(form: RecordForm) -> Evidence | None:
    """What stands under the link of a valid entry already, unless the person knows or it is this very entry."""
    given = form.cleaned_data
    if "anyway" in form.data or given["placement_of"]:
        return None
    same = with_same_link(given["agency"], given["link"])
    return same if same and same.reference != str(given["reference"]) else None


def _piece(form: RecordForm, agency: Agency, day: date, has_photo: bool, has_files: bool) -> Piece:
    given = form.cleaned_data
    return Piece(
        pk=0,
        item=0,
        agency=agency.pk,
        kind=EvidenceKind(given["kind"]).value,
        channel=given.get("channel") or "",
        areas=tuple(given.get("areas") or ()),
        day=day,
        items=given.get("items") or 1,
        about=form.about(),
        words=given.get("words"),
        own_work={"yes": True, "no": False}.get(given.get("own_work") or ""),
        has_photo=has_photo or bool(given.get("pictured")),
        has_proof=bool(given.get("link")) or has_files,
    )
