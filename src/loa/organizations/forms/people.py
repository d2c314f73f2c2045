"""What is entered of people, posts and delegations."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loa.organizations.actions.people import Card, card_of
from loa.organizations.actions.posts import Handing, PostData
from loa.organizations.enums import Role
from loa.organizations.forms.finding import AgencyField
from loa.organizations.models import Person
from loa.ui.forms import DateField

__all__ = ["AddPersonForm", "CardForm", "DelegateForm", "EndPostForm", "MeForm", "PostForm"]

_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]


class CardForm(forms.Form):
    """What is known of a person. `seen_…` hold what the form showed first, to find changes made meanwhile."""

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), help_text=_("With this address the person signs in."))
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES, initial="vi")
    mail_notices = forms.BooleanField(label=_("Notices by e-mail too"), required=False, initial=True)
    seen = forms.JSONField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        """What the form shows first."""
        card = card_of(person)
        shown = {name: getattr(card, name) for name in _CARD}
        return {**shown, "seen": shown}

    def card(self) -> Card:
        """What was entered."""
        return Card(**{name: self.cleaned_data[name] for name in _CARD})

    def seen_card(self) -> Card | None:
        """What the form showed first, None where it does not say."""
        seen: Any = self.cleaned_data.get("seen")
        if not isinstance(seen, dict):
            return None
        shown: dict[str, Any] = {name: seen.get(name) for name in _CARD}
        return Card(**shown)


_CARD = ("email", "full_name", "phone", "language", "mail_notices")


class MeForm(CardForm):
    """The own card; the address is for the administrator to change."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].disabled = True
        self.fields["email"].help_text = _("Your address is changed by the administrator of your agency.")


class PostForm(forms.Form):
    """A post at an agency."""

    agency = AgencyField(label=_("Agency"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    title = forms.CharField(
        label=pgettext_lazy("of a post", "Title"),
        max_length=120,
        required=False,
        help_text=_("As people say it, for example Trưởng phòng."),
    )
    valid_from = DateField(label=_("From"))
    valid_to = DateField(label=_("To"), required=False, help_text=_("Empty: until further notice."))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].on = today  # type: ignore[attr-defined]  # an AgencyField

    def post(self) -> PostData:
        """What was entered."""
        given = self.cleaned_data
        return PostData(
            given["agency"], Role(given["role"]), given["valid_from"], given["valid_to"], given["title"].strip()
        )


class AddPersonForm(CardForm, PostForm):
    """A new person with the first post."""

    field_order = ("full_name", "email", "phone", "language", "mail_notices", "agency", "role", "title")


class EndPostForm(forms.Form):
    """Until when a post is held."""

    last = DateField(label=_("Last day"))


class DelegateForm(forms.Form):
    """To whom a post is handed, from when to when, and why."""

    to = forms.EmailField(label=_("To whom"), help_text=_("The e-mail address with which they sign in."))
    valid_from = DateField(label=_("From"))
    valid_to = DateField(label=_("To"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def clean_to(self) -> Person:
        """Raises ValidationError when nobody with the address may sign in."""
        found = Person.objects.filter(email__iexact=self.cleaned_data["to"], is_active=True).first()
        if found is None:
            raise ValidationError(_("Nobody with this address may sign in. Check it, or ask the administrator."))
        return found

    def handing(self) -> Handing:
        """What was entered."""
        given = self.cleaned_data
        return Handing(given["to"], given["valid_from"], given["valid_to"], given["reason"])
