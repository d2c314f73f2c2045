"""The style guide."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from loa.ui.samples import sample_page


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with sample data; for developers and staff, absent for all others."""
    user = getattr(request, "user", None)
    if not (settings.DEBUG or getattr(user, "is_staff", False)):
        raise Http404
    return render(request, "ui/styleguide.html", sample_page(request))
