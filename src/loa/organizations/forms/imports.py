"""What the pages of importing ask."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loa.organizations.actions.importing_sheets import LARGEST_FILE, MOST_ROWS
from loa.organizations.models import Agency

__all__ = ["PeopleUploadForm", "TableUpload", "UploadForm"]


class TableUpload(forms.Form):
    """A table that is uploaded, whatever its rows tell of."""

    file = forms.FileField(
        label=gettext_lazy("File with the table"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].help_text = _("XLSX or CSV (UTF-8), up to %(rows)s rows and %(size)s MB.") % {
            "rows": MOST_ROWS,
            "size": LARGEST_FILE // 1024 // 1024,
        }

    def clean_file(self) -> "UploadedFile[bytes]":
        """Looks at the size before anything is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Split it into several files.")
                % {"limit": LARGEST_FILE // 1024 // 1024}
            )
        return file


class UploadForm(TableUpload):
    """A table, and the agency that is in charge of all its rows."""

    field_order = ("at", "file")

    at = forms.ModelChoiceField(
        label=gettext_lazy("Agency in charge"),
        help_text=gettext_lazy("Every row must be about this agency or one under it."),
        queryset=Agency.objects.none(),
        empty_label=None,
        to_field_name="key",
    )

    def __init__(self, *args: Any, at: Collection[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["at"].queryset = Agency.objects.filter(pk__in=at)  # type: ignore[attr-defined]  # of a ModelChoiceField


class PeopleUploadForm(UploadForm):
    """The same for people."""

    welcome = forms.BooleanField(
        label=gettext_lazy("Mail new people a link to set their password"),
        help_text=gettext_lazy("Without it they can ask for one on the page of signing in."),
        required=False,
    )
