"""Addresses of the room: the style guide only."""

from django.urls import path

from loa.ui import views

app_name = "ui"

urlpatterns = [path("styleguide/", views.styleguide, name="styleguide")]
