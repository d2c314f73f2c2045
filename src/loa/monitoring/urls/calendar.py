"""Addresses of what is owed when."""

from django.urls import path

from loa.monitoring.views import agency, feeds, occurrence, plan

__all__ = ["urls"]

urls = [
    path("calendar/plans/<uuid:key>/", plan.calendar, name="plan"),
    path("calendar/agencies/<uuid:key>/", agency.calendar, name="agency"),
    path("calendar/occurrences/<int:pk>/", occurrence.page, name="occurrence"),
    path("calendar/links/", feeds.page, name="feeds"),
    path("calendar/links/make/", feeds.make, name="make-feed"),
    path("calendar/links/<uuid:key>/revoke/", feeds.revoke, name="revoke-feed"),
    path("calendar/feeds/<str:token>.ics", feeds.calendar_file, name="feed"),
]
