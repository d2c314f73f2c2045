"""Whether mail leaves."""

import smtplib
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection

from loa.project.checkup.finding import Finding, bad, good
from loa.project.settings import LOA

__all__ = ["reached"]

_LONGEST = 10


def reached() -> Finding:
    """Connects to the mail server, or looks for the folder that stands for one."""
    names = ("Thư điện tử", "Mail")
    if not LOA.email_url:
        return good(*names, Path(settings.EMAIL_FILE_PATH))
    try:
        connection = get_connection(timeout=_LONGEST)
        connection.open()
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        told = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}: {error}"
        return bad(*names, told, "Kiểm tra LOA_EMAIL_URL và máy chủ thư.", "Check LOA_EMAIL_URL and the mail server.")
    return good(*names, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}")
