"""The addresses of the room."""

from django.urls import path

from loa.workspace import views

__all__ = ["urlpatterns"]

app_name = "workspace"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("search/", views.find, name="search"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_all, name="read-all"),
    path("notices/<int:pk>/", views.open_notice, name="notice"),
]
