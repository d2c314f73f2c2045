"""What is asked of who records a piece of evidence."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator
from django.utils.functional import Promise
from django.utils.text import Truncator, normalize_newlines
from django.utils.translation import gettext_lazy as _

from loa.monitoring.channels import channel_choices
from loa.monitoring.enums import EvidenceKind, ReformArea
from loa.monitoring.queries.duties import Duty
from loa.organizations.models import Agency
from loa.ui.forms import DateField

__all__ = ["LANGUAGES", "MOST_FILES", "ContentForm", "CorrectForm", "RecordForm", "WithdrawForm"]

MOST_FILES = 20
_MOST = 10_000_000
"""More people than any district has; whoever types more has slipped."""

LANGUAGES: tuple[tuple[str, str | Promise], ...] = (
    ("vi", _("Vietnamese")), ("en", _("English")), ("tyz", _("Tày")), ("nut", _("Nùng")), ("hmn", _("Hmong")),
    ("tai", _("Thái")), ("km", _("Khmer")), ("cjm", _("Cham")), ("other", _("another language")),
)  # fmt: skip
"""Languages in which authorities speak to people; the code of the standard where there is one."""

_OWN_WORK = (("", _("not said")), ("yes", _("own work")), ("no", _("taken over from elsewhere")))


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; nothing chosen gives an empty list."""

    def __init__(self, *, accept: str = "", capture: str = "", **options: Any) -> None:
        attrs = {name: value for name, value in (("accept", accept), ("capture", capture)) if value}
        super().__init__(widget=_SeveralFiles(attrs={**attrs, "multiple": True}), required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[bytes]"]:
        """Each file by the rules of one."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]


def _number(label: Any, **options: Any) -> forms.IntegerField:
    field = forms.IntegerField(label=label, required=False, min_value=1, **options)
    field.validators.append(MaxValueValidator(_MOST))
    field.widget.attrs["inputmode"] = "numeric"
    return field


class ContentForm(forms.Form):
    """What can be said of a thing that happened, and corrected later."""

    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_("Of the article, the video or the post. Title, day and area are then filled in for you."),
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
    )
    title = forms.CharField(
        label=_("Title, or what was done"), max_length=500, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=EvidenceKind.choices, initial=EvidenceKind.ARTICLE)
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=channel_choices)
    happened_on = DateField(label=_("Day"))
    items = forms.IntegerField(
        label=_("How many"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Of this kind on this day."),
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    minutes = _number(_("Minutes"), help_text=_("Of all broadcasts together."))
    attendances = _number(_("Attendances"), help_text=_("People who came or took part."))
    copies = _number(_("Copies"), help_text=_("Printed and handed out."))
    areas = forms.MultipleChoiceField(
        label=_("Reform areas"), required=False, choices=ReformArea.choices, widget=forms.CheckboxSelectMultiple
    )
    own_work = forms.ChoiceField(label=_("Who wrote it"), required=False, choices=_OWN_WORK)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=LANGUAGES, initial="vi")
    place = forms.CharField(label=_("Place"), required=False, max_length=300)
    note = forms.CharField(label=_("Note"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    words = forms.IntegerField(required=False, min_value=0, max_value=_MOST, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_happened_on(self) -> date:
        """What is still to come is no evidence."""
        day: date = self.cleaned_data["happened_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come. Record it once it has happened."))
        return day

    def clean_note(self) -> str:
        note: str = normalize_newlines(self.cleaned_data["note"])
        return note

    def told(self) -> dict[str, Any]:
        """The values in the form of the model."""
        given = self.cleaned_data
        return {
            "kind": EvidenceKind(given["kind"]),
            "happened_on": given["happened_on"],
            "title": given["title"],
            "channel": given["channel"],
            "areas": [ReformArea(area).value for area in given["areas"]],
            "items": given["items"] or 1,
            **{name: given[name] for name in ("minutes", "attendances", "copies", "words")},
            "place": given["place"],
            "link": given["link"],
            "language": given["language"] or "vi",
            "note": given["note"],
            "own_work": {"yes": True, "no": False}.get(given["own_work"]),
        }


class RecordForm(ContentForm):
    """A new piece of evidence. `reference` is the key under which the browser knows it, so that it comes in once;
    `pictured` whether the page of its link has a photo.
    """

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Agency"), to_field_name="key", empty_label=_("choose the agency")
    )
    photos = FilesField(
        label=_("Photos"),
        accept="image/*",
        capture="environment",
        help_text=_("A phone opens its camera, once for each."),
    )
    documents = FilesField(
        label=_("Files at hand"), help_text=_("Photos of the album, scans, lists, recordings; several at once.")
    )
    duty = forms.ChoiceField(
        label=_("For which duty"),
        required=False,
        help_text=_("Leave it to Loa, or choose the window that a report is about."),
    )
    pictured = forms.BooleanField(widget=forms.HiddenInput, required=False)
    reference = forms.UUIDField(widget=forms.HiddenInput, required=False)
    placement_of = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, agencies: list[Agency], duties: Iterable[Duty] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.duties = {str(duty.occurrence.pk): duty for duty in duties}
        self.fields["duty"].choices = [("", _("let Loa find out")), *map(_as_choice, self.duties.items())]  # type: ignore[attr-defined]  # a ChoiceField
        agency = self.fields["agency"]
        agency.queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies])  # type: ignore[attr-defined]  # of a ModelChoiceField
        if len(agencies) == 1:
            self.initial.setdefault("agency", agencies[0].key)
            agency.widget = forms.HiddenInput()
        self.initial.setdefault("happened_on", self.today)
        self.initial.setdefault("reference", uuid4())

    def clean(self) -> dict[str, Any]:
        """A duty is one of the agency that records."""
        given = super().clean() or self.cleaned_data
        duty = self.duties.get(given.get("duty") or "")
        if duty and given.get("agency") and duty.agency_id != given["agency"].pk:
            self.add_error("duty", _("This duty is one of another agency. Choose one of yours, or leave it to Loa."))
        if len(given.get("photos", ())) + len(given.get("documents", ())) > MOST_FILES:
            self.add_error("documents", _("These are too many files. Send the most telling ones."))
        return given

    def about(self) -> str:
        """The window meant, empty where Loa finds out."""
        duty = self.duties.get(self.cleaned_data.get("duty") or "")
        return duty.window_name if duty else ""


def _as_choice(pair: tuple[str, Duty]) -> tuple[str, str]:
    key, duty = pair
    what = duty.rule.topic or duty.rule.text
    return key, f"{duty.occurrence.name} – {Truncator(what).chars(90)}"


class CorrectForm(ContentForm):
    """What is put right about evidence that is there; `revision` is the one that was shown."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    """Why a piece of evidence is taken back."""

    because = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("It stays on record, with the reason, and counts no more.")
    )
