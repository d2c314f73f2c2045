"""Addresses of watched sites, near copies and files of evidence."""

from django.urls import path

from loa.monitoring.views import files, near_copies, watches

__all__ = ["urls"]

urls = [
    path("watches/", watches.watch_list, name="watches"),
    path("watches/add/", watches.add, name="add-watch"),
    path("watches/<uuid:key>/", watches.watch_page, name="watch"),
    path("watches/<uuid:key>/change/", watches.change, name="change-watch"),
    path("watches/<uuid:key>/pause/", watches.pause, name="pause-watch"),
    path("watches/<uuid:key>/resume/", watches.resume, name="resume-watch"),
    path("watches/<uuid:key>/read/", watches.read, name="read-watch"),
    path("watches/<uuid:key>/remove/", watches.remove, name="remove-watch"),
    path("near-copies/", near_copies.near_copy_list, name="near-copies"),
    path("near-copies/<int:pk>/", near_copies.near_copy_page, name="near-copy"),
    path("near-copies/<int:pk>/decide/", near_copies.decide_copy, name="decide-near-copy"),
    path("evidence/files/<uuid:key>/", files.evidence_file, name="evidence-file"),
]
