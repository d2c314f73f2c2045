"""Notices reach the desk at once and the mailbox once, in the language of whoever reads them."""

import pytest
from django.core import mail
from django.utils.translation import override
from pytest_django import DjangoCaptureOnCommitCallbacks
from tests.factories import PersonFactory

from loa.organizations.actions.notices import mark_read, notify
from loa.organizations.models import Notice
from loa.organizations.tasks import mail_notices

pytestmark = pytest.mark.django_db
VALUES = {"role": "officer", "agency": "Sở Công Thương & Du lịch", "since": "01/03/2026"}


def test_the_mail_goes_out_once_and_only_after_the_deed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    reader = PersonFactory(language="en")
    with django_capture_on_commit_callbacks(execute=True):
        (notice,) = notify([reader, reader], "organizations.post-given", VALUES, "/organizations/me/")
        assert mail.outbox == []
    mail_notices([notice.pk])
    (sent,) = mail.outbox
    assert sent.subject == "[Loa] You are officer at Sở Công Thương & Du lịch from 01/03/2026."
    assert sent.to == [reader.email]
    assert "/organizations/me/" in sent.body


def test_the_sentence_is_in_the_language_of_the_reader() -> None:
    (notice,) = notify([PersonFactory()], "organizations.post-given", VALUES)
    with override("en"):
        assert notice.sentence == "You are officer at Sở Công Thương & Du lịch from 01/03/2026."
    with override("vi"):
        assert notice.sentence.startswith("Bạn được giao")


def test_nobody_is_mailed_against_their_wish_and_nobody_asleep_is_told(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    quiet, asleep = PersonFactory(mail_notices=False), PersonFactory(is_active=False)
    with django_capture_on_commit_callbacks(execute=True):
        told = notify([quiet, asleep], "organizations.post-given", VALUES)
    assert [notice.person for notice in told] == [quiet]
    assert mail.outbox == []


def test_a_notice_without_words_still_says_something() -> None:
    (notice,) = notify([PersonFactory()], "nobody.wrote-this", {})
    assert notice.sentence


def test_only_the_own_notices_are_marked_read() -> None:
    reader, other = PersonFactory(), PersonFactory()
    notify([reader, other], "organizations.post-given", VALUES)
    assert mark_read(reader) == 1
    assert mark_read(reader) == 0
    assert list(Notice.objects.filter(read_at=None)) == list(other.notices.all())
