"""The page of ledgers, their files, and the key they are signed with."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loa.monitoring.actions.ledger import ask_for_ledger, signer
from loa.monitoring.enums import LedgerState
from loa.monitoring.forms.ledger import LedgerForm
from loa.monitoring.models import LedgerExport
from loa.monitoring.queries.ledger import exports_of
from loa.monitoring.views.asking import person_of
from loa.organizations.policy import Forbidden, agencies_where, require
from loa.ui.listing import listing

__all__ = ["file", "key", "page"]

_VERB = "ledger.export"
_TONES = {LedgerState.DONE: "success", LedgerState.FAILED: "danger", LedgerState.EXPIRED: "neutral"}


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The ledgers of the agencies of who asks, how far they are, and a form for another."""
    person, today = person_of(request), timezone.localdate()
    agencies = list(agencies_where(person, _VERB, on=today))
    if not agencies:
        raise Forbidden(_VERB)
    initial = {"first_day": today.replace(month=1, day=1), "last_day": today}
    form = LedgerForm(agencies, request.POST or None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            ask_for_ledger(given["agency"], given["first_day"], given["last_day"], by=person, on=today)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The ledger is being written. You will be told when it is ready."))
            return HttpResponseRedirect(reverse("monitoring:ledger"))
    found = listing(request, exports_of(agencies), sorts={"asked": "pk"}, default="-asked", per_page=25)
    context = {
        "listing": found,
        "rows": [(one, LedgerState(one.state).label, _TONES.get(LedgerState(one.state), "info")) for one in found],
        "at_work": any(one.state in (LedgerState.WAITING, LedgerState.RUNNING) for one in found),
        "form": form,
        "key": signer().public,
        "breadcrumbs": [(_("Ledgers"), None)],
    }
    return render(request, "monitoring/ledger.html", context)


@login_required
@require_safe
def file(request: HttpRequest, key: UUID) -> FileResponse:
    """The file of a ledger, as long as it is kept."""
    export = get_object_or_404(LedgerExport.objects.select_related("agency"), key=key)
    require(person_of(request), _VERB, export.agency_id, on=timezone.localdate())
    over = export.expires_at is None or export.expires_at < timezone.now()
    if export.state != LedgerState.DONE or over:
        raise Http404
    name = f"so-chung-thuc-{export.first_day:%Y%m%d}-{export.last_day:%Y%m%d}.loa-ledger"
    response = FileResponse(
        export.file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )  # fmt: skip
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def key(_request: HttpRequest) -> HttpResponse:
    """The public key of the installation, open to all who verify a ledger."""
    return HttpResponse(f"{signer().public}\n", content_type="text/plain; charset=utf-8")
