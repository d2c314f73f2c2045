"""What is done for the room in the background."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from loa.organizations.models import Notice

__all__ = ["mail_notice"]


def mail_notice(notice_id: int) -> None:
    """Mails one notice once: not again when the queue hands the task out twice, nor to whoever has gone."""
    with transaction.atomic():
        notice = (
            Notice.objects.select_for_update().select_related("person").filter(pk=notice_id, mailed_at=None).first()
        )
        if notice is None or not (notice.person.is_active and notice.person.mail_notices):
            return
        notice.mailed_at = timezone.now()
        notice.save(update_fields=["mailed_at"])
        _send(notice)


def _send(notice: Notice) -> None:
    with override(notice.person.language):
        sentence = notice.sentence
        link = urljoin(settings.LOA.base_url, notice.link) if notice.link else ""
        where = {
            "sentence": sentence, "details": notice.values.get("details", ""), "link": link, "person": notice.person,
            "base_url": settings.LOA.base_url,
        }  # fmt: skip
        text = render_to_string("organizations/notice_mail.txt", where)
    send_mail(f"[Loa] {sentence[:120]}", text, None, [notice.person.email])
