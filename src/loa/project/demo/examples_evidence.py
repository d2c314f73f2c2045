"""With what the round visits the pages on which evidence is judged and disputed."""

from collections.abc import Callable, Mapping
from functools import cache

from loa.monitoring.enums import MatchState
from loa.monitoring.models import Dispute, Evidence, Match, Occurrence
from loa.organizations.models import Person

__all__ = ["JUDGING"]

Given = list[tuple[object, ...]]

_OF_EVIDENCE = ("evidence-detail", "rematch")
_OF_A_MATCH = ("reject-match", "accept-match", "open-dispute")
_OF_A_DISPUTE = ("dispute", "speak-in-dispute", "decide-dispute", "withdraw-dispute")


@cache
def _match() -> Match:
    """Evidence that does not count, where there is any."""
    rows = Match.objects.select_related("agency", "obligation")
    return rows.exclude(state=MatchState.COUNTED).order_by("-pk").first() or rows.latest("pk")


@cache
def _dispute() -> Dispute:
    opened = Dispute.objects.order_by("state", "pk").first()
    by = Person.objects.filter(posts__agency=_match().agency)[0]
    return opened or Dispute.objects.create(match=_match(), agency=_match().agency, opened_by=by)


def _behind() -> Given:
    window = Occurrence.objects.get(pk=_match().occurrence_id)
    return [(window.pk, _match().agency.key)]


JUDGING: Mapping[str, Callable[[], Given]] = {
    **{f"monitoring:{name}": lambda: [(Evidence.objects.latest("pk").key,)] for name in _OF_EVIDENCE},
    **{f"monitoring:{name}": lambda: [(_match().pk,)] for name in _OF_A_MATCH},
    **{f"monitoring:{name}": lambda: [(_dispute().key,)] for name in _OF_A_DISPUTE},
    "monitoring:behind": _behind,
    "monitoring:evidence-rule": lambda: [(_match().obligation.key,)],
}
"""Under the name of an address: what to visit it with."""
