"""What the page of tables of evidence asks."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loa.organizations.actions.importing_sheets import LARGEST_FILE, MOST_ROWS
from loa.organizations.models import Agency

__all__ = ["TableForm"]


class TableForm(forms.Form):
    """A table, and the agency of rows that name none."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=gettext_lazy("Agency"), to_field_name="key", empty_label=None
    )
    file = forms.FileField(
        label=gettext_lazy("File with the table"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, agencies: list[Agency], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies])  # type: ignore[attr-defined]  # of a ModelChoiceField
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
