"""Forms in the markup of the desk, and dates as Vietnam writes them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

DATE_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
DATETIME_FORMATS = ("%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
# A browser checks the pattern before it sends; ISO is let through for those who paste.
_DATE_PATTERN = r"\d{1,2}[\/.\-]\d{1,2}[\/.\-]\d{4}|\d{4}-\d{2}-\d{2}"


class Renderer(DjangoTemplates):
    """`{{ form }}` and `{{ field.as_field_group }}` in our markup: set `FORM_RENDERER = "loa.ui.forms.Renderer"`."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"


class DateInput(forms.DateInput):
    """A date typed as dd/mm/yyyy: native pickers show the order of the browser's language, not of Vietnam."""

    def __init__(self, attrs: dict[str, Any] | None = None, format: str = "%d/%m/%Y") -> None:
        usual = {"inputmode": "numeric", "pattern": _DATE_PATTERN, "autocomplete": "off", "size": 12, "data-date": ""}
        super().__init__(attrs={**usual, **(attrs or {})}, format=format)


class DateField(forms.DateField):
    """A date typed as dd/mm/yyyy or in ISO; its hint says so where the author gives none.

    Years that nobody means, 0001 or 9999, are slips of the finger, and a day further is none.
    """

    widget = DateInput

    def __init__(self, *, input_formats: Sequence[str] = DATE_FORMATS, **options: Any) -> None:
        options.setdefault("help_text", _("For example 25/03/2026"))
        super().__init__(input_formats=input_formats, **options)
        self.error_messages["invalid"] = _("Enter a date as day/month/year, for example 25/03/2026.")

    def to_python(self, value: Any) -> date | None:
        found: date | None = super().to_python(value)
        if found is not None and not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class DateTimeField(forms.DateTimeField):
    """A moment typed as dd/mm/yyyy hh:mm or in ISO."""

    def __init__(self, *, input_formats: Sequence[str] = DATETIME_FORMATS, **options: Any) -> None:
        options.setdefault("widget", forms.DateTimeInput(attrs={"autocomplete": "off"}, format="%d/%m/%Y %H:%M"))
        options.setdefault("help_text", _("For example 25/03/2026 14:30"))
        super().__init__(input_formats=input_formats, **options)
        self.error_messages["invalid"] = _("Enter a date and time, for example 25/03/2026 14:30.")


class TypedDates:
    """Mixed into a form before `Form` or `ModelForm`: every date field of a model is typed as dd/mm/yyyy."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = getattr(self, "fields", {})
        for field in fields.values():
            if type(field) is forms.DateField:
                _type_date(field)


def _type_date(field: forms.DateField) -> None:
    field.input_formats = DATE_FORMATS
    field.widget = DateInput(attrs=field.widget.attrs)
    field.widget.is_required = field.required
    field.help_text = field.help_text or _("For example 25/03/2026")
    field.error_messages["invalid"] = _("Enter a date as day/month/year, for example 25/03/2026.")
