"""The form that asks for a ledger."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loa.organizations.models import Agency
from loa.ui.forms import DateField

__all__ = ["LedgerForm"]


class LedgerForm(forms.Form):
    """Of whom and for which days."""

    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none(), to_field_name="key")
    first_day = DateField(label=_("From"))
    last_day = DateField(label=_("To"))

    def __init__(self, agencies: Sequence[int], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # for the type
        field.queryset = Agency.objects.filter(pk__in=agencies).order_by("name")
        field.empty_label = None
