"""The addresses of the room, matter by matter."""

from loa.monitoring.urls import calendar, evidence, inspecting, interfaces, standing, urging, watching

__all__ = ["urlpatterns"]

app_name = "monitoring"
urlpatterns = [
    *calendar.urls,
    *evidence.urls,
    *watching.urls,
    *standing.urls,
    *urging.urls,
    *inspecting.urls,
    *interfaces.urls,
]
