"""The words of plans: kinds, states and the table of steps between them, review, parties."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = [
    "BINDING",
    "EDITABLE",
    "STEPS",
    "Change",
    "Origin",
    "PartyRole",
    "PlanKind",
    "ReadingState",
    "Review",
    "State",
]


class PlanKind(models.TextChoices):
    """Loại kế hoạch."""

    YEARLY = "yearly", _("yearly")
    MULTI_YEAR = "multi_year", _("of several years")
    THEMATIC = "thematic", _("on one subject")


class State(models.TextChoices):
    """Where a plan stands in its life."""

    DRAFT = "draft", _("draft")
    CONSULTING = "consulting", _("in consultation")
    SUBMITTED = "submitted", _("submitted for signature")
    SIGNED = "signed", _("signed")
    ISSUED = "issued", _("issued")
    IN_FORCE = "in_force", _("in force")
    AMENDED = "amended", _("amended")
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CLOSED = "closed", _("closed")


STEPS: Mapping[State, Mapping[State, str]] = MappingProxyType(
    {
        State.DRAFT: {State.CONSULTING: "plans.consult", State.SUBMITTED: "plans.submit"},
        State.CONSULTING: {State.DRAFT: "plans.consult", State.SUBMITTED: "plans.submit"},
        State.SUBMITTED: {State.DRAFT: "plans.return", State.SIGNED: "plans.sign"},
        State.SIGNED: {State.DRAFT: "plans.return", State.ISSUED: "plans.issue"},
        State.ISSUED: {State.IN_FORCE: "plans.put-in-force", State.WITHDRAWN: "plans.withdraw"},
        State.IN_FORCE: {
            State.AMENDED: "plans.amend",
            State.SUPERSEDED: "plans.issue",
            State.WITHDRAWN: "plans.withdraw",
            State.CLOSED: "plans.close",
        },
        State.AMENDED: {
            State.AMENDED: "plans.amend",
            State.SUPERSEDED: "plans.issue",
            State.WITHDRAWN: "plans.withdraw",
            State.CLOSED: "plans.close",
        },
        State.SUPERSEDED: {},
        State.WITHDRAWN: {},
        State.CLOSED: {},
    }
)
"""The legal steps, each with the verb that makes it. `docs/plans.md` draws it; a test compares them."""

EDITABLE = frozenset({State.DRAFT, State.CONSULTING})
"""States in which the content can still be written."""

BINDING = frozenset({State.IN_FORCE, State.AMENDED})
"""States in which the obligations bind."""


class ReadingState(models.TextChoices):
    """How far the reading of an uploaded document has come."""

    WAITING = "waiting", _("waiting to be read")
    READING = "reading", _("being read")
    READ = "read", _("read")
    FAILED = "failed", _("could not be read")


class Review(models.TextChoices):
    """What a person said of an obligation the reader found."""

    PENDING = "pending", _("not reviewed")
    ACCEPTED = "accepted", _("accepted")
    CORRECTED = "corrected", _("corrected")
    REJECTED = "rejected", _("rejected")


class Origin(models.TextChoices):
    """Where an obligation came from."""

    READER = "reader", _("read from the document")
    PERSON = "person", _("added by a person")
    COPY = "copy", _("copied from another plan")
    SUPERIOR = "superior", _("from the superior plan")


class PartyRole(models.TextChoices):
    """What a body has to do with an obligation."""

    LEAD = "lead", _("lead")
    COORDINATE = "coordinate", _("coordinating")
    REPORTS_TO = "reports_to", _("reported to")
    VIA = "via", _("via")


class Change(models.TextChoices):
    """What an obligation of an amending plan does to one of the plan it amends."""

    ADD = "add", _("adds")
    REPLACE = "replace", _("replaces")
    END = "end", _("ends")
