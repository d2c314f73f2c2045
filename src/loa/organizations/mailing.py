"""Mail that must go out: what is owed stands in a row written with the deed, and the queue only hurries.

The row is marked once the mail server has taken the mail. Who is killed between the two mails again, under the same
Message-ID, by which servers and mail programs know what came twice.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from smtplib import SMTPAuthenticationError, SMTPConnectError, SMTPRecipientsRefused, SMTPServerDisconnected
from socket import gaierror
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django_q.tasks import async_task

__all__ = ["ask_in_parts", "ask_once_committed", "mail_each", "message_id", "send"]

_PART = 20
"""How many one task mails: with a server that takes its time, still within the time a task has."""

_AWAY = (
    ConnectionError, TimeoutError, gaierror, SMTPAuthenticationError, SMTPConnectError, SMTPServerDisconnected,
)  # fmt: skip
"""What befalls every mail, and not this one."""

_REFUSED = 500
"""From this code on a server refuses for good (RFC 5321, 4.2.1)."""

_log = logging.getLogger("loa.work")


def ask_once_committed(task: str, keys: Sequence[int]) -> None:
    """Has the rows mailed by the task once the transaction that wrote them is committed. Should that be lost, the
    clock asks.
    """
    if keys:
        transaction.on_commit(partial(ask_in_parts, task, list(keys)))


@transaction.atomic
def ask_in_parts(task: str, keys: Sequence[int]) -> None:
    """Queues the task for the rows, some at a time."""
    for start in range(0, len(keys), _PART):
        async_task(task, keys[start : start + _PART])


def mail_each(keys: Sequence[int], mail: Callable[[int], None]) -> None:
    """Mails what is owed by each row. One that cannot be written holds up no other; at the end its problem is raised.

    Nothing is locked meanwhile: that one worker is at it is seen to by the lease of the task.
    """
    problems = []
    for key in keys:
        try:
            mail(key)
        except _AWAY:
            raise
        except Exception as problem:  # noqa: BLE001  # logged, and raised when the others are served
            _log.exception("Mail %s could not be sent.", key)
            problems.append(problem)
    if problems:
        raise problems[0]


def message_id(kind: str, key: int, at: datetime) -> str:
    """The same for one mail however often it is sent."""
    return f"<{kind}-{key}-{at:%Y%m%d%H%M%S%f}@{urlsplit(settings.LOA.base_url).hostname or 'localhost'}>"


def send(to: str, subject: str, text: str, *, number: str) -> None:
    """Hands a mail to the server. An address refused for good counts as served: asking again would not help."""
    try:
        EmailMessage(subject, text, None, [to], headers={"Message-ID": number}).send()
    except SMTPRecipientsRefused as refused:
        if any(code < _REFUSED for code, _words in refused.recipients.values()):
            raise
        _log.warning("Mail %s was refused: the server knows no such address.", number)
