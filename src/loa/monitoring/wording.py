"""How kinds of occurrences are called and marked on pages."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loa.schedule import Kind
from loa.ui.parts import Tone

__all__ = ["KINDS", "TONES"]

KINDS: Mapping[Kind, str | Promise] = MappingProxyType(
    {
        Kind.QUOTA: _("in each window"),
        Kind.REPORT: _("report"),
        Kind.ONCE: _("once"),
        Kind.CONTINUOUS: _("continuous"),
        Kind.REQUESTED: _("asked, not ordered"),
    }
)
"""What an occurrence is, in a few words."""

TONES: Mapping[Kind, Tone] = MappingProxyType(
    {
        Kind.QUOTA: "info",
        Kind.REPORT: "warning",
        Kind.ONCE: "success",
        Kind.CONTINUOUS: "neutral",
        Kind.REQUESTED: "neutral",
    }
)
"""The colour that goes with the word."""
