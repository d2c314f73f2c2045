"""Uploading a document, and waiting for its reading."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden, may, may_anywhere, require
from loa.plans.actions.upload import AlreadyUploaded, read_again, replace_document, upload
from loa.plans.enums import ReadingState
from loa.plans.errors import PlanError
from loa.plans.forms.upload import FileForm, UploadForm
from loa.plans.models import Plan, Source
from loa.plans.queries.relatives import possible_superiors
from loa.plans.queries.review import document_of
from loa.plans.queries.wording import language
from loa.plans.views.asking import crumbs, issuers_for, page_of, person_of, seen_plan, show_errors, tell_errors
from loa.reading import ReadingError
from loa.writing.wording import message_text

__all__ = ["document_file", "reading", "replace_file", "start_again", "upload_plan"]

_STAGES = {
    "": gettext_lazy("Waiting for its turn"),
    "opened": gettext_lazy("Opening the file"),
    "extracting": gettext_lazy("Taking the text out of the file; scans take longest"),
    "understanding": gettext_lazy("Understanding the plan"),
    "keeping": gettext_lazy("Looking up the agencies and keeping the reading"),
    "done": gettext_lazy("Done"),
}


@login_required
def upload_plan(request: HttpRequest) -> HttpResponse:
    """The page to upload a document on."""
    person, today = person_of(request), timezone.localdate()
    if not may_anywhere(person, "plans.write", on=today):
        raise Forbidden("plans.write")
    issuers = issuers_for(person, "plans.write")
    form = UploadForm(request.POST or None, request.FILES or None).offer(issuers, _superiors(issuers))
    if request.method == "POST" and form.is_valid():
        response = _take(request, form, person)
        if response is not None:
            return response
    status = 422 if form.errors else 200
    return render(request, "plans/upload.html", {"form": form, "breadcrumbs": crumbs()}, status=status)


def _superiors(issuers: Any) -> Any:
    """The plans over any of these agencies."""
    today = timezone.localdate()
    keys: set[int] = set()
    for issuer in issuers:
        keys.update(possible_superiors(issuer, today).values_list("pk", flat=True))
    return Plan.objects.filter(pk__in=keys).select_related("issuer")


def _take(request: HttpRequest, form: UploadForm, person: Person) -> HttpResponseRedirect | None:
    given = form.cleaned_data
    issuer: Agency = given["issuer"]
    try:
        source = upload(
            given["file"], issuer=issuer, superior=given["superior"], by=person, on=timezone.localdate()
        )  # fmt: skip
    except AlreadyUploaded as known:
        messages.info(request, known.messages[0])
        return redirect("plans:reading", known.plan.key)
    except PlanError as problem:
        show_errors(form, problem)
        return None
    except ReadingError as problem:
        form.add_error("file", message_text(problem.message, language()))
        return None
    return redirect("plans:reading", source.plan.key)


@login_required
def reading(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far the reading has come: asks again by itself, leads to the review when it is done."""
    plan = seen_plan(request, key)
    document = document_of(plan, with_pane=False)
    if document is None:
        return redirect("plans:review", plan.key)
    source = document.source
    if source.state == ReadingState.READ and not source.problem_vi:
        return _to_review(request, plan)
    context = {
        "plan": plan,
        "document": document,
        "source": source,
        "stage": _STAGES.get(source.stage, source.stage),
        "is_at_work": source.state in (ReadingState.WAITING, ReadingState.READING),
        "may_write": may(person_of(request), "plans.write", plan.issuer_id, on=timezone.localdate()),
        "form": FileForm(),
        "plan_url": page_of(plan),
        "breadcrumbs": crumbs(plan),
    }
    is_part = bool(request.headers.get("HX-Request"))
    return render(request, "plans/upload_progress_part.html" if is_part else "plans/upload_progress.html", context)


def _to_review(request: HttpRequest, plan: Plan) -> HttpResponse:
    """To the review, or to the plan for those who only read; a part of a page is told to go there as a whole."""
    reviews = may(person_of(request), "plans.review", plan.issuer_id, on=timezone.localdate()) and plan.is_editable
    address = reverse("plans:review", args=[plan.key]) if reviews else page_of(plan)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


@login_required
@require_POST
def start_again(request: HttpRequest, key: UUID) -> HttpResponse:
    """Has the document read once more."""
    plan = seen_plan(request, key)
    try:
        read_again(_source_of(plan), by=person_of(request), on=timezone.localdate())
    except ValidationError as problem:
        tell_errors(request, problem)
    return redirect("plans:reading", plan.key)


@login_required
@require_POST
def replace_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """Puts another file in the place of one that could not be used."""
    plan = seen_plan(request, key)
    require(person_of(request), "plans.write", plan.issuer_id, on=timezone.localdate())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file first."))
        return redirect("plans:reading", plan.key)
    try:
        replace_document(
            _source_of(plan), form.cleaned_data["file"], by=person_of(request), on=timezone.localdate()
        )  # fmt: skip
    except AlreadyUploaded as known:
        messages.info(request, known.messages[0])
        return redirect("plans:reading", known.plan.key)
    except ReadingError as problem:
        messages.error(request, message_text(problem.message, language()))
    except ValidationError as problem:
        tell_errors(request, problem)
    return redirect("plans:reading", plan.key)


@login_required
def document_file(request: HttpRequest, key: UUID) -> FileResponse:
    """The document as it was uploaded, always as a download: a browser must not run what it holds."""
    source = _source_of(seen_plan(request, key))
    try:
        opened = source.file.open("rb")
    except FileNotFoundError as problem:
        raise Http404(_("The file of this document is missing. Tell the administrator.")) from problem
    return FileResponse(opened, as_attachment=True, filename=source.name)


def _source_of(plan: Plan) -> Source:
    source = Source.objects.select_related("plan__issuer").defer("text", "reading", "pane_vi", "pane_en")
    found = source.filter(plan=plan).first()
    if found is None:
        raise Http404(_("This plan has no document."))
    return found
