"""The addresses of the system, room by room."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView

from loa.project.api import api, nothing_here
from loa.project.errors import bad_request, forbidden, not_found, server_error
from loa.project.health import ready
from loa.project.language import choose

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("healthz", ready, name="ready"),
    path("", include("loa.workspace.urls")),
    path("plans/", include("loa.plans.urls")),
    path("organizations/", include("loa.organizations.urls")),
    path("", include("loa.monitoring.urls")),
    path("audit/", include("loa.project.trail.urls")),
    path("ui/", include("loa.ui.urls")),
    path("accounts/", include("loa.project.accounts")),
    path("api/v1/", RedirectView.as_view(pattern_name="api:openapi-json"), name="api-home"),
    path("api/v1/", api.urls),
    re_path(r"^api/v1/[\s\S]*$", nothing_here),
    path("i18n/setlang/", choose, name="set_language"),
]

handler400 = bad_request
handler403 = forbidden
handler404 = not_found
handler500 = server_error
