"""The words of plans: kinds, states and the table of steps between them, review, parties."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = [
    "BINDING",
    "EDITABLE",
    "ENDED",
    "NUMBERED",
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
        # A document that comes already signed and numbered is recorded as issued; nobody signs it again in Loa.
        State.DRAFT: {
            State.CONSULTING: "plans.consult",
            State.SUBMITTED: "plans.submit",
            State.ISSUED: "plans.issue",
        },
        State.CONSULTING: {State.DRAFT: "plans.consult", State.SUBMITTED: "plans.submit"},
        State.SUBMITTED: {State.DRAFT: "plans.return", State.SIGNED: "plans.sign"},
        State.SIGNED: {State.DRAFT: "plans.return", State.ISSUED: "plans.issue"},
        State.ISSUED: {State.IN_FORCE: "plans.put-in-force", State.WITHDRAWN: "plans.withdraw"},
        # A plan is amended or superseded when the plan that amends or replaces it is put in force.
        State.IN_FORCE: {
            State.AMENDED: "plans.put-in-force",
            State.SUPERSEDED: "plans.put-in-force",
            State.WITHDRAWN: "plans.withdraw",
            State.CLOSED: "plans.close",
        },
        State.AMENDED: {
            State.AMENDED: "plans.put-in-force",
            State.SUPERSEDED: "plans.put-in-force",
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

ENDED = frozenset({State.SUPERSEDED, State.WITHDRAWN, State.CLOSED})
"""States a plan never leaves."""

NUMBERED = frozenset({State.ISSUED}) | BINDING | ENDED
"""States of a plan that was issued: everybody who can sign in may read it, and nobody may change it."""


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
    END = "end", _("abolishes")
