"""What each address of the system is expected to do for each caller, in the words of `permissions.toml`.

One line for each name of the URL configuration; `test_ways.py` fails where one is missing or left over. What the verb
of a line allows is looked up in the book by a reading of its own (`allowed`), not by the policy under test.
"""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from tests.permissions.table_urging import URGING
from tests.permissions.world import ABOVE, OWN, Caller, World

__all__ = ["API", "ELSEWHERE", "WAYS", "Call", "Way", "allowed", "book"]


@cache
def book() -> dict[str, dict[str, list[str]]]:
    """The verbs of the book with the roles for each kinship, groups of roles spelt out."""
    raw = tomllib.loads((resources.files("loa.organizations") / "permissions.toml").read_text("utf-8"))
    groups = raw["roles"]
    return {
        verb: {kin: groups[roles] if isinstance(roles, str) else roles for kin, roles in entry.items()}
        for verb, entry in raw["verbs"].items()
    }


def allowed(verb: str, who: Caller, *, anywhere: bool = False) -> bool:
    """Whether the book gives the verb to somebody like this, about the agency in the middle or about any."""
    if who.role is None:
        return False
    entry = book()[verb]
    if anywhere:
        return any(who.role in roles for roles in entry.values())
    kin = {OWN: ["own", "any"], ABOVE: ["below", "any"]}.get(who.where, ["any"])
    return any(who.role in entry.get(one, ()) for one in kin)


@dataclass(frozen=True, slots=True)
class Way:
    """One address. Who lacks `sees` (and `or_sees`) gets 404, who lacks `needs` gets 403, who may gets none of the two.

    `anywhere`: the verb at any agency will do. `open`: also before signing in. `own`: about who asks, so that for
    others there is nothing (404).
    """

    name: str
    args: Callable[[World], Sequence[Any]] = lambda _here: ()
    needs: str = ""
    sees: str = ""
    or_sees: str = ""
    anywhere: bool = False
    open: bool = False
    own: bool = False
    post: bool = False

    def expected(self, who: Caller) -> int:
        """403 or 404, or 200 for whatever is neither."""
        if self.own or (self.sees and not any(allowed(verb, who) for verb in (self.sees, self.or_sees) if verb)):
            return 404
        return 403 if self.needs and not allowed(self.needs, who, anywhere=self.anywhere) else 200


def _draft(here: World) -> Sequence[Any]:
    return (here.draft.key,)


def _unread(here: World) -> Sequence[Any]:
    return (here.unread.key,)


def _issued(here: World) -> Sequence[Any]:
    return (here.issued.key,)


def _duty(here: World) -> Sequence[Any]:
    return (here.duty.key,)


def _reviewed(here: World) -> Sequence[Any]:
    return (here.draft.key, here.drafted.key)


def _mine(here: World) -> Sequence[Any]:
    return (here.mine.key,)


def _colleague(here: World) -> Sequence[Any]:
    return (here.colleague.key,)


def _evidence(here: World) -> Sequence[Any]:
    return (here.evidence.key,)


def _match(here: World) -> Sequence[Any]:
    return (here.match.pk,)


def _dispute(here: World) -> Sequence[Any]:
    return (here.dispute.key,)


def _watch(here: World) -> Sequence[Any]:
    return (here.watch.key,)


def _post(here: World) -> Sequence[Any]:
    return (here.post.pk,)


SEEN = "plans.see-draft"

WAYS: tuple[Way, ...] = (
    # The desk: everybody's own.
    Way("workspace:desk"),
    Way("workspace:search"),
    Way("workspace:notices"),
    Way("workspace:read-all", post=True),
    Way("workspace:notice", lambda here: (here.notice.pk,), own=True, post=True),
    # Plans.
    Way("plans:list"),
    Way("plans:new", needs="plans.write", anywhere=True),
    Way("plans:upload", needs="plans.write", anywhere=True),
    Way("plans:plan", _draft, sees=SEEN),
    Way("plans:tab", lambda here: (here.draft.key, "obligations"), sees=SEEN),
    Way("plans:export", lambda here: (here.draft.key, "xlsx"), sees=SEEN),
    Way("plans:obligation", lambda here: (here.drafted.key,), sees=SEEN),
    Way("plans:document", _draft, sees=SEEN),
    Way("plans:reading", _unread, sees=SEEN),
    Way("plans:read-again", _unread, sees=SEEN, needs="plans.write", post=True),
    Way("plans:replace-document", _unread, sees=SEEN, needs="plans.write", post=True),
    Way("plans:edit", _draft, sees=SEEN, needs="plans.write"),
    Way("plans:deed", lambda here: (here.draft.key, "submit"), sees=SEEN, needs="plans.submit"),
    Way("plans:copy", _issued, needs="plans.write", anywhere=True),
    Way("plans:draft-own", _issued, needs="plans.write", anywhere=True),
    Way("plans:amend", _issued, needs="plans.amend"),
    Way("plans:amend-more", _draft, sees=SEEN, needs="plans.amend"),
    Way("plans:answer", lambda here: (here.draft.key, here.consultation.pk), sees=SEEN, post=True),
    Way("plans:exempt", _duty, needs="plans.exempt"),
    Way("plans:revoke", lambda here: (here.exemption.pk,), needs="plans.exempt"),
    Way("plans:review", _draft, sees=SEEN, needs="plans.review"),
    Way("plans:review-names", _draft, sees=SEEN, needs="plans.review"),
    Way("plans:review-look-up", _draft, sees=SEEN, needs="plans.review", post=True),
    Way("plans:review-meaning", _draft, sees=SEEN, needs="plans.review", post=True),
    Way("plans:review-bodies", lambda here: (here.draft.key, "lead"), sees=SEEN, needs="plans.review"),
    Way("plans:review-add", _draft, sees=SEEN, needs="plans.review"),
    Way("plans:review-accept-undoubted", _draft, sees=SEEN, needs="plans.review", post=True),
    Way("plans:review-undo", _draft, sees=SEEN, needs="plans.review", post=True),
    Way("plans:review-merge", _draft, sees=SEEN, needs="plans.review", post=True),
    Way("plans:review-accept", _reviewed, sees=SEEN, needs="plans.review", post=True),
    Way("plans:review-reject", _reviewed, sees=SEEN, needs="plans.review", post=True),
    Way("plans:review-take-back", _reviewed, sees=SEEN, needs="plans.review", post=True),
    Way("plans:review-edit", _reviewed, sees=SEEN, needs="plans.review"),
    Way("plans:review-split", _reviewed, sees=SEEN, needs="plans.review"),
    # Organisations.
    Way("organizations:list", needs="agencies.see", anywhere=True),
    Way("organizations:suggest", needs="agencies.see", anywhere=True),
    Way("organizations:branch", _mine, needs="agencies.see"),
    Way("organizations:agency", _mine, needs="agencies.see"),
    Way("organizations:changes", needs="agencies.see", anywhere=True),
    Way("organizations:change", lambda here: (here.succession.key,), needs="agencies.see"),
    Way("organizations:found", needs="agencies.change", anywhere=True),
    Way("organizations:designate", _mine, needs="agencies.change"),
    Way("organizations:relate", _mine, needs="agencies.change"),
    Way("organizations:succession", needs="agencies.succeed", anywhere=True),
    Way("organizations:people", needs="people.change", anywhere=True),
    Way("organizations:add-person", needs="people.change", anywhere=True),
    Way("organizations:lock-out", _colleague, needs="people.change", post=True),
    Way("organizations:let-in", _colleague, needs="people.change", post=True),
    Way("organizations:send-link", _colleague, needs="people.change", post=True),
    Way("organizations:end-post", _post, needs="people.change"),
    Way("organizations:import-agencies", needs="agencies.change", anywhere=True),
    Way("organizations:import-people", needs="people.change", anywhere=True),
    Way("organizations:import-template", lambda _here: ("people", "csv"), needs="people.change", anywhere=True),
    Way("organizations:import-preview", lambda _here: ("people", "none"), needs="people.change", anywhere=True),
    Way("organizations:me"),
    Way("organizations:tokens"),
    Way("organizations:revoke-token", lambda here: (here.token.pk,), own=True, post=True),
    # The calendar.
    Way("monitoring:plan", _issued, needs="occurrences.see"),
    Way("monitoring:agency", _mine, needs="occurrences.see"),
    Way("monitoring:occurrence", lambda here: (here.occurrence.pk,), needs="occurrences.see"),
    Way("monitoring:feeds"),
    Way("monitoring:make-feed", needs="feeds.make", anywhere=True, post=True),
    Way("monitoring:revoke-feed", lambda here: (here.feed.key,), needs="feeds.revoke", post=True),
    # Evidence, judged and disputed.
    Way("monitoring:standing", needs="occurrences.see", anywhere=True),
    Way("monitoring:standing-grid", needs="occurrences.see", anywhere=True),
    Way("monitoring:standing-ranking", needs="occurrences.see", anywhere=True),
    Way("monitoring:standing-trend", needs="occurrences.see", anywhere=True),
    Way("monitoring:standing-overdue", needs="occurrences.see", anywhere=True),
    Way("monitoring:standing-list", needs="occurrences.see", anywhere=True),
    Way("monitoring:standing-agency", _mine, needs="occurrences.see"),
    Way("monitoring:comparison"),
    Way("monitoring:map"),
    Way("monitoring:evidence"),
    Way("monitoring:unmatched"),
    Way("monitoring:evidence-detail", _evidence, sees="evidence.see"),
    Way("monitoring:behind", lambda here: (here.occurrence.pk, here.mine.key), needs="evidence.see"),
    Way("monitoring:reject-match", _match, sees="evidence.see", needs="evidence.judge"),
    Way("monitoring:accept-match", _match, sees="evidence.see", needs="evidence.judge"),
    Way("monitoring:rematch", _evidence, sees="evidence.see", needs="evidence.judge"),
    Way("monitoring:open-dispute", _match, sees="evidence.see", needs="disputes.open"),
    Way("monitoring:evidence-rule", _duty, needs="evidence.rule", post=True),
    Way("monitoring:record-evidence", needs="evidence.record", anywhere=True),
    Way("monitoring:evidence-recorded", _evidence, sees="evidence.see", needs="evidence.record"),
    Way("monitoring:correct-evidence", _evidence, sees="evidence.see", needs="evidence.record"),
    Way("monitoring:withdraw-evidence", _evidence, sees="evidence.see", needs="evidence.withdraw"),
    Way("monitoring:import-evidence", needs="evidence.record", anywhere=True),
    Way("monitoring:import-evidence-template", lambda _here: ("csv",), needs="evidence.record", anywhere=True),
    Way("monitoring:offline-evidence", needs="evidence.record", anywhere=True),
    Way("monitoring:send-evidence", open=True),
    Way("monitoring:worker", open=True),
    Way("monitoring:manifest", open=True),
    Way("monitoring:disputes"),
    Way("monitoring:dispute", _dispute, sees="evidence.see"),
    Way("monitoring:speak-in-dispute", _dispute, sees="evidence.see", needs="disputes.speak", post=True),
    Way("monitoring:decide-dispute", _dispute, sees="evidence.see", needs="disputes.decide", post=True),
    Way("monitoring:withdraw-dispute", _dispute, sees="evidence.see", needs="disputes.open", post=True),
    # Watched sites, near copies, files.
    Way("monitoring:watches"),
    Way("monitoring:add-watch", needs="watches.change", anywhere=True),
    Way("monitoring:watch", _watch, sees="evidence.see", or_sees="watches.change"),
    *(
        Way(f"monitoring:{deed}-watch", _watch, "watches.change", "evidence.see", "watches.change", post=True)
        for deed in ("read", "pause", "resume", "remove")
    ),
    Way("monitoring:change-watch", _watch, sees="evidence.see", or_sees="watches.change", needs="watches.change"),
    Way("monitoring:near-copies", needs="evidence.judge", anywhere=True),
    Way("monitoring:near-copy", lambda here: (here.near_copy.pk,), needs="evidence.judge"),
    Way("monitoring:decide-near-copy", lambda here: (here.near_copy.pk,), needs="evidence.judge", post=True),
    Way("monitoring:evidence-file", lambda here: (here.evidence_file.key,), sees="evidence.see"),
    # Interfaces for programs.
    # Urging and inspection.
    *(Way(**told) for told in URGING),
    Way("monitoring:webhooks", needs="webhooks.change", anywhere=True),
    Way("monitoring:webhook", lambda here: (here.webhook.key,), needs="webhooks.change"),
    Way("monitoring:webhook-test", lambda here: (here.webhook.key,), needs="webhooks.change", post=True),
    Way("monitoring:webhook-secret", lambda here: (here.webhook.key,), needs="webhooks.change", post=True),
    Way("monitoring:webhook-again", lambda here: (here.delivery.key,), needs="webhooks.change", post=True),
    Way("monitoring:webhook-remove", lambda here: (here.webhook.key,), needs="webhooks.change", post=True),
    Way("monitoring:ledger", needs="ledger.export", anywhere=True),
    Way("monitoring:ledger-file", lambda here: (here.ledger.key,), needs="ledger.export"),
    Way("monitoring:ledger-key", open=True),
    # The trail.
    Way("audit:list", needs="audit.read", anywhere=True),
    Way("audit:verify", needs="audit.read", anywhere=True, post=True),
)

ELSEWHERE: dict[str, str] = {
    "audit:entry": "tests/audit/test_pages.py: 403 without the verb, 404 beyond its reach",
    "organizations:change-person": "tests/organizations/views: 403 without the verb, 404 for people of other agencies",
    "organizations:give-post": "as organizations:change-person",
    "organizations:person": "as organizations:change-person; who may not see people of the agency gets 404",
    "organizations:hand-on": "tests/organizations: the holder of a post may hand it on as well",
    "organizations:revoke-delegation": "as organizations:hand-on",
    "organizations:undo-change": "tests/organizations: needs the verb at every agency that took part",
    "monitoring:import-evidence-preview": "tests/monitoring/test_importing.py: who uploaded the table finds it alone",
    "monitoring:changes-feed": "tests/monitoring/test_changes_feed.py: whoever has the secret address",
    "monitoring:feed": "tests/monitoring/test_feeds.py: whoever has the secret address",
    "api:withdraw_dispute": "tests/monitoring/test_disputes.py: who opened it, and nobody else",
    "ready": "open: says that the server is up",
    "set_language": "open: the language of this device",
    "ui:styleguide": "tests/ui: only where details of errors are shown",
    "api-home": "open: leads to the description of the interface",
    "api:openapi-json": "open: the description of the interface",
    "api:api-root": "never called: the foot of the interface",
    "nothing here": "open: 404 for programs",
    **dict.fromkeys(
        (
            "account_change_password", "account_inactive", "account_login", "account_logout", "account_reauthenticate",
            "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
            "account_reset_password_from_key_done", "account_set_password", "mfa_activate_totp", "mfa_authenticate",
            "mfa_deactivate_totp", "mfa_download_recovery_codes", "mfa_generate_recovery_codes", "mfa_index",
            "mfa_reauthenticate", "mfa_view_recovery_codes", "openid_connect_callback", "openid_connect_login",
            "socialaccount_login_cancelled", "socialaccount_login_error",
        ),
        "tests/project/test_sign_in.py: signing in, and the account of who asks",
    ),
}  # fmt: skip
"""Names whose rule is no line of the book, with the test that holds it."""


@dataclass(frozen=True, slots=True)
class Call(Way):
    """An operation of the programming interface, by its name there."""

    method: str = "get"
    body: dict[str, Any] | None = None


_DAY = "2026-03-01"
_HEAD = {"title": "x", "period_from": "2026-01-01", "period_to": "2026-12-31"}
_BETWEEN = {"since": _DAY, "until": _DAY}
_HAPPENED = {"kind": "article", "happened_on": _DAY, "title": "x"}

API: tuple[Call, ...] = (
    Call("find_agencies", needs="agencies.see", anywhere=True),
    Call("get_agency", _mine, needs="agencies.see"),
    Call("get_tree", _mine, needs="agencies.see"),
    Call("get_successions", _mine, needs="agencies.see"),
    Call("find_plans"),
    Call("begin_plan", needs="plans.write", method="post", body=_HEAD),
    Call("upload_document", needs="plans.write", method="post"),
    Call("get_plan", _draft, sees=SEEN),
    Call("put_head", _draft, sees=SEEN, needs="plans.write", method="put", body={**_HEAD, "revision": 1}),
    Call("delete_plan", _draft, sees=SEEN, needs="plans.discard", method="delete"),
    Call("get_document", _draft, sees=SEEN),
    Call("get_reading", _draft, sees=SEEN),
    Call("get_obligations", _draft, sees=SEEN),
    Call("get_in_force", _draft, sees=SEEN),
    Call("get_versions", _draft, sees=SEEN),
    Call("add_obligation", _draft, sees=SEEN, needs="plans.review", method="post", body={"text": "x"}),
    Call(
        "put_obligation", lambda here: (here.drafted.key,), sees=SEEN, needs="plans.review", method="put",
        body={"text": "x", "revision": 1},
    ),
    Call(
        "accept_obligation", lambda here: (here.drafted.key,), sees=SEEN, needs="plans.review", method="post",
        body={"revision": 1},
    ),
    Call(
        "reject_obligation", lambda here: (here.drafted.key,), sees=SEEN, needs="plans.review", method="post",
        body={"revision": 1, "reason": "x"},
    ),
    Call("submit_plan", _draft, sees=SEEN, needs="plans.submit", method="post"),
    Call("return_plan", _draft, sees=SEEN, needs="plans.return", method="post", body={"reason": "x"}),
    Call("sign_plan", _draft, sees=SEEN, needs="plans.sign", method="post", body={"capacity": "x", "name": "x"}),
    Call(
        "issue_plan", _draft, sees=SEEN, needs="plans.issue", method="post",
        body={"number": "1/KH", "issued_on": _DAY},
    ),
    Call("put_plan_in_force", _issued, needs="plans.put-in-force", method="post", body={"effective_from": _DAY}),
    Call("withdraw_plan", _issued, needs="plans.withdraw", method="post", body={"last_day": _DAY, "reason": "x"}),
    Call("close_plan", _issued, needs="plans.close", method="post", body={"last_day": _DAY}),
    Call("get_duties", _mine, needs="occurrences.see", body=_BETWEEN),
    Call("get_continuous", _mine, needs="occurrences.see", body=_BETWEEN),
    Call("get_asked", _issued, needs="occurrences.see", body=_BETWEEN),
    Call("get_occurrence", lambda here: (here.occurrence.pk,), needs="occurrences.see"),
    Call("get_holders", lambda here: (here.occurrence.pk,), needs="occurrences.see"),
    Call("record_one", needs="evidence.record", method="post", body={**_HAPPENED}),
    Call("record_many", method="post", body={"items": [_HAPPENED]}),
    Call("find_evidence"),
    Call("get_unmatched", needs="evidence.see", body={}),
    Call("get_evidence", _evidence, sees="evidence.see"),
    Call("get_likely", _evidence, sees="evidence.see"),
    Call(
        "patch_evidence", _evidence, sees="evidence.see", needs="evidence.record", method="patch",
        body={"revision": 1},
    ),
    Call(
        "withdraw_one", _evidence, sees="evidence.see", needs="evidence.withdraw", method="post", body={"because": "x"}
    ),
    Call("add_files", _evidence, sees="evidence.see", needs="evidence.record", method="post"),
    Call("reject_one", _match, sees="evidence.see", needs="evidence.judge", method="post", body={"because": "x"}),
    Call("accept_one", _match, sees="evidence.see", needs="evidence.judge", method="post", body={"because": "x"}),
    Call("rematch_one", _evidence, sees="evidence.see", needs="evidence.judge", method="post", body={"because": "x"}),
    Call("get_standing", _mine, needs="occurrences.see", body=_BETWEEN),
    Call("get_plan_standing", _issued, needs="occurrences.see", body=_BETWEEN),
    Call("get_behind", lambda here: (here.occurrence.pk, here.mine.key), needs="evidence.see"),
    Call("find_disputes"),
    Call("open_one", _match, sees="evidence.see", needs="disputes.open", method="post", body={"text": "x"}),
    Call("get_dispute", _dispute, sees="evidence.see"),
    Call("speak_in_one", _dispute, sees="evidence.see", needs="disputes.speak", method="post", body={"text": "x"}),
    Call(
        "decide_one", _dispute, sees="evidence.see", needs="disputes.decide", method="post",
        body={"upheld": True, "because": "x"},
    ),
)  # fmt: skip
