"""Assignments and occurrences, what proves them, what it comes to, and what is done about what is missing."""

from loa.monitoring.models.calendar import Assignment, Occurrence
from loa.monitoring.models.commending import Commendation, GoodModel
from loa.monitoring.models.dispute import Dispute, DisputeMessage
from loa.monitoring.models.evidence import Evidence, EvidenceFile, PageCopy
from loa.monitoring.models.feed import Feed
from loa.monitoring.models.importing import EvidenceImport
from loa.monitoring.models.inspecting import Check, Finding, FindingPhoto, Inspection, Visit
from loa.monitoring.models.laying import Laying
from loa.monitoring.models.ledger import LedgerExport
from loa.monitoring.models.matching import Band, EvidenceRule, Match, NearCopy
from loa.monitoring.models.tally import BranchTally, Tally
from loa.monitoring.models.urging import ExplanationRequest, Reminder, ReminderStep, UrgingLetter, UrgingLine
from loa.monitoring.models.watching import Sighting, Site, Watch
from loa.monitoring.models.webhook import Delivery, Webhook

__all__ = [
    "Assignment",
    "Band",
    "BranchTally",
    "Check",
    "Commendation",
    "Delivery",
    "Dispute",
    "DisputeMessage",
    "Evidence",
    "EvidenceFile",
    "EvidenceImport",
    "EvidenceRule",
    "ExplanationRequest",
    "Feed",
    "Finding",
    "FindingPhoto",
    "GoodModel",
    "Inspection",
    "Laying",
    "LedgerExport",
    "Match",
    "NearCopy",
    "Occurrence",
    "PageCopy",
    "Reminder",
    "ReminderStep",
    "Sighting",
    "Site",
    "Tally",
    "UrgingLetter",
    "UrgingLine",
    "Visit",
    "Watch",
    "Webhook",
]
