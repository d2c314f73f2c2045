"""What narrows the list of the trail."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from loa.audit.queries import Wanted
from loa.audit.wording import verb_name
from loa.organizations.folding import folded
from loa.organizations.models import Person
from loa.organizations.queries.directory import called
from loa.project.trail.reach import Reach
from loa.ui.forms import DateField

__all__ = ["TrailFilter"]

_MOST = 500


class TrailFilter(forms.Form):
    """Filters of the trail. `subject` and `actor` come from links: everything about one thing, or by one person."""

    q = forms.CharField(label=_("Person or matter"), required=False, max_length=200, widget=forms.SearchInput)
    verb = forms.ChoiceField(label=_("What was done"), required=False)
    agency = forms.CharField(label=_("Agency"), required=False, max_length=200)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("To"), required=False)
    subject = forms.CharField(required=False, max_length=130, widget=forms.HiddenInput)
    actor = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)

    def offer(self, verbs: Sequence[str]) -> None:
        """Fills in the verbs that have rows, by their names."""
        named = sorted(((verb, verb_name(verb)) for verb in verbs), key=lambda pair: folded(pair[1]))
        self.fields["verb"].choices = [("", _("any")), *named]  # type: ignore[attr-defined]  # a choice field

    def wanted(self, reach: Reach) -> Wanted:
        """What is asked for within the reach; a filter that cannot be understood narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        kind, _dot, key = given.get("subject", "").rpartition(":")
        agencies, unplaced = reach.agencies, reach.unplaced
        if words := given.get("agency", ""):
            agencies, unplaced = frozenset(agencies).intersection(called(words)), False
        return Wanted(
            agencies=agencies,
            unplaced=unplaced,
            text=given.get("q", ""),
            people=_people(given.get("q", "")),
            verb=given.get("verb", ""),
            actor_id=given.get("actor"),
            subject_type=kind,
            subject_id=key,
            since=given.get("since"),
            until=given.get("until"),
        )


def _people(words: str) -> list[int]:
    """Those whose name or address has every one of the words, marks or not."""
    rows = Person.objects.order_by("pk")
    for word in folded(words).split():
        rows = rows.filter(searched__contains=word)
    return list(rows.values_list("pk", flat=True)[:_MOST]) if folded(words) else []
