"""Codes, dates and numbers in words: in the Vietnamese of official documents, and in English."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Literal

from loa.reading.errors import Message
from loa.reading.model import Party, Quota

__all__ = [
    "Language",
    "cadence_text",
    "codes",
    "codes_text",
    "date_text",
    "date_time_text",
    "deadline_text",
    "field_name",
    "label",
    "message_text",
    "parties_text",
    "party_text",
    "percent_text",
    "quota_text",
    "value_text",
]

Language = Literal["vi", "en"]

_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_DAY_OF = re.compile(r"day (\d{1,2}) of (.+)")
_EVERY_YEAR = re.compile(r"(\d\d)-(\d\d) of every year")
_WORKING_DAYS = re.compile(r"(\d{1,2}) working days after (.+)")
_DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)")
_LIST_OF_FIELD = {
    **dict.fromkeys(("lead", "coordinate", "reports_to", "via"), "group"),
    "kind": "kind",
    "cadence": "cadence",
    "channels": "channel",
    "window": "window",
    "tier": "tier",
}
"""The closed list a field takes its codes from."""
_PERIOD_ENDS = {
    "the last month of the reporting period": "của tháng cuối kỳ báo cáo",
    "every month": "hằng tháng",
    "every quarter": "hằng quý",
}


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    raw = (resources.files("loa.writing") / "wording.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


def codes(closed_list: str) -> list[str]:
    """The codes of a closed list of the annotation guide: `kind`, `cadence`, `channel`, `group`, `tier`, …"""
    return list(_words()[closed_list])


def label(closed_list: str, code: str, language: Language = "vi") -> str:
    """The words for a code; a code that is in no list is shown as it is, so that nothing read is hidden."""
    entry = _words()[closed_list].get(code)
    return entry[language] if entry else code


def field_name(field: str, language: Language = "vi") -> str:
    """The name of a field; of a dotted path (`document.signer`) its last known part."""
    names = _words()["field"]
    known = [part for part in field.replace("[", ".").split(".") if part in names]
    return names[known[-1]][language] if known else field


def message_text(message: Message, language: Language = "vi") -> str:
    """The sentence in the language of the reader."""
    return message.vi if language == "vi" else message.en


def party_text(party: Party, language: Language = "vi") -> str:
    """The name of a body, or the words for a group; names of bodies are never translated."""
    return label("group", party.group, language) if party.group is not None else party.name or ""


def parties_text(parties: Iterable[Party], language: Language = "vi") -> str:
    """Bodies and groups in order, parted by semicolons because names hold commas."""
    return "; ".join(party_text(party, language) for party in parties)


def codes_text(closed_list: str, given: Iterable[str], language: Language = "vi") -> str:
    """The words for several codes, parted by semicolons."""
    return "; ".join(label(closed_list, code, language) for code in given)


def cadence_text(cadence: tuple[str, ...], language: Language = "vi") -> str:
    """`Hằng quý; 6 tháng một lần; Hằng năm`."""
    return codes_text("cadence", cadence, language)


def quota_text(quota: Quota, language: Language = "vi") -> str:
    """`ít nhất 05 tin, bài/tháng`: numbers below ten take a zero, as in official documents."""
    unit = label("unit", quota.unit, language)
    per = label("period", quota.per, language)
    if language == "vi":
        return f"ít nhất {quota.min:02d} {unit}/{per}"
    one, _, many = unit.partition("|")
    return f"at least {quota.min} {one if quota.min == 1 or not many else many} per {per}"


def date_text(iso: str | None, language: Language = "vi") -> str:
    """A date as far as it is known: `05/01/2023`, `tháng 02/2022`, `năm 2022`; other text as it is."""
    if not iso:
        return ""
    found = _DATE.fullmatch(iso)
    if not found:
        return iso
    year, month, day = found.groups()
    if language == "vi":
        return f"{day}/{month}/{year}" if day else f"tháng {month}/{year}" if month else f"năm {year}"
    parts = [str(int(day)) if day else "", _month(month), year]
    return " ".join(part for part in parts if part)


def date_time_text(iso: str | None, language: Language = "vi") -> str:
    """A moment in the time of Vietnam as it stands in a stamp: `09:21:39 ngày 05/01/2023`."""
    found = _DATE_TIME.match(iso or "")
    if not found:
        return iso or ""
    day, time = date_text(found[1], language), found[2]
    return f"{time} ngày {day}" if language == "vi" else f"{day}, {time}"


def deadline_text(deadline: str | None, language: Language = "vi") -> str:
    """A deadline of the guide's grammar in words; text outside the grammar as it is."""
    if not deadline:
        return ""
    if found := _QUARTER.fullmatch(deadline):
        return f"Quý {_ROMAN[found[2]]} năm {found[1]}" if language == "vi" else f"Quarter {found[2]} of {found[1]}"
    if _DATE.fullmatch(deadline):
        return date_text(deadline, language)
    if language == "en":
        return _deadline_in_english(deadline)
    return _deadline_in_vietnamese(deadline)


def value_text(field: str, value: str, language: Language = "vi") -> str:
    """The value of a mark, as it stands in the JSON, in words; names of bodies and free text as they are."""
    if field == "deadline":
        return deadline_text(value, language)
    return label(_LIST_OF_FIELD[field], value, language) if field in _LIST_OF_FIELD else value


def percent_text(share: float) -> str:
    """A share from 0 to 1 as a whole percentage, rounded down so that 100% means certain."""
    return f"{int(share * 100 + 1e-9)}%"


def _deadline_in_vietnamese(deadline: str) -> str:
    if (found := _DAY_OF.fullmatch(deadline)) and found[2] in _PERIOD_ENDS:
        return f"ngày {int(found[1]):02d} {_PERIOD_ENDS[found[2]]}"
    if found := _EVERY_YEAR.fullmatch(deadline):
        return f"ngày {found[2]}/{found[1]} hằng năm"
    if found := _WORKING_DAYS.fullmatch(deadline):
        return f"{int(found[1]):02d} ngày làm việc kể từ {found[2]}"
    return deadline


def _deadline_in_english(deadline: str) -> str:
    if found := _EVERY_YEAR.fullmatch(deadline):
        return f"{int(found[2])} {_month(found[1])} of every year"
    return deadline


def _month(number: str | None) -> str:
    if not number or not 1 <= int(number) <= len(_MONTHS):
        return number or ""
    return _MONTHS[int(number) - 1]
