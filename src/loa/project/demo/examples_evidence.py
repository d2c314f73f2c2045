"""With what the round visits the pages on which evidence is judged and disputed."""

from collections.abc import Callable, Mapping
from functools import cache

from loa.monitoring.enums import MatchState
from loa.monitoring.models import Dispute, Evidence, Match, Occurrence
from loa.organizations.enums import Role
from loa.organizations.models import Person
from loa.project.demo.people import account

__all__ = ["JUDGING"]

Given = list[tuple[object, ...]]

_OF_A_MATCH = ("reject-match", "accept-match")
_OF_A_DISPUTE = ("dispute", "speak-in-dispute", "decide-dispute", "withdraw-dispute")


@cache
def _match() -> Match:
    """Evidence that does not count, where there is any."""
    rows = Match.objects.select_related("agency", "obligation", "evidence")
    return rows.exclude(state=MatchState.COUNTED).order_by("-pk").first() or rows.latest("pk")


def _own_match() -> Match:
    """Of the agency of the sample officer, who may object; else any."""
    own = Match.objects.filter(agency__posts__person__email=account(Role.OFFICER))
    return own.exclude(state=MatchState.COUNTED).order_by("-pk").first() or own.order_by("-pk").first() or _match()


@cache
def _dispute() -> Dispute:
    opened = Dispute.objects.order_by("state", "pk").first()
    by = Person.objects.filter(posts__agency=_match().agency)[0]
    return opened or Dispute.objects.create(match=_match(), agency=_match().agency, opened_by=by)


def _behind() -> Given:
    window = Occurrence.objects.get(pk=_match().occurrence_id)
    return [(window.pk, _match().agency.key)]


JUDGING: Mapping[str, Callable[[], Given]] = {
    "monitoring:evidence-detail": lambda: [(Evidence.objects.latest("pk").key,)],
    "monitoring:rematch": lambda: [(_match().evidence.key,)],
    "monitoring:open-dispute": lambda: [(_own_match().pk,)],
    **{f"monitoring:{name}": lambda: [(_match().pk,)] for name in _OF_A_MATCH},
    **{f"monitoring:{name}": lambda: [(_dispute().key,)] for name in _OF_A_DISPUTE},
    "monitoring:behind": _behind,
    "monitoring:evidence-rule": lambda: [(_match().obligation.key,)],
}
"""Under the name of an address: what to visit it with."""
