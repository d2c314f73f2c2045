"""What counts as proof that a duty was met, in words, by what it counts, its kinds and its channels."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from loa.schedule import Wording

__all__ = ["what_counts_as_proof"]


@cache
def _book() -> Mapping[str, Mapping[str, Wording]]:
    raw = (resources.files("loa.monitoring") / "proof.toml").read_text("utf-8")
    return {
        sort: {code: Wording(entry["vi"], entry["en"]) for code, entry in entries.items()}
        for sort, entries in tomllib.loads(raw).items()
    }


def what_counts_as_proof(*, kinds: Iterable[str], channels: Iterable[str] = (), unit: str = "") -> list[Wording]:
    """What shows that a duty was met, the most telling first. Empty where nothing is known of such a duty.

    Where something is counted, that is what has to be shown: the kind of the duty adds nothing to it.
    """
    book = _book()
    found = (
        [book["unit"][unit]] if unit in book["unit"] else [book["kind"][kind] for kind in kinds if kind in book["kind"]]
    )
    found += [book["channel"][channel] for channel in channels if channel in book["channel"]]
    return list(dict.fromkeys(found))
