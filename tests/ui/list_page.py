"""A list as a room would write it, for the browser to work with."""

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

from loa.ui.listing import listing

_PAGE = """{% extends "ui/list.html" %}{% load ui %}
{% block title %}Loại{% endblock %}{% block heading %}Loại{% endblock %}{% block caption %}Loại{% endblock %}
{% block columns %}{% sort_header listing "name" "Tên" %}{% sort_header listing "room" "Phòng" %}{% endblock %}
{% block rows %}{% for row in listing %}<tr><th scope="row">{{ row.model }}</th><td>{{ row.app_label }}</td></tr>
{% endfor %}{% endblock %}"""


class Filter(forms.Form):
    q = forms.CharField(label="Tìm", required=False)
    room = forms.ChoiceField(label="Phòng", choices=[("", "Tất cả"), ("one", "Một"), ("two", "Hai")], required=False)


def things(request: HttpRequest) -> HttpResponse:
    found = ContentType.objects.filter(app_label__in=("one", "two"), model__contains=request.GET.get("q", ""))
    if room := request.GET.get("room"):
        found = found.filter(app_label=room)
    page = listing(request, found, sorts={"name": "model", "room": ("app_label", "model")}, default="name", per_page=2)
    values = {"listing": page, "filter_form": Filter(request.GET)}
    return HttpResponse(Template(_PAGE).render(RequestContext(request, values)))


urlpatterns = [path("things/", things), path("ui/", include("loa.ui.urls"))]
