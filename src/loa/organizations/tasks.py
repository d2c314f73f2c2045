"""What is done for the room in the background."""

from collections.abc import Sequence
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from loa.organizations.mailing import mail_each, message_id, send
from loa.organizations.models import Notice

__all__ = ["mail_notices"]


def mail_notices(notices: Sequence[int]) -> None:
    """Mails each notice once: not again when the queue hands the task out twice, nor to whoever has gone."""
    mail_each(notices, _mail)


def _mail(notice_id: int) -> None:
    unmailed = Notice.objects.filter(pk=notice_id, mailed_at=None)
    wished = unmailed.filter(person__is_active=True, person__mail_notices=True)
    notice = wished.select_related("person").first()
    if notice is not None:
        _send(notice)
        unmailed.update(mailed_at=timezone.now())


def _send(notice: Notice) -> None:
    with override(notice.person.language):
        sentence = notice.sentence
        link = urljoin(settings.LOA.base_url, notice.link) if notice.link else ""
        where = {
            "sentence": sentence, "details": notice.values.get("details", ""), "link": link, "person": notice.person,
            "base_url": settings.LOA.base_url,
        }  # fmt: skip
        text = render_to_string("organizations/notice_mail.txt", where)
    number = message_id("notice", notice.pk, notice.told_at)
    send(notice.person.email, f"[Loa] {sentence[:120]}", text, number=number)
