"""Evidence that counts for no duty yet, with what it may be meant for; one by one or several at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loa.monitoring.actions.judging import rematch
from loa.monitoring.channels import channel_words
from loa.monitoring.enums import MatchState
from loa.monitoring.forms.evidence import SeveralForm, UnmatchedFilter, pair_of
from loa.monitoring.models import Evidence, Match
from loa.monitoring.queries.evidence import agencies_seen_by, evidence_seen_by, unmatched
from loa.monitoring.queries.evidence_pages import narrowed
from loa.monitoring.views.asking import export_format, person_of
from loa.monitoring.views.judging import named_by
from loa.monitoring.views.offers import Offer, judged_agencies, likely_offers
from loa.monitoring.views.saying import tell_errors
from loa.organizations.models import Person
from loa.organizations.policy import agencies_where, may
from loa.ui.export import Column, table_response
from loa.ui.listing import Listing, listing

__all__ = ["Row", "unmatched_list"]

_PAGE, _OFFERED = 10, 4
"""Each piece is compared with all that is owed around its day: a page holds few."""
_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """A piece with its likely duties, and what the reader of the page may do about it."""

    evidence: Evidence
    rejected: str
    offers: Sequence[Offer]
    may_match: bool
    may_correct: bool

    @property
    def name(self) -> str:
        """The name of its choice in the form."""
        return f"duty-{self.evidence.key}"


@login_required
def unmatched_list(request: HttpRequest) -> HttpResponseBase:
    """The page; a POST lays what was chosen against the duties chosen."""
    person, today = person_of(request), timezone.localdate()
    sent = request.POST if request.method == "POST" else None
    form = SeveralForm(sent, initial={"because": _("It is meant for this duty.")})
    if request.method == "POST" and form.is_valid():
        _match_chosen(request, person, form.cleaned_data["because"], today)
        return redirect(request.get_full_path())
    filter_form = UnmatchedFilter(request.GET)
    own = tuple(agencies_where(person, "evidence.see", on=today))
    rows = narrowed(unmatched(agencies_seen_by(person, on=today)), filter_form.wanted(own)).select_related("agency")
    if format := export_format(request):
        return table_response(
            rows.iterator(chunk_size=500), _columns(), name=_("Evidence for no duty yet"), format=format
        )
    page = listing(request, rows, sorts={"happened": "happened_on"}, default="-happened", per_page=_PAGE, most=_COUNTED)
    shown = _rows(page, person, today)
    context = {
        "listing": page,
        "rows": shown,
        "filter_form": filter_form,
        "form": form,
        "may_match_any": any(row.may_match and row.offers for row in shown),
        "breadcrumbs": [(_("Evidence"), reverse("monitoring:evidence")), (_("For no duty yet"), None)],
    }
    return render(request, "monitoring/evidence_unmatched.html", context, status=422 if form.errors else 200)


def _rows(page: Listing[Evidence], person: Person, today: date) -> list[Row]:
    judged = judged_agencies(person, {one.agency_id for one in page}, on=today)
    mended = {agency for agency in {one.agency_id for one in page} if may(person, "evidence.record", agency, on=today)}
    rejected = set(Match.objects.filter(evidence__in=[one.pk for one in page]).values_list("evidence_id", flat=True))
    return [
        Row(
            one,
            str(MatchState.REJECTED.label) if one.pk in rejected else "",
            likely_offers(one, person if one.agency_id in judged else None, today=today, most=_OFFERED),
            may_match=one.agency_id in judged,
            may_correct=one.agency_id in mended,
        )
        for one in page
    ]


def _columns() -> list[Column[Evidence]]:
    return [
        Column(_("Happened on"), lambda row: row.happened_on, 12),
        Column(_("Title"), lambda row: row.title, 60),
        Column(_("Agency"), lambda row: row.agency.name, 40),
        Column(_("Kind"), lambda row: row.get_kind_display(), 24),
        Column(_("Channel"), lambda row: channel_words(row.channel), 24),
        Column(_("Link"), lambda row: row.link, 40),
    ]


# ------------------------------------------------------------------------------------------------------------ several


def _match_chosen(request: HttpRequest, person: Person, because: str, today: date) -> None:
    """Each by itself: what cannot be laid against its duty is told and keeps nobody from the others."""
    done = 0
    for key, value in _chosen(request):
        evidence = evidence_seen_by(person, on=today).filter(key=key).first()
        pair = pair_of(value)
        if evidence is None or pair is None:
            continue
        try:
            rematch(evidence, *named_by(pair), because=because, by=person, on=today)
        except ValidationError as problem:
            tell_errors(request, ValidationError([f"{evidence.title}: {words}" for words in problem.messages]))
        else:
            done += 1
    _tell(request, done)


def _chosen(request: HttpRequest) -> list[tuple[UUID, str]]:
    """The choices sent, or the one whose button was pressed."""
    if one := request.POST.get("one", ""):
        key, _mark, value = one.partition(":")
        sent = [(key, value)]
    else:
        names = [name for name in request.POST if name.startswith("duty-")]
        sent = [(name.removeprefix("duty-"), request.POST.get(name, "")) for name in names]
    return [(evidence, value) for text, value in sent if value and (evidence := _key_of(text))]


def _key_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _tell(request: HttpRequest, done: int) -> None:
    if not done:
        messages.warning(request, _("Nothing was changed. Choose a duty for at least one piece of evidence."))
        return
    words = ngettext(
        "%(count)s piece of evidence counts now for the duty chosen. You can take that back on its page.",
        "%(count)s pieces of evidence count now for the duties chosen. You can take that back on their pages.",
        done,
    )
    messages.success(request, words % {"count": done})
