"""The addresses of the trail."""

from django.urls import path

from loa.project.trail import views

__all__ = ["urlpatterns"]

app_name = "audit"
urlpatterns = [
    path("", views.trail, name="list"),
    path("<int:number>/", views.entry, name="entry"),
    path("verify/", views.verify, name="verify"),
]
