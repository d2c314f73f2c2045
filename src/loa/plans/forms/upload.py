"""A document to be read, and whose plan it is."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from loa.organizations.models import Agency
from loa.plans.models import Plan

__all__ = ["FileForm", "UploadForm"]

_ACCEPTED = ".docx,.doc,.odt,.rtf,.pdf,.txt,.html,.htm,.png,.jpg,.jpeg,.tif,.tiff"
"""What the chooser of the browser shows first. It refuses nothing: the content alone counts."""


class FileForm(forms.Form):
    """Another file for a plan that is there."""

    file = forms.FileField(
        label=_("Document"),
        allow_empty_file=True,  # an empty file is refused with a sentence that says what to do
        help_text=_("DOCX, DOC, ODT, RTF, PDF, a scan, HTML or plain text. The content counts, not the name."),
        widget=forms.ClearableFileInput(attrs={"accept": _ACCEPTED}),
    )


class UploadForm(FileForm):
    """A new plan from a document."""

    issuer = forms.ModelChoiceField(Agency.objects.none(), label=_("Whose plan it is"), empty_label=None)
    superior = forms.ModelChoiceField(
        Plan.objects.none(),
        label=_("Superior plan"),
        required=False,
        empty_label=_("none, or not known yet"),
        help_text=_("The plan of a superior agency that this one carries out. It can be named later as well."),
    )
    field_order = ("file", "issuer", "superior")

    def offer(self, issuers: QuerySet[Agency], superiors: QuerySet[Plan]) -> "UploadForm":
        """Offers the agencies the person writes plans for, and the plans these can stand under."""
        _choices(self, "issuer").queryset = issuers
        if len(issuers[:2]) > 1:  # a wrong guess would lay the plan in the wrong agency
            _choices(self, "issuer").empty_label = _("choose the agency")
        _choices(self, "superior").queryset = superiors
        return self


def _choices(form: forms.Form, name: str) -> "forms.ModelChoiceField[Any]":
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # for the type
    return field
