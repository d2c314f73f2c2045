"""What is entered of a change of the organisation, in two steps: who, then how much."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loa.organizations.changes import Change, NewAgency, Share, equal_parts
from loa.organizations.enums import AgencyKind, SuccessionKind, Tier
from loa.organizations.forms.finding import AgenciesField, AgencyField
from loa.organizations.models import Agency
from loa.schedule.window import ONE_DAY
from loa.ui.forms import DateField

__all__ = ["NewAgencyForm", "NewAgencyFormSet", "ShareOptions", "WhoForm"]

Successor = Agency | NewAgency


class WhoForm(forms.Form):
    """Kind, day, basis, and the agencies that exist already. Names are those of the day before the change."""

    kind = forms.ChoiceField(label=_("What happens"), choices=SuccessionKind.choices)
    effective_on = DateField(label=_("First day of the new order"))
    basis = forms.CharField(
        label=_("Legal basis"),
        max_length=300,
        required=False,
        help_text=_("The resolution or decision that orders it."),
    )
    predecessors = AgenciesField(
        label=_("Predecessors"), help_text=_("One name on each line, as it is before the day.")
    )
    existing = AgenciesField(
        label=_("Successors that exist already"), required=False, help_text=_("One name on each line.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        day = self._day()
        for name in ("predecessors", "existing"):
            self.fields[name].on = day - ONE_DAY  # type: ignore[attr-defined]  # an AgenciesField

    def _day(self) -> Any:
        try:
            given = DateField(required=False).clean(self.data.get(self.add_prefix("effective_on"), ""))
        except ValidationError:
            given = None
        return given or timezone.localdate() + ONE_DAY


class NewAgencyForm(forms.Form):
    """A successor that begins with the change; an empty name means none."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=120, required=False)
    abbreviation = forms.CharField(label=_("Abbreviation"), max_length=40, required=False)
    code = forms.CharField(label=_("Official code"), max_length=40, required=False)
    place = forms.CharField(label=_("Territory"), max_length=80, required=False)
    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices, initial=Tier.COMMUNE)
    kind = forms.ChoiceField(label=_("Kind"), choices=AgencyKind.choices)
    superior = AgencyField(label=_("Line superior"), required=False)

    def __init__(self, *args: Any, on: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["superior"].on = on  # type: ignore[attr-defined]  # an AgencyField

    def agency(self) -> NewAgency | None:
        """The successor, None where no name was entered."""
        given = self.cleaned_data
        if not given.get("name"):
            return None
        return NewAgency(
            name=given["name"], tier=Tier(given["tier"]), kind=AgencyKind(given["kind"]),
            short_name=given["short_name"], abbreviation=given["abbreviation"], code=given["code"],
            place=given["place"], superior=given["superior"],
        )  # fmt: skip


_MOST = 60
# One more than can be is made, to be refused; without a limit a thousand rows would be drawn for whoever asks.
NewAgencyFormSet = forms.formset_factory(
    NewAgencyForm, extra=0, max_num=_MOST, absolute_max=_MOST + 1, validate_max=True
)


class ShareOptions(forms.Form):
    """How much goes where, and what goes along. Its fields are made for the agencies of the first step."""

    carries_subordinates = forms.BooleanField(
        label=_("Those under a predecessor stand under its main successor"), required=False, initial=True
    )
    carries_posts = forms.BooleanField(
        label=_("People keep their posts, at the main successor"), required=False, initial=True
    )
    takes_obligations = forms.BooleanField(
        label=_("Successors take over open obligations"), required=False, initial=True
    )
    takes_history = forms.BooleanField(label=_("Successors take over history"), required=False, initial=True)

    def __init__(self, *args: Any, old: Sequence[Agency], new: Sequence[Successor], **options: Any) -> None:
        super().__init__(*args, **options)
        self._old, self._new = old, new
        for row, agency in enumerate(old):
            for column, part in enumerate(equal_parts(len(new)) if new else ()):
                self.fields[_weight(row, column)] = forms.DecimalField(
                    label=f"{agency} → {new[column]}", min_value=0, max_value=1, max_digits=7, decimal_places=6,
                    initial=part.normalize(), required=False,
                )  # fmt: skip
            self.fields[_lasting(row)] = forms.BooleanField(
                label=_now("“%s” goes on existing") % agency, required=False
            )

    def rows(self) -> Iterator[tuple[Agency, list[forms.BoundField], forms.BoundField]]:
        """For each predecessor the fields of its weights, and whether it goes on."""
        for row, agency in enumerate(self._old):
            weights = [self[_weight(row, column)] for column in range(len(self._new))]
            yield agency, weights, self[_lasting(row)]

    def options(self) -> list[forms.BoundField]:
        """The fields for all of it."""
        return [self[name] for name in self.base_fields]

    def change(self, who: WhoForm) -> Change:
        """The change that both steps describe."""
        given, first = self.cleaned_data, who.cleaned_data
        return Change(
            kind=SuccessionKind(first["kind"]),
            effective_on=first["effective_on"],
            basis=first["basis"],
            shares=tuple(self._shares()),
            lasting=frozenset(agency.pk for row, agency in enumerate(self._old) if given[_lasting(row)]),
            carries_subordinates=given["carries_subordinates"],
            carries_posts=given["carries_posts"],
        )

    def _shares(self) -> Iterator[Share]:
        given = self.cleaned_data
        takes = (given["takes_obligations"], given["takes_history"])
        for row, agency in enumerate(self._old):
            if not self._new:
                yield Share(agency, None, Decimal(1), *takes)
            for column, successor in enumerate(self._new):
                weight = given[_weight(row, column)] or Decimal(0)
                if weight:
                    yield Share(agency, successor, weight, *takes)


def _weight(row: int, column: int) -> str:
    return f"weight-{row}-{column}"


def _lasting(row: int) -> str:
    return f"lasting-{row}"
