"""The addresses of the system, room by room."""

from django.urls import include, path

__all__ = ["urlpatterns"]

urlpatterns = [
    path("", include("loa.workspace.urls")),
    path("plans/", include("loa.plans.urls")),
    path("organizations/", include("loa.organizations.urls")),
    path("audit/", include("loa.audit.urls")),
    path("ui/", include("loa.ui.urls")),
    path("accounts/", include("loa.project.accounts")),
    path("i18n/", include("django.conf.urls.i18n")),
]
