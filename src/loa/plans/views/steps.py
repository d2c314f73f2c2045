"""The life of a plan as the stepper shows it, and what the person can do next."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from loa.organizations.models import Person
from loa.plans.enums import EDITABLE, ENDED, State
from loa.plans.models import Plan
from loa.plans.policy import open_deeds
from loa.plans.queries.completeness import Missing, missing_in
from loa.plans.views.asking import address
from loa.plans.views.deed_table import DEEDS
from loa.ui.parts import Link, Progress, Step

__all__ = ["Next", "life_of", "next_for"]

_WAY = (State.DRAFT, State.CONSULTING, State.SUBMITTED, State.SIGNED, State.ISSUED, State.IN_FORCE)
_CAME_SIGNED = (State.DRAFT, State.ISSUED, State.IN_FORCE)
_LEADING = ("sign", "issue", "put-in-force", "submit", "record")
"""Deeds that carry a plan on; the first that is open is the obvious one."""

_INSTEAD = {"sign": "return"}
"""The other answer to a decision; it stands beside the first, not among what is done seldom."""


def life_of(plan: Plan) -> list[Step]:
    """The states behind, here and ahead. One that came signed has no signing; one nobody was asked about skips that."""
    way = _way(plan)
    here = State(plan.state)
    if here in ENDED:
        gone = way if plan.was_in_force else way[: way.index(State.ISSUED) + 1]
        return [*(_step(plan, state, "done") for state in gone), _end(plan, here)]
    position = way.index(here)
    return [_step(plan, state, _progress(place, position)) for place, state in enumerate(way)]


def _way(plan: Plan) -> list[State]:
    way = [*(_CAME_SIGNED if plan.came_signed else _WAY)]
    if plan.state == State.AMENDED:
        way.append(State.AMENDED)
    if plan.state not in EDITABLE and State.CONSULTING in way and not plan.consultations.exists():
        way.remove(State.CONSULTING)
    return way


def _progress(place: int, position: int) -> Progress:
    if place == position:
        return "current"
    return "done" if place < position else "todo"


def _step(plan: Plan, state: State, progress: Progress) -> Step:
    days = {
        State.SIGNED: localdate(plan.signed_at) if plan.signed_at else None,
        State.ISSUED: plan.issued_on,
        State.IN_FORCE: plan.effective_from,
    }
    day = days.get(state) if progress != "todo" else None
    return Step(_title(state), progress, f"{day:%d/%m/%Y}" if day else "")


def _end(plan: Plan, state: State) -> Step:
    when = f"{plan.ended_on:%d/%m/%Y}" if plan.ended_on else ""
    return Step(_title(state), "failed" if state == State.WITHDRAWN else "current", when)


def _title(state: State) -> str:
    words = str(state.label)
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Next:
    """What the person can do with a plan: the one obvious deed, with what it does; the others; what is missing.

    `instead` is the other answer where a decision is asked for.
    """

    deed: Link | None
    hint: str
    others: tuple[Link, ...]
    missing: tuple[tuple[str, str], ...]
    instead: Link | None = None


def next_for(person: Person, plan: Plan, *, on: date) -> Next:
    """What lies before this person. Where something is missing, putting it right comes first."""
    deeds = open_deeds(person, plan, on=on)
    missing = missing_in(plan) if plan.is_editable and {"edit", "submit", "record"} & {*deeds} else []
    if missing:
        mend = Link(_("Put right what is missing"), _where(missing[0], plan))
        others = tuple(_link(name, plan) for name in deeds if name not in _LEADING)
        return Next(mend, "", others, tuple((one.sentence, _where(one, plan)) for one in missing))
    lead = _lead(deeds, plan)
    instead = _INSTEAD.get(lead, "")
    others = tuple(_link(name, plan) for name in deeds if name not in (lead, instead))
    if not lead:
        return Next(None, _waiting(plan), others, ())
    other_answer = _link(instead, plan) if instead in deeds else None
    return Next(_link(lead, plan), str(DEEDS[lead].text), others, (), other_answer)


def _lead(deeds: list[str], plan: Plan) -> str:
    """A document that was read with a number is most likely one that came issued."""
    order = ("record", *_LEADING) if plan.number and hasattr(plan, "source") else _LEADING
    return next((name for name in order if name in deeds), "")


def _link(name: str, plan: Plan) -> Link:
    match name:
        case "edit":
            return Link(_("Edit the head"), reverse("plans:edit", args=[plan.key]))
        case "amend":
            return Link(_("Amend"), reverse("plans:amend", args=[plan.key]))
        case _:
            return Link(str(DEEDS[name].label), reverse("plans:deed", args=[plan.key, name]))


def _where(missing: Missing, plan: Plan) -> str:
    """The page on which to put it right."""
    if missing.place == "head":
        return reverse("plans:edit", args=[plan.key])
    return address("plans:review", plan.key) or reverse("plans:tab", args=[plan.key, "obligations"])


def _waiting(plan: Plan) -> str:
    """Whose turn it is, for those who have nothing to do."""
    return {
        State.DRAFT: _("The coordinators of the issuer are writing this plan."),
        State.CONSULTING: _("Agencies are being asked for their opinion."),
        State.SUBMITTED: _("The plan waits for the leader of the issuer to sign it."),
        State.SIGNED: _("The plan waits for its number and day."),
        State.ISSUED: _("The plan is issued and waits to be put in force."),
    }.get(State(plan.state), "")
