"""The addresses of the room."""

from django.urls import path

from loa.organizations.views import agency, browser, imports, me, people, succession, tokens

__all__ = ["urlpatterns"]

app_name = "organizations"
urlpatterns = [
    path("", browser.browse, name="list"),
    path("suggest/", browser.suggest, name="suggest"),
    path("branch/<uuid:key>/", browser.branch, name="branch"),
    path("agencies/new/", agency.found_agency, name="found"),
    path("agencies/<uuid:key>/", agency.agency, name="agency"),
    path("agencies/<uuid:key>/designation/", agency.designate_agency, name="designate"),
    path("agencies/<uuid:key>/relations/", agency.relate_agency, name="relate"),
    path("changes/", succession.list_changes, name="changes"),
    path("changes/new/", succession.succession, name="succession"),
    path("changes/<uuid:key>/", succession.change, name="change"),
    path("changes/<uuid:key>/undo/", succession.undo, name="undo-change"),
    path("people/", people.list_people, name="people"),
    path("people/new/", people.add, name="add-person"),
    path("people/<uuid:key>/", people.person, name="person"),
    path("people/<uuid:key>/change/", people.change, name="change-person"),
    path("people/<uuid:key>/posts/", people.post, name="give-post"),
    path("people/<uuid:key>/lock-out/", people.lock_out, name="lock-out"),
    path("people/<uuid:key>/let-in/", people.let_in, name="let-in"),
    path("people/<uuid:key>/password-link/", people.send_link, name="send-link"),
    path("posts/<int:pk>/end/", people.end, name="end-post"),
    path("posts/<int:pk>/hand-on/", me.hand_on, name="hand-on"),
    path("delegations/<int:pk>/revoke/", me.revoke, name="revoke-delegation"),
    path("me/", me.me, name="me"),
    path("import/agencies/", imports.upload, {"kind": "agencies"}, name="import-agencies"),
    path("import/people/", imports.upload, {"kind": "people"}, name="import-people"),
    path("import/<slug:kind>/template.<slug:format>", imports.template, name="import-template"),
    path("import/<slug:kind>/<slug:token>/", imports.preview, name="import-preview"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="revoke-token"),
]
