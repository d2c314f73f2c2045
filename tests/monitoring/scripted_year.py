"""A year of a small province, played piece by piece, with answers worked out by hand.

The plan is either composed here, in the shapes of the annotated plan 004, or that plan itself (`test_seeds.bind`). What
happens and what has to come of it is the same for both: `play(year)` records it, `ANSWERS` says what it comes to, and
`answers(year)` asks Loa. Pages and API are asked for the same answers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from tests.factories import agency, person
from tests.monitoring.calendars import commune, district, duty, items, laid, plan_of

from loa.monitoring.actions.judging import reject_match
from loa.monitoring.actions.recording import record_evidence, withdraw_evidence
from loa.monitoring.enums import EvidenceKind, Source, Standing
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence
from loa.monitoring.queries.duties import Duty, duties
from loa.monitoring.queries.standing import Stood, standings_of
from loa.organizations.enums import AgencyKind, Role, Tier
from loa.organizations.models import Agency, Person
from loa.plans.models import Plan

__all__ = ["AFTER", "ANSWERS", "BEGUN", "LAST", "Answer", "Year", "answers", "composed_year", "play", "stood"]

BEGUN, LAST, AFTER = date(2023, 1, 5), date(2023, 12, 31), date(2024, 1, 1)
"""The day the plan comes into force, the last of its year, and the one after, on which the answers are asked."""
PORTAL = (
    "Sở Nội vụ", "Sở Thông tin và Truyền thông", "Sở Tư pháp", "Văn phòng Ủy ban nhân dân tỉnh",
    "Sở Kế hoạch và Đầu tư",
)  # fmt: skip
STATION = "Đài Phát thanh - Truyền hình tỉnh"
HEALTH, HOME, LAW = "Sở Y tế", "Sở Nội vụ", "Sở Tư pháp"
DISTRICT = "Ủy ban nhân dân huyện Một"


@dataclass
class Year:
    """The province and its plan. `agencies` by name; `boss` coordinates for the province."""

    top: Agency
    agencies: Mapping[str, Agency]
    plan: Plan
    boss: Person
    people: dict[str, Person] = field(default_factory=dict)

    def officer(self, name: str) -> Person:
        """Who records for an agency."""
        if name not in self.people:
            self.people[name] = person(Role.OFFICER, self.agencies[name])
        return self.people[name]


def composed_year() -> Year:
    """A plan composed for the tests, laid on a province made for it."""
    top = agency(
        "Ủy ban nhân dân tỉnh Bình Thuận", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.PROVINCE, place="Bình Thuận"
    )
    named = {name: agency(name, under=top) for name in (HEALTH, *PORTAL) if not name.startswith("Văn phòng")}
    named[PORTAL[3]] = agency(PORTAL[3], kind=AgencyKind.OFFICE, under=top)
    named[STATION] = agency(STATION, kind=AgencyKind.PRESS, under=top)
    for name in ("Một", "Hai"):
        made = district(f"Ủy ban nhân dân huyện {name}", top)
        named[made.name] = made
    commune("Ủy ban nhân dân xã Ba", named[DISTRICT])
    plan = plan_of(
        top, since=BEGUN, period_from=date(2023, 1, 1), period_to=LAST, title="Tuyên truyền cải cách hành chính 2023"
    )
    both = ("all-departments", "all-districts")
    once = {"cadences": ["once"], "quotas": []}
    duty(plan, *both, kinds=["make-plan", "fund"], deadline="2023-03-01", **once)
    duty(plan, *both, kinds=["publish"], channels=["agency-site"], quotas=items(5, "month"))
    duty(
        plan, "all-districts", kinds=["broadcast", "direct"], cadences=["weekly"], channels=["loudspeaker"],
        quotas=items(1, "week"),
    )  # fmt: skip
    duty(plan, named[HOME], kinds=["supply-info"], cadences=["weekly"], channels=["bulletin"], quotas=[])
    for name in PORTAL:
        duty(plan, named[name], kinds=["publish"], channels=["portal"], quotas=items(2, "month"))
    duty(
        plan, named[STATION], kinds=["column", "broadcast"], cadences=["weekly"], channels=["radio-tv"],
        quotas=items(1, "week", "broadcast"),
    )  # fmt: skip
    laid(plan, BEGUN)
    return Year(top, named, plan, person(Role.COORDINATOR, top))


# --------------------------------------------------------------------------------------------------------- what happens
#
# Items on the agency's own site, month by month from January to December; five are owed in each. A month is met (x) or
# missed (-). The traps below add pieces that count for nothing; without them the figures are these.

OWN_SITE = {
    HOME: ("5 6 5 5 5 5 5 5 5 5 5 5", "x x x x x x x x x x x x"),
    HEALTH: ("5 4 5 0 6 5 3 5 5 9 5 2", "x - x - x x - x x x x -"),
    DISTRICT: ("1 5 5 5 4 5 0 0 5 5 5 5", "- x x x - x - - x x x x"),
}
# Items on the portal; two are owed in each month by each of the five.
ON_PORTAL = {
    PORTAL[0]: ("2 2 2 2 2 2 2 2 2 2 2 2", "x x x x x x x x x x x x"),
    PORTAL[1]: ("2 3 2 1 2 2 0 2 2 2 2 4", "x x x - x x - x x x x x"),
    PORTAL[2]: ("0 0 0 0 0 0 0 0 0 0 0 0", "- - - - - - - - - - - -"),
    PORTAL[3]: ("2 2 1 2 2 2 2 2 2 2 1 2", "x x - x x x x x x x - x"),
    PORTAL[4]: ("4 0 4 0 4 0 4 0 4 0 4 0", "x - x - x - x - x - x -"),
}
# Sundays that end a week in which nothing was put out; in every other week from that of 8 January on there was one.
SILENT = {
    STATION: ("2023-01-22", "2023-01-29", "2023-07-02"),
    DISTRICT: ("2023-03-05", "2023-12-31"),
    HOME: ("2023-01-22", "2023-05-07"),
}
WEEKLY = {STATION: "radio", DISTRICT: "loudspeaker", HOME: "bulletin"}
# The plan of their own, by 1 March: in time, late, and never.
OWN_PLAN = {HOME: "2023-02-20", HEALTH: "2023-03-10", LAW: ""}


def play(year: Year) -> None:
    """Records the year as it happened, each piece by an officer of its agency."""
    for name, (figures, _) in OWN_SITE.items():
        _months(year, name, figures, "agency-site", skip={HEALTH: (7,)}.get(name, ()))
    for name, (figures, _) in ON_PORTAL.items():
        _months(year, name, figures, "portal")
    for name, shape in WEEKLY.items():
        _weeks(year, name, shape)
    for name, text in OWN_PLAN.items():
        if text:
            _record(year, name, EvidenceKind.PLAN, date.fromisoformat(text), title="Kế hoạch tuyên truyền năm 2023")
    _traps(year)


def _months(year: Year, name: str, figures: str, channel: str, skip: tuple[int, ...] = ()) -> None:
    for month, amount in enumerate(map(int, figures.split()), start=1):
        if amount and month not in skip:
            first = date(2023, month, 9)
            _record(year, name, EvidenceKind.ARTICLE, first, channel=channel)
            if amount > 1:
                _record(year, name, EvidenceKind.ARTICLE, _last(month), channel=channel, items=amount - 1)


def _last(month: int) -> date:
    return date(2023 + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _weeks(year: Year, name: str, shape: str) -> None:
    kind = EvidenceKind.BULLETIN if shape == "bulletin" else EvidenceKind.BROADCAST
    channel = {"radio": "radio-tv"}.get(shape, shape)
    for sunday in sundays():
        if sunday.isoformat() not in SILENT[name]:
            _record(year, name, kind, sunday - timedelta(days=1), channel=channel)


def sundays() -> Iterator[date]:
    """The Sundays of 2023 from that of the week in which the plan came into force."""
    day = date(2023, 1, 8)
    while day <= LAST:
        yield day
        day += timedelta(days=7)


def _traps(year: Year) -> None:
    """What must not count: a second placement, another channel, what was withdrawn or rejected, what nothing shows."""
    article = EvidenceKind.ARTICLE
    shown = Evidence.objects.get(agency=year.agencies[HEALTH], happened_on=date(2023, 2, 9))
    _record(year, HEALTH, article, date(2023, 2, 15), channel="agency-site", link=f"{shown.link}?utm_source=zalo#top")
    _record(year, HEALTH, article, date(2023, 4, 6), channel="social", items=6)
    july = [
        _record(year, HEALTH, article, date(2023, 7, day), channel="agency-site", link=f"https://sytvn.example/7/{day}")
        for day in (3, 4, 5, 6, 7)
    ]
    withdraw_evidence(july[0], because="Nhập nhầm ngày", by=year.officer(HEALTH), on=LAST)
    reject_match(
        july[1].matches.get(occurrence__kind="quota"), because="Không nói về cải cách hành chính", by=year.boss, on=LAST
    )
    _record(year, HEALTH, article, date(2023, 12, 20), channel="agency-site", items=3, link="")


def _record(year: Year, name: str, kind: EvidenceKind, day: date, *, link: str | None = None, **told: Any) -> Evidence:
    number = Evidence.objects.count()
    values: dict[str, Any] = {"title": f"Tin số {number}", "source": Source.PERSON, **told}
    values["link"] = f"https://vn.example/{number}" if link is None else link
    happening = Happening(agency=year.agencies[name], kind=kind, happened_on=day, **values)
    return record_evidence(happening, by=year.officer(name), on=max(day, BEGUN))


# ---------------------------------------------------------------------------------------------------------- the answers


class Answer(NamedTuple):
    """What one agency comes to in one window when the year is over, by the day it was due."""

    agency: str
    duty: str
    due_on: date
    counted: int
    required: int
    standing: Standing


def _answers() -> Iterator[Answer]:
    for shape, required, table in (("own-site", 5, OWN_SITE), ("portal", 2, ON_PORTAL)):
        for name, (figures, marks) in table.items():
            for month, (figure, mark) in enumerate(zip(figures.split(), marks.split(), strict=True), start=1):
                standing = Standing.MET if mark == "x" else Standing.MISSED
                yield Answer(name, shape, _last(month), int(figure), required, standing)
    for name, shape in WEEKLY.items():
        for sunday in sundays():
            silent = sunday.isoformat() in SILENT[name]
            standing = Standing.MISSED if silent else Standing.MET
            yield Answer(name, shape, sunday, 0 if silent else 1, 1, standing)
    march = date(2023, 3, 1)
    yield Answer(HOME, "own-plan", march, 1, 1, Standing.MET)
    yield Answer(HEALTH, "own-plan", march, 1, 1, Standing.LATE)
    yield Answer(LAW, "own-plan", march, 0, 1, Standing.MISSED)


ANSWERS = tuple(_answers())


def answers(year: Year, *, today: date = AFTER) -> Iterator[Answer]:
    """What Loa answers to the same questions, in the order of `ANSWERS`."""
    asked = {name: _by_shape(year.agencies[name], today) for name in {one.agency for one in ANSWERS}}
    for one in ANSWERS:
        found = asked[one.agency][one.duty, one.due_on]
        yield Answer(one.agency, one.duty, one.due_on, found.shown.counted, found.required, found.standing)


def stood(year: Year, name: str, shape: str, due_on: date, *, today: date = AFTER) -> Stood:
    """How one duty of an agency stands on a day."""
    return _by_shape(year.agencies[name], today)[shape, due_on]


def _by_shape(one: Agency, today: date) -> dict[tuple[str, date], Stood]:
    found = standings_of(duties(one, date(2023, 1, 1), LAST)[:], today=today)
    return {
        (shape_of(each.duty), each.duty.due_on): each
        for each in found
        if each.duty.due_on and each.duty.leads and shape_of(each.duty)
    }


_SHAPES = {
    "agency-site": "own-site", "portal": "portal", "radio-tv": "radio", "loudspeaker": "loudspeaker",
    "bulletin": "bulletin",
}  # fmt: skip


def shape_of(one: Duty) -> str:
    """Which of the duties of the year it is; empty for the others of the plan."""
    if one.rule.kinds[:1] == ["make-plan"]:
        return "own-plan"
    if one.rule.cadences not in (["monthly"], ["weekly"]) or not one.rule.channels:
        return ""
    return _SHAPES.get(one.rule.channels[0], "")
