"""Addresses of evidence: recording it, looking at it, judging it."""

from django.urls import path

from loa.monitoring.views import (
    behind,
    disputes,
    evidence,
    evidence_rules,
    importing,
    judging,
    offline,
    recording,
    unmatched,
)

__all__ = ["urls"]

urls = [
    path("evidence/", evidence.evidence_list, name="evidence"),
    path("evidence/unmatched/", unmatched.unmatched_list, name="unmatched"),
    path("evidence/behind/<int:occurrence>/<uuid:agency>/", behind.behind_number, name="behind"),
    path("evidence/matches/<int:pk>/reject/", judging.reject, name="reject-match"),
    path("evidence/matches/<int:pk>/accept/", judging.accept, name="accept-match"),
    path("evidence/matches/<int:pk>/dispute/", disputes.open_one, name="open-dispute"),
    path("evidence/rules/<uuid:key>/", evidence_rules.rule_page, name="evidence-rule"),
    path("evidence/<uuid:key>/", evidence.evidence_page, name="evidence-detail"),
    path("evidence/<uuid:key>/match/", judging.rematch_evidence, name="rematch"),
    path("evidence/record/", recording.record, name="record-evidence"),
    path("evidence/<uuid:key>/recorded/", recording.recorded, name="evidence-recorded"),
    path("evidence/<uuid:key>/correct/", recording.correct, name="correct-evidence"),
    path("evidence/<uuid:key>/withdraw/", recording.withdraw, name="withdraw-evidence"),
    path("evidence/import/", importing.upload, name="import-evidence"),
    path("evidence/import/template.<str:format>", importing.template, name="import-evidence-template"),
    path("evidence/import/<uuid:key>/", importing.preview, name="import-evidence-preview"),
    path("evidence/offline/", offline.page, name="offline-evidence"),
    path("evidence/send/", offline.send, name="send-evidence"),
    path("evidence/worker.js", offline.worker, name="worker"),
    path("evidence/loa.webmanifest", offline.manifest, name="manifest"),
    path("disputes/", disputes.dispute_list, name="disputes"),
    path("disputes/<uuid:key>/", disputes.dispute_page, name="dispute"),
    path("disputes/<uuid:key>/speak/", disputes.speak_in, name="speak-in-dispute"),
    path("disputes/<uuid:key>/decide/", disputes.decide_dispute, name="decide-dispute"),
    path("disputes/<uuid:key>/withdraw/", disputes.withdraw_dispute, name="withdraw-dispute"),
]
