"""Addresses for programs: feeds of changes, webhooks, ledgers."""

from django.urls import URLPattern, path

from loa.monitoring.views import changes_feed, ledger, webhooks

__all__ = ["urls"]

urls: list[URLPattern] = [
    path("changes/<str:token>.atom", changes_feed.changes, name="changes-feed"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<uuid:key>/", webhooks.page, name="webhook"),
    path("webhooks/<uuid:key>/test/", webhooks.test, name="webhook-test"),
    path("webhooks/<uuid:key>/secret/", webhooks.secret, name="webhook-secret"),
    path("webhooks/<uuid:key>/remove/", webhooks.remove, name="webhook-remove"),
    path("webhooks/deliveries/<uuid:key>/again/", webhooks.again, name="webhook-again"),
    path("ledger/", ledger.page, name="ledger"),
    path("ledger/key", ledger.key, name="ledger-key"),
    path("ledger/<uuid:key>/file", ledger.file, name="ledger-file"),
]
