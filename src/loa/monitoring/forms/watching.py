"""What people enter about watched sites and about texts that resemble each other."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from loa.monitoring.actions.watching import Wish
from loa.monitoring.channels import channel_choices
from loa.monitoring.enums import NearCopyState, SightingVerdict, WatchKind
from loa.monitoring.models import Watch
from loa.monitoring.queries.near_copies import WantedCopies
from loa.monitoring.queries.watches import WantedWatches
from loa.organizations.models import Agency
from loa.ui.forms import DateField

__all__ = ["CopyForm", "NearCopyFilter", "SightingFilter", "WatchFilter", "WatchForm"]

_ANY = ("", _("any"))
_MOST_SECTIONS = 20
_OWN_SITE = "agency-site"


def _channels() -> list[tuple[str, Any]]:
    return [(code, words) for code, words in channel_choices() if code]


class WatchForm(forms.Form):
    """A site to be watched. `found` and `kind` say what was found at which address, so that it is looked for once."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Whose site it is"), empty_label=None)
    url = forms.URLField(
        label=_("Address of the site"),
        max_length=1000,
        assume_scheme="https",
        help_text=_("The first page is enough: Loa looks for the feed or sitemap itself."),
    )
    channel = forms.ChoiceField(label=_("What is published there counts as"), choices=_channels, initial=_OWN_SITE)
    since = DateField(label=_("Take what was published from this day on"))
    sections = forms.CharField(
        label=_("Parts of the site"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One beginning of an address a line, such as /cai-cach-hanh-chinh. Empty: the whole site."),
    )
    reform_only = forms.BooleanField(label=_("Only what speaks of administrative reform"), required=False, initial=True)
    found = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *WatchKind.choices], widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agencies: QuerySet[Agency] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if agencies is None:
            del self.fields["agency"]
            return
        field = self.fields["agency"]
        field.queryset = agencies  # type: ignore[attr-defined]  # a ModelChoiceField
        if len(agencies[:2]) > 1:
            field.empty_label = _("choose the agency")  # type: ignore[attr-defined]  # the same

    @staticmethod
    def about(watch: Watch) -> dict[str, Any]:
        """What the form shows of a site that is watched."""
        return {
            "url": watch.url, "found": watch.url, "kind": watch.kind, "channel": watch.channel, "since": watch.since,
            "sections": "\n".join(watch.sections), "reform_only": watch.reform_only, "revision": watch.revision,
        }  # fmt: skip

    def clean_since(self) -> date:
        """Nothing before the turn of the century is on a site with a day."""
        day: date = self.cleaned_data["since"]
        if day.year < 2000:
            raise ValidationError(_t("Choose a day of this century."))
        return day

    def clean_sections(self) -> list[str]:
        """Beginnings of paths, also where whole addresses were pasted."""
        lines = [line.strip() for line in self.cleaned_data["sections"].splitlines() if line.strip()]
        if len(lines) > _MOST_SECTIONS:
            raise ValidationError(_t("Twenty parts at most. Name a larger part, or leave it empty."))
        try:
            return [_path(line) for line in lines]
        except ValueError as problem:
            raise ValidationError(_t("One of the lines is no part of an address.")) from problem

    def wish(self) -> Wish:
        """What is asked for; of a kind that is known when the address was found to be one before."""
        given = self.cleaned_data
        kind = given["kind"] if given["found"] == given["url"] and given["kind"] else WatchKind.FEED
        return Wish(
            url=given["url"], kind=WatchKind(kind), channel=given["channel"], since=given["since"],
            sections=given["sections"], reform_only=given["reform_only"],
        )  # fmt: skip

    @property
    def is_found(self) -> bool:
        """Whether a feed or sitemap was found at this very address."""
        given = self.cleaned_data
        return bool(given["kind"]) and given["found"] == given["url"]


def _path(line: str) -> str:
    path = urlsplit(line).path if "://" in line else line
    return path if path.startswith("/") else f"/{path}"


class WatchFilter(forms.Form):
    """What narrows the list of watched sites."""

    q = forms.CharField(label=_("Site or agency"), required=False, max_length=200, widget=forms.SearchInput)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            _ANY, ("read", _("is read")), ("failing", _("with a problem")), ("new", _("not read yet")),
            ("paused", _("paused")),
        ],
    )  # fmt: skip

    def wanted(self) -> WantedWatches:
        """What is asked for; a filter that cannot be understood narrows nothing."""
        self.is_valid()
        return WantedWatches(self.cleaned_data.get("q", ""), self.cleaned_data.get("state", ""))


class SightingFilter(forms.Form):
    """What narrows the list of pages met on a site."""

    q = forms.CharField(label=_("Title or address"), required=False, max_length=200, widget=forms.SearchInput)
    verdict = forms.ChoiceField(
        label=_("What became of the page"),
        required=False,
        choices=[
            _ANY, ("waiting", _("waits to be looked at")), *SightingVerdict.choices,
            ("problem", _("could not be read")),
        ],
    )  # fmt: skip

    def wanted(self) -> dict[str, str]:
        """What is asked for, as `sightings_found` takes it."""
        self.is_valid()
        return {"text": self.cleaned_data.get("q", ""), "verdict": self.cleaned_data.get("verdict", "")}


class NearCopyFilter(forms.Form):
    """What narrows the list of near copies."""

    q = forms.CharField(label=_("Title or place"), required=False, max_length=200, widget=forms.SearchInput)
    state = forms.ChoiceField(label=_("Decision"), required=False, choices=[_ANY, *NearCopyState.choices])
    within = forms.ChoiceField(
        label=_("Within"),
        required=False,
        choices=[_ANY, ("one", _("one agency")), ("several", _("two agencies"))],
    )
    likeness = forms.ChoiceField(
        label=_("Likeness from"), required=False, choices=[_ANY, *((str(one), f"{one} %") for one in (80, 90, 95, 100))]
    )

    def wanted(self) -> WantedCopies:
        """What is asked for; a filter that cannot be understood narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return WantedCopies(
            text=given.get("q", ""), state=given.get("state", ""), within=given.get("within", ""),
            likeness=int(given["likeness"]) if given.get("likeness") else None,
        )  # fmt: skip


class CopyForm(forms.Form):
    """A decision about two texts, and what the page showed of it."""

    state = forms.ChoiceField(choices=[one for one in NearCopyState.choices if one[0] != NearCopyState.FLAGGED])
    seen_as = forms.ChoiceField(choices=NearCopyState.choices)
