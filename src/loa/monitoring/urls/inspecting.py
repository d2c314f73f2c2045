"""Addresses of inspections, commendations and good models."""

from django.urls import URLPattern, path

from loa.monitoring.views import commendations, findings, good_models, inspections, visits

__all__ = ["urls"]

urls: list[URLPattern] = [
    path("inspections/", inspections.inspections, name="inspections"),
    path("inspections/new/", inspections.new_round, name="new-inspection"),
    path("inspections/<uuid:key>/", inspections.inspection, name="inspection"),
    path("inspections/<uuid:key>/change/", inspections.change_round, name="change-inspection"),
    path("inspections/<uuid:key>/visits/", inspections.plan_visits, name="plan-visits"),
    path("inspections/visits/<uuid:key>/", visits.visit, name="visit"),
    path("inspections/visits/<uuid:key>/minutes/<str:kind>/", visits.minutes_file, name="visit-minutes"),
    path("inspections/visits/<uuid:key>/<str:name>/", visits.deed, name="visit-deed"),
    path("inspections/findings/", findings.findings, name="findings"),
    path("inspections/findings/<uuid:key>/", findings.finding, name="finding"),
    path("inspections/findings/<uuid:key>/<str:name>/", findings.deed, name="finding-deed"),
    path("inspections/photos/<uuid:key>/", findings.photo, name="finding-photo"),
    path("commendations/", commendations.commendations, name="commendations"),
    path("commendations/propose/", commendations.propose, name="propose-commendations"),
    path("commendations/<uuid:key>/", commendations.commendation, name="commendation"),
    path("models/", good_models.good_models, name="good-models"),
    path("models/add/", good_models.add, name="add-good-model"),
    path("models/<uuid:key>/", good_models.good_model, name="good-model"),
    path("models/<uuid:key>/change/", good_models.change, name="change-good-model"),
    path("models/<uuid:key>/approve/", good_models.approve, name="approve-good-model"),
]
