"""Mail goes out whatever is killed: before the queue hears of it, while the server takes it, while that is away."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone
from tests.factories import ObligationFactory, PlanFactory, agency, party, person

from loa.organizations import tasks
from loa.organizations.actions.notices import notify
from loa.organizations.actions.password_links import owe_links
from loa.organizations.enums import Role
from loa.organizations.models import Notice, OwedLink, Person
from loa.plans.actions.telling import tell_bound
from loa.plans.models import Telling
from loa.project.tasks import ask_again, tidy
from loa.project.work.draining import TaskFailed, drain
from loa.project.work.queue import asked

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
NOBODY = SMTPRecipientsRefused({"p@demo.loa.example": (550, b"no such user")})
LATER = SMTPRecipientsRefused({"p@demo.loa.example": (450, b"try later")})


@pytest.fixture(autouse=True)
def _queued(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks wait in the queue. What these tests commit is never committed, as if each were killed in that moment."""
    monkeypatch.setattr("django_q.tasks.Conf.SYNC", False)


def an_hour_later() -> None:
    ago = timezone.now() - timedelta(hours=1)
    Notice.objects.update(told_at=ago)
    OwedLink.objects.update(asked_at=ago)
    Telling.objects.update(asked_at=ago)


def swept() -> list[EmailMessage]:
    """What is mailed once the clock has come round often enough, and each message's own number."""
    an_hour_later()
    while ask_again():
        drain()
        an_hour_later()
    assert asked() == set()
    return mail.outbox


def refusing(monkeypatch: pytest.MonkeyPatch, problem: Exception, *, to: Person | None = None) -> Callable[[], None]:
    """A mail server that answers with a problem, to all or to one; gives how to mend it."""
    taking = EmailMessage.send

    def send(message: EmailMessage) -> int:
        if to is None or message.to == [to.email]:
            raise problem
        return taking(message)

    monkeypatch.setattr(EmailMessage, "send", send)
    return lambda: monkeypatch.setattr(EmailMessage, "send", taking)


def test_a_notice_whose_task_was_lost_is_mailed_once() -> None:
    reader, quiet = person(), person(mail_notices=False)
    notify([reader, quiet], "organizations.post-ended", {})
    assert asked() == set()
    assert [message.to for message in swept()] == [[reader.email]]


def test_those_a_plan_binds_are_told_once_though_nobody_was_asked_to() -> None:
    officer = person(Role.OFFICER, agency())
    plan = PlanFactory()
    party(ObligationFactory(plan=plan), agency=officer.posts.get().agency)
    tell_bound("issued", plan, on=TODAY)
    tell_bound("withdrawn", plan, on=TODAY, reason="gộp kế hoạch")
    swept()
    told = Notice.objects.filter(person=officer).values_list("code", flat=True)
    assert sorted(told) == ["plans.issued", "plans.withdrawn"]
    assert len(mail.outbox) == 2


def test_a_link_that_is_owed_is_mailed_once_and_never_kept() -> None:
    new = person()
    for _ in range(3):
        owe_links([new], new=True)
    owed = str(OwedLink.objects.values().get())
    (sent,) = swept()
    link = re.search(r"/password/reset/key/(\S+)/", str(sent.body))
    assert link is not None
    assert link[1] not in owed
    assert not OwedLink.objects.exists()


def test_who_is_locked_out_meanwhile_gets_no_link_and_the_row_goes() -> None:
    gone = person()
    owe_links([gone], new=False)
    Person.objects.update(is_active=False)
    assert swept() == []
    OwedLink.objects.update(asked_at=timezone.now() - timedelta(days=4))
    tidy()
    assert not OwedLink.objects.exists()


def test_killed_after_the_server_took_it_a_mail_bears_the_same_number(monkeypatch: pytest.MonkeyPatch) -> None:
    (notice,) = notify([person()], "organizations.post-ended", {})
    with monkeypatch.context() as killed:
        killed.setattr("loa.organizations.tasks.timezone.now", _killed)
        with pytest.raises(SystemExit):
            tasks.mail_notices([notice.pk])
    tasks.mail_notices([notice.pk])
    tasks.mail_notices([notice.pk])
    numbers = [message.message()["Message-ID"] for message in mail.outbox]
    assert len(numbers) == 2
    assert len(set(numbers)) == 1


def _killed() -> None:
    raise SystemExit


def test_while_the_server_is_away_the_mail_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    notify([person(), person()], "organizations.post-ended", {})
    an_hour_later()
    mend = refusing(monkeypatch, ConnectionRefusedError())
    assert ask_again() == 2
    with pytest.raises(TaskFailed):
        drain()
    assert not Notice.objects.exclude(mailed_at=None).exists()
    mend()
    tasks.mail_notices(list(Notice.objects.values_list("pk", flat=True)))
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("problem", [SMTPDataError(451, b"later"), LATER], ids=["mail", "address"])
def test_one_mail_that_is_not_taken_holds_up_no_other(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> None:
    told = notify([person(), person()], "organizations.post-ended", {})
    refusing(monkeypatch, problem, to=told[0].person)
    with pytest.raises(type(problem)):
        tasks.mail_notices([notice.pk for notice in told])
    assert [message.to for message in mail.outbox] == [[told[1].person.email]]
    assert list(Notice.objects.filter(mailed_at=None)) == [told[0]]


def test_an_address_that_does_not_exist_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    notify([person()], "organizations.post-ended", {})
    mend = refusing(monkeypatch, NOBODY)
    swept()
    mend()
    assert swept() == []
