"""Files of evidence, for those who see the evidence."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loa.monitoring.models import EvidenceFile
from loa.monitoring.views.asking import person_of
from loa.organizations.policy import may

__all__ = ["evidence_file"]


@login_required
@require_safe
def evidence_file(request: HttpRequest, key: UUID) -> FileResponse:
    """A file as it came, always as a download: a browser shows pictures in a page, and runs nothing."""
    file = get_object_or_404(EvidenceFile.objects.select_related("evidence"), key=key)
    if not may(person_of(request), "evidence.see", file.evidence.agency_id, on=timezone.localdate()):
        raise Http404
    try:
        opened = file.file.open("rb")
    except FileNotFoundError as problem:
        raise Http404(_("The file is missing. Tell the administrator.")) from problem
    response = FileResponse(opened, as_attachment=True, filename=file.name, content_type=file.media_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
