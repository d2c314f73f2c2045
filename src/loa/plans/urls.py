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
    review,
    review_forms,
    review_names,
    review_steps,
    upload,
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
    # From the document to reviewed obligations
    path("upload/", upload.upload_plan, name="upload"),
    path("<uuid:key>/reading/", upload.reading, name="reading"),
    path("<uuid:key>/reading/again/", upload.start_again, name="read-again"),
    path("<uuid:key>/reading/replace/", upload.replace_file, name="replace-document"),
    path("<uuid:key>/document/", upload.document_file, name="document"),
    path("<uuid:key>/review/", review.review, name="review"),
    path("<uuid:key>/review/accept-undoubted/", review.review_accept_undoubted, name="review-accept-undoubted"),
    path("<uuid:key>/review/undo/", review.review_undo, name="review-undo"),
    path("<uuid:key>/review/merge/", review_steps.review_merge, name="review-merge"),
    path("<uuid:key>/review/add/", review_forms.review_add, name="review-add"),
    path("<uuid:key>/review/names/", review_names.review_names, name="review-names"),
    path("<uuid:key>/review/names/look-up/", review_names.review_look_up, name="review-look-up"),
    path("<uuid:key>/review/meaning/", review_forms.review_meaning, name="review-meaning"),
    path("<uuid:key>/review/bodies/<slug:role>/", review_forms.review_bodies, name="review-bodies"),
    path("<uuid:key>/review/<uuid:obligation>/accept/", review_steps.review_accept, name="review-accept"),
    path("<uuid:key>/review/<uuid:obligation>/reject/", review_steps.review_reject, name="review-reject"),
    path("<uuid:key>/review/<uuid:obligation>/take-back/", review_steps.review_take_back, name="review-take-back"),
    path("<uuid:key>/review/<uuid:obligation>/edit/", review_forms.review_edit, name="review-edit"),
    path("<uuid:key>/review/<uuid:obligation>/split/", review_forms.review_split, name="review-split"),
]
