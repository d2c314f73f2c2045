"""One duty in the many wordings of real plans: what each says of leads, partners, rhythm, dates, counts, channels.

`wordings.txt` holds a wording a line, after the kind of its issuer, and below it the fields that it states: lists are
joined by `+`, `-` is an empty field.
"""

from pathlib import Path

import pytest
from tests.reading import desk

from loa.reading.fields import Fields

LINES = (Path(__file__).parent / "wordings.txt").read_text("utf-8").splitlines()
ISSUERS = {
    "province": desk.PROVINCE,
    "district": desk.DISTRICT,
    "commune": desk.COMMUNE,
    "ward": desk.WARD,
    "department": desk.DEPARTMENT,
    "ministry": desk.MINISTRY,
}


def told(found: Fields) -> dict[str, set[str]]:
    """The fields as words: of several values the order is tested elsewhere."""
    return {
        "lead": set(desk.named(found.lead)),
        "coordinate": set(desk.named(found.coordinate)),
        "kind": set(found.kind[:1]),
        "cadence": set(found.cadence),
        "quotas": {f"{quota.min} {quota.unit}/{quota.per}" for quota in found.quotas},
        "deadline": {found.deadline} if found.deadline else set(),
        "channels": set(found.channels),
        "reports_to": set(desk.named(found.reports_to)),
        "via": set(desk.named([found.via])) if found.via else set(),
    }


def values(words: str) -> set[str]:
    return set() if words == "-" else set(words.split(" + "))


@pytest.mark.parametrize(("wording", "stated"), list(zip(LINES[::2], LINES[1::2], strict=True)))
def test_a_wording_states_its_fields(wording: str, stated: str) -> None:
    issuer, _, text = wording.partition(": ")
    expected = {
        name: values(words) for name, _, words in (pair.partition(" = ") for pair in stated.strip().split(" ; "))
    }
    tier = "department" if issuer == "department" else ""
    found = told(desk.fields(text, ISSUERS[issuer], tier=tier))
    assert {name: found[name] for name in expected} == expected
