"""The rule of evidence of an obligation, in words."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loa.monitoring.channels import channel_words
from loa.monitoring.enums import EvidenceKind, ReformArea
from loa.monitoring.models import Occurrence
from loa.monitoring.queries.owing import takings_of
from loa.monitoring.rules import Demand, Gate
from loa.plans.models import Obligation

__all__ = ["gate_words"]


def gate_words(root: Obligation) -> list[str]:
    """What counts for an obligation, one sentence each; set by people or following from its words. One query.

    An obligation that counts several things has windows of several sorts; what any of them takes is said.
    """
    demands = list(dict.fromkeys(taking.demand for taking in takings_of(Occurrence.objects.filter(obligation=root))))
    if not demands:
        return [_("The plan sets no window for this obligation: no evidence is laid against it.")]
    return [_kinds(demands), _channels(demands), *_quality(demands[0].gate)]


def _kinds(demands: Iterable[Demand]) -> str:
    taken = frozenset().union(*(demand.kinds for demand in demands))
    if not taken:
        return _("No kind of evidence follows from the words of the plan: nothing counts by itself.")
    return _("Kinds: %(kinds)s.") % {"kinds": _listed(kind.label for kind in EvidenceKind if kind in taken)}


def _channels(demands: Iterable[Demand]) -> str:
    if any(not demand.channels for demand in demands):
        return _("Channels: any.")
    wanted = frozenset().union(*(demand.channels for demand in demands))
    return _("Channels: %(channels)s.") % {"channels": _listed(channel_words(code) for code in sorted(wanted))}


def _quality(gate: Gate) -> Iterator[str]:
    if gate.areas:
        yield _("Reform areas: %(areas)s.") % {"areas": _listed(one.label for one in ReformArea if one in gate.areas)}
    if gate.minimum_words:
        yield ngettext("At least %(count)d word.", "At least %(count)d words.", gate.minimum_words) % {
            "count": gate.minimum_words
        }
    if gate.own_work:
        yield _("Own work only; reprints are held.")
    if gate.with_photo:
        yield _("Only with a photo.")
    yield _("Only with a link or a file.") if gate.with_proof else _("Also without a link or a file.")
    if gate.exclusive:
        yield _("What counts here counts for no other quota of the plan.")
    if gate.below:
        yield _("What units inside the agency do counts for the agency.")


def _listed(words: Iterable[object]) -> str:
    return "; ".join(str(word) for word in words)
