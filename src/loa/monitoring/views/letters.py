"""Urging letters: the list, one letter with its deeds, its file."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.actions import letters as deeds
from loa.monitoring.forms.urging import DiscardForm, LetterFilter, LetterForm, SendForm, SignForm, cleaned
from loa.monitoring.letter_file import as_official
from loa.monitoring.letter_words import wording_of
from loa.monitoring.models import UrgingLetter
from loa.monitoring.queries.letters import WantedLetters, counted, found, lines_of, title_at
from loa.monitoring.queries.urging import letters_seen_by
from loa.monitoring.views.asking import export_format, person_of
from loa.monitoring.views.doing import Deed, Prepared, attempt, given, permitted
from loa.monitoring.views.official_file import official_file
from loa.organizations.policy import may
from loa.ui.export import Column, table_response
from loa.ui.listing import listing

__all__ = ["deed", "letter", "letter_file", "letters"]

_SORTS = {
    "drafted": "drafted_at", "to": ("to__name", "-drafted_at"), "state": ("state", "-drafted_at"),
    "number": ("dated", "number"), "answer": ("answer_by", "-drafted_at"),
}  # fmt: skip


@login_required
def letters(request: HttpRequest) -> HttpResponseBase:
    """The letters somebody sees: those of the own agency, and those sent to agencies in their charge."""
    person, today = person_of(request), timezone.localdate()
    form = LetterFilter(request.GET)
    rows = found(counted(letters_seen_by(person, today)), _wanted(form))
    if format := export_format(request):
        return table_response(rows.iterator(), _columns(), name=_("Urging letters"), format=format)
    page = listing(request, rows, sorts=_SORTS, default="-drafted")
    return render(request, "monitoring/letters.html", {"listing": page, "filter_form": form})


def _wanted(form: LetterFilter) -> WantedLetters:
    given = cleaned(form)
    answered = {"yes": True, "no": False}.get(given.get("answered") or "")
    return WantedLetters(
        given.get("q") or "", given.get("state") or "", answered, given.get("since"), given.get("until")
    )


def _columns() -> Sequence[Column[Any]]:
    return (
        Column(_("Number and symbol"), lambda row: row.number, 18),
        Column(_("Day"), lambda row: row.dated, 12),
        Column(_("Sender"), lambda row: row.agency.name, 40),
        Column(_("Addressee"), lambda row: row.to.name, 40),
        Column(_("State"), lambda row: row.get_state_display(), 14),
        Column(_("Duties urged"), lambda row: row.count, 10),
        Column(_("Done since"), lambda row: row.met, 10),
        Column(_("To be done by"), lambda row: row.answer_by, 12),
        Column(_("Signer"), lambda row: str(row.signer or ""), 24),
        Column(_("Drafted"), lambda row: row.drafted_at, 18),
        Column(_("Reason"), lambda row: row.discarded_because, 40),
    )


@login_required
def letter(request: HttpRequest, key: UUID) -> HttpResponse:
    """One letter as it will be read, what became of each duty, and what can be done with it."""
    one = _seen(request, key)
    person, today = person_of(request), timezone.localdate()
    open_ = [
        name for name, deed in _DEEDS.items()
        if one.state in deeds.STEPS[name] and may(person, deed.verb, one.agency_id, on=today)
    ]  # fmt: skip
    lines, wording = lines_of(one), wording_of(one, today)
    if all(line.settled for line in lines):
        open_ = [name for name in open_ if name != "sign"]
    context = {
        "letter": one, "lines": lines, "deeds": open_, "answer_by": wording.answer_by,
        "met": sum(1 for line in lines if line.answered_on or line.settled),
        "paragraphs": [words for words in wording.words.split("\n\n") if words.strip()], "today": today,
        "breadcrumbs": [*_crumbs(one)[:1], (str(one.to), None)],
    }  # fmt: skip
    return render(request, "monitoring/letter.html", context)


@login_required
def deed(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """Correcting, signing, sending or discarding a letter."""
    one = _seen(request, key)
    form, act, said = permitted(request, _DEEDS, name, at=lambda _verb: one.agency_id).prepare(request, one)
    back = reverse("monitoring:letter", args=[one.key])
    if answer := attempt(request, form, act, said=said, back=back):
        return answer
    lines = lines_of(one)
    context = {
        "letter": one, "form": form, "name": name, "lines": lines, "open_now": one.state in deeds.STEPS[name],
        "urged": sum(1 for line in lines if not line.settled),
        "left_out": set(request.POST.getlist("without")), "cancel_url": back, "breadcrumbs": _crumbs(one),
    }  # fmt: skip
    return render(request, "monitoring/letter_deed.html", context)


def _write(request: HttpRequest, one: UrgingLetter) -> Prepared:
    wording = wording_of(one, timezone.localdate())
    form = LetterForm(request.POST or None, initial=_initial(one, words=wording.words, answer_by=wording.answer_by))
    sent = request.POST.getlist("without")[:5000]
    without = [int(key) for key in sent if key.isascii() and key.isdigit() and len(key) < 19]
    return form, lambda: deeds.write(one, without=without, **given(request, form)), _("The letter is changed.")


def _sign(request: HttpRequest, one: UrgingLetter) -> Prepared:
    form = SignForm(request.POST or None, initial=_initial(one))
    return form, lambda: deeds.sign(one, **given(request, form)), _("The letter is signed.")


def _send(request: HttpRequest, one: UrgingLetter) -> Prepared:
    form = SendForm(request.POST or None, initial=_initial(one, dated=timezone.localdate()))
    return form, lambda: deeds.send(one, **given(request, form)), _("The letter is sent and the agency is told.")


def _discard(request: HttpRequest, one: UrgingLetter) -> Prepared:
    form = DiscardForm(request.POST or None, initial=_initial(one))

    def act() -> object:
        told = given(request, form)
        return deeds.discard(one, because=told.pop("reason"), **told)

    return form, act, _("The letter is discarded.")


_DEEDS: dict[str, Deed[UrgingLetter]] = {
    "write": Deed("letters.write", _write),
    "sign": Deed("letters.sign", _sign),
    "send": Deed("letters.send", _send),
    "discard": Deed("letters.write", _discard),
}


def _initial(one: UrgingLetter, **more: object) -> dict[str, object]:
    return {"revision": one.revision, **more}


@login_required
def letter_file(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    """The letter as `docx` or `pdf`, as it stands now."""
    one = _seen(request, key)
    today = timezone.localdate()
    title = title_at(one.signer, one.agency, one.dated or today) if one.signer else ""
    official = as_official(one, lines_of(one), title=title, on=today)
    return official_file(official, kind, f"don-doc {one.number.replace('/', '-')} {one.to}")


def _seen(request: HttpRequest, key: UUID) -> UrgingLetter:
    rows = letters_seen_by(person_of(request), timezone.localdate()).select_related("agency", "to", "signer")
    return get_object_or_404(rows, key=key)


def _crumbs(one: UrgingLetter) -> list[tuple[str, str | None]]:
    return [
        (_("Urging letters"), reverse("monitoring:letters")),
        (one.number or str(one.to), reverse("monitoring:letter", args=[one.key])),
    ]
