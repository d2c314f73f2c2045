"""The words of monitoring."""

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = [
    "CommendationKind",
    "CommendationState",
    "DeliveryState",
    "DisputeState",
    "Done",
    "EvidenceKind",
    "EvidenceState",
    "FindingState",
    "ImportState",
    "InspectionState",
    "LayingState",
    "LedgerState",
    "LetterState",
    "MatchState",
    "NearCopyState",
    "ReformArea",
    "RemindedPerson",
    "SightingVerdict",
    "Source",
    "Standing",
    "WatchKind",
    "WebhookEvent",
]


class LayingState(models.TextChoices):
    """How far a plan has come on its way into the calendar."""

    WAITING = "waiting", _("waiting to be laid out")
    RUNNING = "running", _("being laid out")
    DONE = "done", _("laid out")
    FAILED = "failed", _("could not be laid out")


# ------------------------------------------------------------------------------------------------------------ evidence


class EvidenceKind(models.TextChoices):
    """What sort of thing happened (loại minh chứng)."""

    ARTICLE = "article", _("news item or article")
    BROADCAST = "broadcast", _("broadcast")
    BULLETIN = "bulletin", _("bulletin issue")
    MATERIAL = "material", _("leaflet, poster, billboard or video")
    POSTING = "posting", _("posting of procedures")
    ANSWER = "answer", _("answer to citizens or businesses")
    EVENT = "event", _("conference, dialogue or meeting")
    TRAINING = "training", _("training class")
    CONTEST = "contest", _("contest")
    SURVEY = "survey", _("survey")
    REPORT = "report", _("report")
    PLAN = "plan", _("plan issued")
    DOCUMENT = "document", _("directing document")
    INSPECTION = "inspection", _("inspection")
    PAYMENT = "payment", _("estimate, payment or settlement")
    OTHER = "other", _("other evidence")


class ReformArea(models.TextChoices):
    """Six areas of administrative reform and the direction of it (lĩnh vực cải cách hành chính)."""

    INSTITUTIONS = "institutions", _("institutional reform")
    PROCEDURES = "procedures", _("administrative procedures")
    APPARATUS = "apparatus", _("organisation of the apparatus")
    CIVIL_SERVICE = "civil_service", _("civil service")
    PUBLIC_FINANCE = "public_finance", _("public finance")
    DIGITAL = "digital", _("digital government")
    DIRECTION = "direction", _("direction and management")


class Source(models.TextChoices):
    """Where a piece of evidence came from."""

    ROOM = "room", _("Loa itself")
    PERSON = "person", _("a person")
    FEED = "feed", _("a watched site")
    API = "api", _("another program")
    SPREADSHEET = "spreadsheet", _("a spreadsheet")


class EvidenceState(models.TextChoices):
    """Whether a piece of evidence stands."""

    RECORDED = "recorded", _("recorded")
    WITHDRAWN = "withdrawn", _("withdrawn")


class MatchState(models.TextChoices):
    """What a piece of evidence is worth for one occurrence."""

    COUNTED = "counted", _("counted")
    HELD = "held", _("does not meet the quality asked for")
    COPY = "copy", _("the same item counts already")
    ELSEWHERE = "elsewhere", _("counts for a more fitting duty")
    REJECTED = "rejected", _("rejected")


class ImportState(models.TextChoices):
    """How far a table of evidence has come."""

    SHOWN = "shown", _("not confirmed yet")
    RUNNING = "running", _("being recorded")
    DONE = "done", _("recorded")


class NearCopyState(models.TextChoices):
    """What a person said of two texts that resemble each other."""

    FLAGGED = "flagged", _("to be looked at")
    COPY = "copy", _("a copy")
    PLACEMENT = "placement", _("the same item, placed again")
    DIFFERENT = "different", _("not a copy")


class DisputeState(models.TextChoices):
    """How far a dispute about a match has come."""

    OPEN = "open", _("open")
    UPHELD = "upheld", _("the evidence counts")
    DISMISSED = "dismissed", _("the evidence does not count")
    WITHDRAWN = "withdrawn", _("withdrawn")
    LAPSED = "lapsed", _("ended, no longer owed")


class WatchKind(models.TextChoices):
    """What is read of a watched site."""

    FEED = "feed", _("RSS or Atom feed")
    SITEMAP = "sitemap", _("sitemap")


class SightingVerdict(models.TextChoices):
    """What became of a page met on a watched site."""

    RECORDED = "recorded", _("recorded as evidence")
    KNOWN = "known", _("recorded before")
    OTHER = "other", _("does not speak of administrative reform")
    EARLY = "early", _("published before the day from which the site is watched")
    UNDATED = "undated", _("does not say when it was published")
    REFUSED = "refused", _("could not be recorded")


# ------------------------------------------------------------------------------------------------------------ standing


class Done(models.TextChoices):
    """How far an agency's evidence goes for one occurrence, whatever the day."""

    PART = "part", _("in part")
    MET = "met", _("met")
    LATE = "late", _("late but done")


class Standing(models.TextChoices):
    """Tình trạng thực hiện of one occurrence at one agency on a day."""

    MET = "met", _("met")
    LATE = "late", _("late but done")
    ON_TRACK = "on_track", _("on track")
    AT_RISK = "at_risk", _("at risk")
    OVERDUE = "overdue", _("overdue")
    MISSED = "missed", _("missed")
    NOT_YET_DUE = "not_yet_due", _("not yet due")
    CONTINUOUS = "continuous", _("continuous")
    WAIVED = "waived", _("waived")


# ------------------------------------------------------------------------------------------------ urging and inspection


class RemindedPerson(models.TextChoices):
    """Whom a step of reminding reaches."""

    OFFICER = "officer", _("the officers of the agency")
    HEAD = "head", _("the head of the agency")
    SUPERIOR = "superior", _("the coordinators of the superior agency")


class LetterState(models.TextChoices):
    """How far an urging letter (văn bản đôn đốc) has come."""

    DRAFT = "draft", _("draft")
    SIGNED = "signed", _("signed")
    SENT = "sent", _("sent")
    DISCARDED = "discarded", _("discarded")


class InspectionState(models.TextChoices):
    """How far a visit of inspection has come."""

    PLANNED = "planned", _("planned")
    OPEN = "open", _("in course")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class FindingState(models.TextChoices):
    """What became of a finding of an inspection."""

    OPEN = "open", _("to be remedied")
    REMEDIED = "remedied", _("remedy reported")
    CLOSED = "closed", _("closed")


class CommendationKind(models.TextChoices):
    """Praise or criticism."""

    PRAISE = "praise", _("commendation")
    CRITICISM = "criticism", _("criticism")


class CommendationState(models.TextChoices):
    """What people decided about a proposal."""

    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("decided")
    DECLINED = "declined", _("declined")


class DeliveryState(models.TextChoices):
    """How the delivery of an event to a webhook stands."""

    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("given up")


class LedgerState(models.TextChoices):
    """How far a ledger that was asked for has come."""

    WAITING = "waiting", _("waiting to be written")
    RUNNING = "running", _("being written")
    DONE = "done", _("ready")
    FAILED = "failed", _("could not be written")
    EXPIRED = "expired", _("no longer kept")


class WebhookEvent(models.TextChoices):
    """What programs can be told of (docs/webhooks.md)."""

    EVIDENCE_RECORDED = "evidence.recorded", _("evidence was recorded")
    EVIDENCE_WITHDRAWN = "evidence.withdrawn", _("evidence was withdrawn")
    MATCH_JUDGED = "match.judged", _("a person judged what evidence counts for")
    STANDING_CHANGED = "standing.changed", _("something owed was met, done late, or is not done any more")
    DISPUTE_OPENED = "dispute.opened", _("a dispute was opened")
    DISPUTE_DECIDED = "dispute.decided", _("a dispute was decided or withdrawn")
    LETTER_SENT = "letter.sent", _("an urging letter was sent")
    TEST = "test", _("a test")
