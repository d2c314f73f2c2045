"""What the organisation browser can be asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loa.organizations.enums import AgencyKind, Role, SuccessionKind, Tier
from loa.ui.forms import DateField

__all__ = ["AgencyFilter", "ChangeFilter", "DayForm", "PeopleFilter"]

_ANY = [("", _("any"))]


class AgencyFilter(forms.Form):
    """Words of a name, tier, kind, whether anybody works there; the day goes along unseen."""

    q = forms.CharField(label=_("Name, abbreviation or code"), required=False, max_length=100)
    tier = forms.ChoiceField(label=_("Tier"), required=False, choices=[*_ANY, *Tier.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*_ANY, *AgencyKind.choices])
    staff = forms.ChoiceField(label=_("People"), required=False, choices=[*_ANY, ("none", _("nobody yet"))])
    on = forms.CharField(required=False, widget=forms.HiddenInput)


class DayForm(forms.Form):
    """The day as of which a page shows things."""

    on = DateField(label=_("As of"), required=False, help_text="")


class PeopleFilter(forms.Form):
    """Words of a name or address, role, whether they may sign in."""

    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[*_ANY, ("none", _("no post")), *Role.choices])
    state = forms.ChoiceField(
        label=_("Sign-in"), required=False, choices=[*_ANY, ("in", _("may sign in")), ("out", _("locked out"))]
    )


class ChangeFilter(forms.Form):
    """Words of the name of an agency it is about, and what happened."""

    q = forms.CharField(label=_("Agency"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("What happened"), required=False, choices=[*_ANY, *SuccessionKind.choices])
