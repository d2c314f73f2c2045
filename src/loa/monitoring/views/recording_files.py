"""Files that came with an entry that could not be saved yet: kept for a while, so that nobody chooses them again."""

from collections.abc import Sequence

from django.core.cache import cache
from django.http import HttpRequest

from loa.monitoring.actions.attaching import Received, received
from loa.monitoring.forms.recording import RecordForm
from loa.organizations.models import Person

__all__ = ["forget", "given", "keep", "kept"]

_SECONDS = 2 * 60 * 60
_MOST = 40 * 1024 * 1024


def kept(person: Person, reference: str) -> list[Received]:
    """The files of an entry that came earlier, of this person alone."""
    return list(cache.get(_key(person, reference), ())) if reference else []


def keep(person: Person, reference: str, files: Sequence[Received]) -> None:
    """Keeps them for two hours; more than a cache should hold is not kept."""
    if reference and files and sum(len(one.data) for one in files) <= _MOST:
        cache.set(_key(person, reference), list(files), _SECONDS)
    else:
        forget(person, reference)


def forget(person: Person, reference: str) -> None:
    """Lets the files of an entry go."""
    cache.delete(_key(person, reference))


def given(request: HttpRequest, form: RecordForm, person: Person) -> list[Received]:
    """The files of an entry: those that came earlier and were not left out, and those that come now.

    Raises MonitoringError for a file that cannot be taken.
    """
    left_out = set(request.POST.getlist("drop"))
    earlier = kept(person, _reference(form))
    stay = [one for place, one in enumerate(earlier) if str(place) not in left_out]
    now = received([*form.cleaned_data.get("photos", ()), *form.cleaned_data.get("documents", ())])
    return list({one.sha256: one for one in (*stay, *now)}.values())


def _reference(form: RecordForm) -> str:
    return str(form.cleaned_data.get("reference") or "")


def _key(person: Person, reference: str) -> str:
    return f"monitoring.entry.{person.pk}.{reference}"
