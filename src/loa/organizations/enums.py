"""The words of the organisation: tiers, kinds of agencies, relations, successions, roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["OUTSIDE_EXECUTIVE", "AgencyKind", "RelationKind", "Role", "SuccessionKind", "Tier"]


class Tier(models.TextChoices):
    """Cấp."""

    CENTRAL = "central", _("central")
    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district")
    COMMUNE = "commune", _("commune")


class AgencyKind(models.TextChoices):
    """Loại cơ quan."""

    PEOPLES_COMMITTEE = "peoples_committee", _("People's Committee")
    MINISTRY = "ministry", _("ministry")
    DEPARTMENT = "department", _("department")
    OFFICE = "office", _("office")
    DIVISION = "division", _("division")
    PUBLIC_SERVICE_UNIT = "public_service_unit", _("public service unit")
    PUBLIC_SERVICE_CENTRE = "public_service_centre", _("public service centre")
    PARTY = "party", _("Party body")
    MASS_ORGANISATION = "mass_organisation", _("mass organisation")
    PRESS = "press", _("press agency")


OUTSIDE_EXECUTIVE = frozenset({AgencyKind.PARTY, AgencyKind.MASS_ORGANISATION})
"""Bodies that a plan of the executive can only ask (đề nghị), never order."""


class RelationKind(models.TextChoices):
    """How one agency stands to another: three different things that need not agree."""

    LINE = "line", _("line superior")
    REPORTING = "reporting", _("reporting recipient")
    GUIDANCE = "guidance", _("professional guidance")


class SuccessionKind(models.TextChoices):
    """What became of agencies (sáp nhập, chia tách, đổi tên, giải thể, đổi cấp)."""

    MERGE = "merge", _("merge")
    SPLIT = "split", _("split")
    RENAME = "rename", _("rename")
    ABOLISH = "abolish", _("abolish")
    TIER_CHANGE = "tier_change", _("change of tier")


class Role(models.TextChoices):
    """What a person does at an agency. What each role may do stands in `permissions.toml`."""

    COORDINATOR = "coordinator", _("coordinator")
    OFFICER = "officer", _("officer")
    EDITOR = "editor", _("editor")
    REVIEWER = "reviewer", _("reviewer")
    LEADER = "leader", _("leader")
    INSPECTOR = "inspector", _("inspector")
    FINANCE = "finance", _("finance officer")
    RECORDS_CLERK = "records_clerk", _("records clerk")
    ADMINISTRATOR = "administrator", _("administrator")
    AUDITOR = "auditor", _("auditor")
