"""Forms of webhooks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loa.monitoring.actions.webhooks import Wanted
from loa.monitoring.enums import DeliveryState, WebhookEvent
from loa.organizations.models import Agency

__all__ = ["DeliveryFilter", "NewWebhookForm", "WebhookForm"]

_EVENTS = [(value, label) for value, label in WebhookEvent.choices if value != WebhookEvent.TEST]


class WebhookForm(forms.Form):
    """Where to, and which events."""

    url = forms.CharField(
        label=_("Address"), max_length=1000, help_text=_("For example https://portal.example/hooks/loa"),
        widget=forms.URLInput,
    )  # fmt: skip
    events = forms.MultipleChoiceField(label=_("Tell it when"), choices=_EVENTS, widget=forms.CheckboxSelectMultiple)
    active = forms.BooleanField(label=_("Send now; without this, events are not even kept for it"), required=False)
    revision = forms.IntegerField(min_value=1, max_value=2**31, widget=forms.HiddenInput)

    def wanted(self) -> Wanted:
        """What was entered."""
        given = self.cleaned_data
        return Wanted(url=given["url"], events=given["events"], active=given.get("active", True))


class NewWebhookForm(WebhookForm):
    """The same for an agency that is chosen."""

    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none(), to_field_name="key")
    field_order = ("agency", "url", "events")

    def __init__(self, agencies: Sequence[int], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["active"], self.fields["revision"]
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # for the type
        field.queryset = Agency.objects.filter(pk__in=agencies).order_by("name")
        field.empty_label = None


class DeliveryFilter(forms.Form):
    """What narrows the list of what was sent."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("any")), *DeliveryState.choices])
    event = forms.ChoiceField(label=_("Event"), required=False, choices=[("", _("any")), *WebhookEvent.choices])
