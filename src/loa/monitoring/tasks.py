"""What is done in the background."""

from django.conf import settings
from django.utils import timezone

from loa.audit.acting import acting
from loa.monitoring.actions import copying, delivering, near_copies, reading_watches
from loa.monitoring.actions.importing import continue_import
from loa.monitoring.actions.laying import lay
from loa.monitoring.actions.ledger import forget_ledgers, write_asked
from loa.monitoring.actions.reminding import remind
from loa.monitoring.models import LedgerExport
from loa.monitoring.own_evidence import settle_plan
from loa.monitoring.queries.webhooks import waiting_webhooks
from loa.plans.models import Plan

__all__ = [
    "deliver",
    "deliver_all",
    "import_evidence",
    "lay_plan",
    "read_page",
    "read_pages",
    "read_watch",
    "read_watches",
    "remind_agencies",
    "write_ledger",
]


def lay_plan(plan_id: int) -> None:
    """Lays what was asked for of a plan, and what it proves. Can be run again, and by several workers at once."""
    with acting(request_id=f"lay-plan-{plan_id}"):
        plan = Plan.objects.select_related("issuer").get(pk=plan_id)
        lay(plan)
        settle_plan(plan, on=timezone.localdate())


def import_evidence(table_id: int) -> None:
    """Records what is left of a long table. Can be run again after it was cut off: no row comes in twice."""
    with acting(request_id=f"import-evidence-{table_id}"):
        continue_import(table_id, on=timezone.localdate())


def remind_agencies() -> None:
    """Reminds whom it is time to remind. Can be run again, and by several workers at once."""
    now = timezone.now()
    with acting(request_id=f"remind-{now:%Y%m%d%H%M}"):
        remind(now, hours=settings.LOA.office_hours())


def deliver(webhook_id: int) -> int:
    """Posts what is due to an address. Can be run again, and by several workers at once."""
    return delivering.deliver(webhook_id)


def deliver_all() -> int:
    """Posts whatever is due, also what nobody was asked for; forgets what was sent long ago."""
    now = timezone.now()
    delivering.forget_old(now)
    forget_ledgers()
    return sum(delivering.deliver(webhook) for webhook in waiting_webhooks(now))


def write_ledger(export_id: int) -> None:
    """Writes a ledger that was asked for. Can be run again."""
    export = LedgerExport.objects.select_related("agency", "asked_by").get(pk=export_id)
    with acting(request_id=f"ledger-{export_id}"):
        write_asked(export, on=timezone.localdate())


def read_page(evidence_id: int) -> None:
    """Looks at the page of one piece of evidence and compares its text. Can be run again, and by several at once."""
    with acting(request_id=f"page-{evidence_id}"):
        copying.look_at_page(evidence_id, patience=10.0)
        near_copies.compare_waiting(of=evidence_id, seconds=20.0)


def read_pages() -> int:
    """Looks at the pages whose time has come and compares the texts that wait: the net below `read_page`."""
    with acting(request_id=f"pages-{timezone.now():%Y%m%d%H%M}"):
        looked = copying.look_at_pages(seconds=80.0)
        return looked + near_copies.compare_waiting(seconds=30.0)


def read_watch(watch_id: int) -> int:
    """Reads one watched site. Can be run again, and by several workers at once."""
    with acting(request_id=f"watch-{watch_id}"):
        return reading_watches.read_watch(watch_id)


def read_watches() -> int:
    """Has every site read whose time has come. One that is not read, whatever happens, comes up again."""
    return reading_watches.have_due_read(timezone.now())
