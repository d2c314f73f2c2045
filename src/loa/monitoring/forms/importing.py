"""What the page of tables of evidence asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from loa.organizations.forms.imports import TableUpload
from loa.organizations.models import Agency

__all__ = ["TableForm"]


class TableForm(TableUpload):
    """A table, and the agency of rows that name none."""

    field_order = ("agency", "file")

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=gettext_lazy("Agency"), to_field_name="key", empty_label=None
    )

    def __init__(self, *args: Any, agencies: list[Agency], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies])  # type: ignore[attr-defined]  # of a ModelChoiceField
