"""The addresses of the room."""

from django.urls import path

from loa.monitoring.views import agency, feeds, occurrence, plan

__all__ = ["urlpatterns"]

app_name = "monitoring"
urlpatterns = [
    path("plans/<uuid:key>/", plan.calendar, name="plan"),
    path("agencies/<uuid:key>/", agency.calendar, name="agency"),
    path("occurrences/<int:pk>/", occurrence.page, name="occurrence"),
    path("links/", feeds.page, name="feeds"),
    path("links/make/", feeds.make, name="make-feed"),
    path("links/<uuid:key>/revoke/", feeds.revoke, name="revoke-feed"),
    path("feeds/<str:token>.ics", feeds.calendar_file, name="feed"),
]
