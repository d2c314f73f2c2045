"""Two people who decide one dispute at the same moment, over HTTP."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bench.worlds.clients import Answer, Caller, Kept
from bench.worlds.wholeness import Checked

__all__ = ["decided_at_once"]


def decided_at_once(callers: Mapping[str, Caller], kept: Sequence[Kept], wanted: int) -> Checked:
    """Opens disputes about what does not count and has the coordinator and the leader decide each at once."""
    rounds: Counter[str] = Counter()
    wrong: list[str] = []
    for key in _opened(callers, kept, wanted):
        answers = _at_once(callers, key)
        statuses = sorted(one.status for one in answers)
        rounds[" and ".join(map(str, statuses))] += 1
        ended = callers["officer"].ask("GET", f"disputes/{key}").body
        won = [one.body["state"] for one in answers if one.status == 200]
        if statuses != [200, 409] or won != [ended["state"]]:
            wrong.append(f"{key}: {statuses}, ended as {ended['state']}")
    if not rounds:
        wrong.append("no dispute could be opened")
    told = ", ".join(f"{count} times {statuses}" for statuses, count in rounds.items())
    return Checked("disputes decided by two at once", told, wrong)


def _opened(callers: Mapping[str, Caller], kept: Sequence[Kept], wanted: int) -> list[str]:
    """Keys of new disputes about matches that the reviewer rejects first."""
    keys: list[str] = []
    for row in kept:
        if len(keys) == wanted:
            break
        full = callers["officer"].ask("GET", f"evidence/{row.key}").body
        if full["state"] != "recorded" or not full["matches"] or full["matches"][0]["decided"]:
            continue
        match = full["matches"][0]["id"]
        callers["reviewer"].ask("POST", f"matches/{match}/reject", {"because": "Lạc đề."})
        answer = callers["officer"].ask("POST", f"matches/{match}/disputes", {"text": "Đúng chủ đề."})
        if answer.status == 201:
            keys.append(answer.body["key"])
            row.worths = set()
    return keys


def _at_once(callers: Mapping[str, Caller], key: str) -> list[Answer]:
    start = Barrier(2)

    def deciding(role: str, *, upheld: bool) -> Callable[[], Answer]:
        def decide() -> Answer:
            start.wait()
            return callers[role].ask("POST", f"disputes/{key}/decide", {"upheld": upheld, "because": "Đã xem."})

        return decide

    with ThreadPoolExecutor(2) as pool:
        both = [
            pool.submit(deciding("coordinator", upheld=True)),
            pool.submit(deciding("leader", upheld=False)),
        ]
        return [one.result() for one in both]
