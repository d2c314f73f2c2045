"""With what the round visits addresses that take something: objects of the demonstration."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import cache

from django.core.files.base import ContentFile
from django.utils import timezone

from loa.audit.models import Entry
from loa.monitoring.actions.feeds import make
from loa.monitoring.actions.ledger import ask_for_ledger, write_asked
from loa.monitoring.actions.watching import Wish, add_watch
from loa.monitoring.actions.webhooks import Wanted, make_webhook, send_test
from loa.monitoring.enums import WatchKind, WebhookEvent
from loa.monitoring.models import Delivery, Evidence, EvidenceFile, Feed, LedgerExport, NearCopy, Occurrence, Watch
from loa.organizations.actions.tokens import make_token
from loa.organizations.enums import Role
from loa.organizations.models import AccessToken, Agency, Delegation, Notice, Person, Post, Succession
from loa.organizations.policy import agencies_where
from loa.organizations.scopes import Scope
from loa.plans.enums import PartyRole
from loa.plans.models import Consultation, Exemption, Obligation, Plan
from loa.plans.policy import DEEDS as RIGHTS
from loa.plans.views.deed_table import DEEDS
from loa.project.demo.examples_evidence import JUDGING
from loa.project.demo.examples_urging import URGING
from loa.project.demo.people import account
from loa.schedule.window import ONE_DAY

__all__ = ["EXAMPLES"]

Given = list[tuple[object, ...]]

_TABS = (
    *("document", "outline", "obligations", "changes", "calendar"),
    *("sub-plans", "coverage", "exemptions", "consultation", "history"),
)


_OF_A_PERSON = ("person", "change-person", "give-post", "lock-out", "let-in", "send-link")
_OF_A_WATCH = ("watch", "change-watch", "read-watch", "pause-watch", "resume-watch", "remove-watch")
_OF_A_WEBHOOK = ("webhook", "webhook-test", "webhook-secret", "webhook-remove")
_OF_A_CHANGE = ("change", "undo-change")

_OF_EVIDENCE = ("evidence-recorded", "correct-evidence", "withdraw-evidence")


@cache
def _plans() -> tuple[Plan, ...]:
    """One plan in each state there is, the oldest of each."""
    by_state = {plan.state: plan for plan in Plan.objects.order_by("-pk")}
    return tuple(by_state.values())


def _plan_keys() -> Given:
    return [(plan.key,) for plan in _plans()]


def _main_plan() -> Plan:
    return Plan.objects.binding().filter(superior=None).order_by("-period_from")[0]


def _reviewed() -> Plan:
    """The plan that waits for its review."""
    return Plan.objects.exclude(source=None).filter(state="draft").order_by("-pk")[0]


def _sub_plan() -> Plan:
    return Plan.objects.binding().exclude(superior=None).order_by("pk")[0]


def _deeds() -> Given:
    """Each deed, asked of a plan that is in the state for it."""
    return [(_first(RIGHTS[name].states).key, name) for name in DEEDS]


def _first(states: Collection[str]) -> Plan:
    return Plan.objects.filter(state__in=states).order_by("pk").first() or _main_plan()


def _duty() -> Obligation:
    return _main_plan().obligations.order_by("position")[1]


def _under_review() -> Given:
    return [(_reviewed().key, _reviewed().obligations.order_by("position")[0].key)]


def _agency() -> Agency:
    return Agency.objects.get(external_key="p-20/home-affairs")


def _officer() -> Person:
    return Person.objects.get(email="officer@demo.loa.example")


@cache
def _feed() -> tuple[Feed, str]:
    return make(by=_officer(), on=timezone.localdate())


@cache
def _delivery() -> Delivery:
    """A test that waits to be posted, so that there is a webhook with something in its list."""
    administrator, today = Person.objects.get(email=account(Role.ADMINISTRATOR)), timezone.localdate()
    agency = Agency.objects.get(pk=next(iter(agencies_where(administrator, "webhooks.change", on=today))))
    wanted = Wanted("https://portal.loa.example/hooks/loa", [WebhookEvent.EVIDENCE_RECORDED.value])
    webhook, _secret = make_webhook(agency, wanted, by=administrator, on=today)
    return send_test(webhook, by=administrator, on=today)


@cache
def _watch() -> Watch:
    wish = Wish(
        url="https://so-noi-vu.loa.example/rss", kind=WatchKind.FEED, channel="agency-site", since=date(2026, 1, 1)
    )
    return Watch.objects.first() or add_watch(_agency(), wish, by=_officer(), on=timezone.localdate())


@cache
def _near_copy() -> NearCopy:
    earlier, later = Evidence.objects.order_by("happened_on", "pk")[:2]
    return NearCopy.objects.first() or NearCopy.objects.create(evidence=later, other=earlier, likeness=80)


@cache
def _evidence_file() -> EvidenceFile:
    row = EvidenceFile(
        evidence=Evidence.objects.latest("pk"), name="a.txt", media_type="text/plain", size=1, sha256="0"
    )
    if not EvidenceFile.objects.exists():
        row.file.save("a.txt", ContentFile(b"a"))
    return EvidenceFile.objects.latest("pk")


@cache
def _ledger() -> LedgerExport:
    today, by = timezone.localdate(), Person.objects.get(email=account(Role.COORDINATOR))
    agency = Agency.objects.get(pk=next(iter(agencies_where(by, "ledger.export", on=today))))
    return write_asked(ask_for_ledger(agency, today.replace(day=1), today, by=by, on=today), on=today)


@cache
def _token() -> AccessToken:
    today = timezone.localdate()
    return make_token(by=_officer(), name="demo", scopes=[Scope.READ_PLANS], expires_on=today + ONE_DAY, on=today)[0]


EXAMPLES: Mapping[str, Callable[[], Given]] = {
    "workspace:pk": lambda: [(one.pk,) for one in Notice.objects.all()[:1]],
    "plans:key": _plan_keys,
    "plans:tab": lambda: [(plan.key, tab) for plan in (_main_plan(), _sub_plan()) for tab in _TABS],
    "plans:deed": _deeds,
    "plans:export": lambda: [(_main_plan().key, kind) for kind in ("csv", "xlsx", "json", "xml")],
    "plans:obligation": lambda: [(_duty().key,)],
    "plans:exempt": lambda: [(_duty().key,)],
    "plans:answer": lambda: [(one.plan.key, one.pk) for one in Consultation.objects.all()[:1]],
    "plans:revoke": lambda: [(one.pk,) for one in Exemption.objects.all()[:1]],
    "plans:key,role": lambda: [(_reviewed().key, role.value) for role in PartyRole],
    "plans:key,obligation": _under_review,
    "organizations:import-template": lambda: [
        (kind, form) for kind in ("agencies", "people") for form in ("csv", "xlsx")
    ],
    "organizations:key": lambda: [(_agency().key,)],
    "organizations:revoke-token": lambda: [(_token().pk,)],
    **{f"organizations:{name}": lambda: [(_officer().key,)] for name in _OF_A_PERSON},
    **{f"organizations:{name}": lambda: [(Succession.objects.latest("pk").key,)] for name in _OF_A_CHANGE},
    "organizations:end-post": lambda: [(one.pk,) for one in _officer().posts.all()],
    "organizations:hand-on": lambda: [(one.pk,) for one in Post.objects.filter(person__email=account(Role.LEADER))],
    "organizations:revoke-delegation": lambda: [(one.pk,) for one in Delegation.objects.all()[:1]],
    "monitoring:plan": lambda: [(_main_plan().key,)],
    "monitoring:agency": lambda: [(_agency().key,)],
    "monitoring:standing-agency": lambda: [(_agency().key,)],
    "monitoring:occurrence": lambda: [(one.pk,) for one in Occurrence.objects.order_by("-owed_on")[:1]],
    "monitoring:revoke-feed": lambda: [(_feed()[0].key,)],
    "monitoring:webhook-again": lambda: [(_delivery().key,)],
    **{f"monitoring:{name}": lambda: [(_delivery().webhook.key,)] for name in _OF_A_WEBHOOK},
    **{f"monitoring:{name}": lambda: [(_watch().key,)] for name in _OF_A_WATCH},
    **{f"monitoring:{name}": lambda: [(_near_copy().pk,)] for name in ("near-copy", "decide-near-copy")},
    "monitoring:evidence-file": lambda: [(_evidence_file().key,)],
    "monitoring:ledger-file": lambda: [(_ledger().key,)],
    "monitoring:import-evidence-template": lambda: [(form,) for form in ("csv", "xlsx")],
    **{f"monitoring:{name}": lambda: [(one.key,) for one in Evidence.objects.all()[:1]] for name in _OF_EVIDENCE},
    "monitoring:feed": lambda: [(_feed()[1],)],
    "monitoring:changes-feed": lambda: [(_feed()[1],)],
    **JUDGING,
    **URGING,
    "audit:number": lambda: [(Entry.objects.latest("number").number,)],
}
"""Under the name of an address, or the room with what is taken: what to visit it with."""
