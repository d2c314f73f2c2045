"""The addresses of the room."""

from django.urls import path

from loa.organizations.views import tokens

__all__ = ["urlpatterns"]

app_name = "organizations"
urlpatterns = [
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="revoke-token"),
]
