"""The addresses of the room."""

from django.urls import URLPattern, path

from loa.plans.views import (
    amendment,
    cascade,
    consultation,
    deeds,
    exemption,
    exports,
    listing,
    obligation,
    plan,
    writing,
)

__all__ = ["urlpatterns"]

app_name = "plans"
urlpatterns: list[URLPattern] = [
    path("", listing.plan_list, name="list"),
    path("new/", writing.new_plan, name="new"),
    path("<uuid:key>/", plan.plan_page, name="plan"),
    path("<uuid:key>/tab/<slug:tab>/", plan.plan_page, name="tab"),
    path("<uuid:key>/edit/", writing.edit_head, name="edit"),
    path("<uuid:key>/copy/", writing.copy_plan, name="copy"),
    path("<uuid:key>/do/<slug:name>/", deeds.deed, name="deed"),
    path("<uuid:key>/amend/", amendment.amend, name="amend"),
    path("<uuid:key>/amend-more/", amendment.amend_more, name="amend-more"),
    path("<uuid:key>/draft-own/", cascade.draft_own, name="draft-own"),
    path("<uuid:key>/consultation/<int:pk>/", consultation.answer_consultation, name="answer"),
    path("<uuid:key>/export.<slug:kind>", exports.export, name="export"),
    path("obligations/<uuid:key>/", obligation.obligation_page, name="obligation"),
    path("obligations/<uuid:key>/exempt/", exemption.exempt_agency, name="exempt"),
    path("exemptions/<int:pk>/revoke/", exemption.revoke_exemption, name="revoke"),
]
