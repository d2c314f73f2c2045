"""A change of the organisation as somebody wants it, before it is made."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal

from loa.organizations.enums import AgencyKind, SuccessionKind, Tier
from loa.organizations.models import Agency

__all__ = ["Change", "Details", "NewAgency", "Share", "equal_parts"]

_STEP = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Details:
    """What an agency is called, and its code, territory, tier and kind."""

    name: str
    tier: Tier
    kind: AgencyKind
    short_name: str = ""
    abbreviation: str = ""
    code: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class NewAgency(Details):
    """A successor that does not exist yet. Equal values mean one agency: two shares may lead to it."""

    superior: Agency | None = field(default=None)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Share:
    """What goes from a predecessor to a successor; None: nobody follows."""

    predecessor: Agency
    successor: Agency | NewAgency | None
    weight: Decimal = Decimal(1)
    takes_obligations: bool = True
    takes_history: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """A merger, split, renaming, abolition or change of tier; `effective_on` is the first day of the new order.

    `lasting` are predecessors that go on after giving a part away. With `carries_subordinates`, whoever stood under an
    ending predecessor stands under its main successor (that of the greatest weight); with `carries_posts`, its people
    keep their posts there.
    """

    kind: SuccessionKind
    effective_on: date
    shares: tuple[Share, ...]
    basis: str = ""
    lasting: frozenset[int] = frozenset()
    carries_subordinates: bool = True
    carries_posts: bool = True

    @property
    def predecessors(self) -> tuple[Agency, ...]:
        """Each once, in the order of the shares."""
        return tuple({share.predecessor.pk: share.predecessor for share in self.shares}.values())

    @property
    def ending(self) -> tuple[Agency, ...]:
        """The predecessors that end the day before."""
        return tuple(agency for agency in self.predecessors if agency.pk not in self.lasting)

    @property
    def successors(self) -> tuple[Agency | NewAgency, ...]:
        """Each once, in the order of the shares."""
        return tuple(dict.fromkeys(share.successor for share in self.shares if share.successor is not None))

    @property
    def new(self) -> tuple[NewAgency, ...]:
        """The successors that begin with the change."""
        return tuple(one for one in self.successors if isinstance(one, NewAgency))

    def heir(self, predecessor: Agency) -> Agency | NewAgency | None:
        """The successor of the greatest weight; of several as great the first."""
        shares = [one for one in self.shares if one.predecessor.pk == predecessor.pk and one.successor is not None]
        return max(shares, key=lambda share: share.weight).successor if shares else None


def equal_parts(number: int) -> tuple[Decimal, ...]:
    """One, parted into equal weights; the first takes what rounding leaves over."""
    part = (Decimal(1) / number).quantize(_STEP, ROUND_DOWN)
    return (1 - part * (number - 1), *([part] * (number - 1)))


def total(weights: Iterable[Decimal]) -> Decimal:
    """The weights added up."""
    return sum(weights, Decimal(0))
