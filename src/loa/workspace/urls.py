"""The addresses of the room."""

from django.urls import URLPattern

__all__ = ["urlpatterns"]

app_name = "workspace"
urlpatterns: list[URLPattern] = []
