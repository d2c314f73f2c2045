"""The year of the sample province up to today: the work, what went wrong with it, what was done about that.

Everything here is sample data; every screen of the demonstration says so.
"""

from datetime import date, timedelta

from loa.plans.models import Plan
from loa.project.demo.site import Published
from loa.project.demo.steps import Hands
from loa.project.demo.year import incidents, oversight
from loa.project.demo.year.happenings import Doer
from loa.project.demo.year.playing import Span, doers, play
from loa.project.work.draining import drain

__all__ = ["look_into", "work_through"]

_REMINDED = timedelta(days=47)
_INSPECTED, _COPYING, _MODEL = slice(2, 6), slice(6, 10), 12


def work_through(plan: Plan, province: Hands, today: date, *, since: date, sites: Published | None) -> None:
    """What agencies did for the plan from a day on, and how they were reminded."""
    oversight.quality_is_asked_for(plan, province, since)
    drain()
    reminded_since = max(since, today - _REMINDED)
    play(Span(plan, since, today), reminded_since=reminded_since, sites=sites)
    drain()


def look_into(plan: Plan, province: Hands, today: date) -> None:
    """What went wrong, and what was done about what is missing: what waits for people today."""
    communes = _communes()
    incidents.texts_are_copied(communes[_COPYING], today)
    incidents.strays_are_recorded(communes, today)
    incidents.evidence_is_judged(plan, communes, province, today)
    incidents.one_of_the_home_is_judged(plan, _home(), province, today)
    drain()
    incidents.copies_are_found(province, today)
    oversight.letters_go_out(province, today)
    oversight.agencies_explain(province, communes, today)
    oversight.agencies_are_inspected(province, communes[_INSPECTED], today)
    oversight.praise_is_proposed(province, today)
    oversight.a_model_is_shown(communes[_MODEL], province, today)
    oversight.a_model_waits(today)
    drain()


def _home() -> Doer:
    return next(doer for doer in doers().values() if doer.key == "p-20/home-affairs")


def _communes() -> list[Doer]:
    found = [doer for doer in doers().values() if doer.key.startswith("c-") and doer.key.endswith("-2025/pc")]
    return sorted(found, key=lambda doer: doer.key)
