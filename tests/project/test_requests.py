"""What holds for every request: language, content policy, limits, error pages, log."""

import logging
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils.translation import gettext, trans_real
from tests.factories import agency, person

from loa.organizations.enums import Role
from loa.organizations.policy import Forbidden
from loa.project import urls
from loa.project.sign_in_mail import password_link

pytestmark = pytest.mark.django_db


def _forbidden(request: HttpRequest) -> HttpResponse:
    raise Forbidden("plans.issue")


def _broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


def _told(request: HttpRequest) -> HttpResponse:
    return HttpResponse(gettext("January"), content_type="text/plain; charset=utf-8")


urlpatterns = [
    *urls.urlpatterns,
    path("t/forbidden", _forbidden),
    path("t/broken", _broken),
    path("t/month", _told),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture(autouse=True)
def own_addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


# ------------------------------------------------------------------------------------------------------------ language


def test_loa_is_vietnamese_whatever_the_browser_prefers(client: Client) -> None:
    answer = client.get("/t/month", headers={"accept-language": "en-GB,en"})
    assert answer.content.decode() == "Tháng 1"
    assert answer.headers["Content-Language"] == "vi"


def test_a_person_is_spoken_to_in_their_language_on_any_device(client: Client) -> None:
    client.force_login(person(language="en"))
    assert client.get("/t/month").content == b"January"


def test_choosing_a_language_is_kept_for_the_device_and_the_person(client: Client) -> None:
    somebody = person(language="vi")
    client.force_login(somebody)
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    somebody.refresh_from_db()
    assert somebody.language == "en"
    client.logout()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert client.get("/t/month").content == b"January"


def test_an_unknown_language_is_not_taken(client: Client) -> None:
    somebody = person(language="vi")
    client.force_login(somebody)
    client.post("/i18n/setlang/", {"language": "xx", "next": "/"})
    somebody.refresh_from_db()
    assert somebody.language == "vi"


# --------------------------------------------------------------------------------------------------------------- errors


def test_a_forbidden_verb_is_named_with_who_may_and_whom_to_ask(client: Client) -> None:
    home = agency()
    chief = person(Role.ADMINISTRATOR, home, full_name="Trần Thị Quản Trị")
    client.force_login(person(Role.OFFICER, home))
    answer = client.get("/t/forbidden")
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "Ban hành kế hoạch" in text
    assert chief.email in text


def test_a_missing_page_is_told_in_vietnamese(client: Client) -> None:
    answer = client.get("/khong-co")
    assert answer.status_code == 404
    assert 'lang="vi"' in answer.content.decode()


def test_a_fault_shows_a_number_and_no_detail(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.raise_request_exception = False
    answer = client.get("/t/broken")
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"][:12] in answer.content.decode()
    assert "secret detail" not in answer.content.decode()


def test_a_form_without_its_token_is_refused_with_a_sentence() -> None:
    answer = Client(enforce_csrf_checks=True).post("/i18n/setlang/", {"language": "en"})
    assert answer.status_code == 403
    assert 'class="error-code"' in answer.content.decode()


def test_too_large_an_upload_is_refused_before_it_is_read(client: Client) -> None:
    length = str(settings.UPLOAD_LIMIT + 2 * 1024**2)
    answer = client.post("/i18n/setlang/", headers={"content-length": length})
    assert answer.status_code == 413
    assert str(settings.UPLOAD_LIMIT // 1024**2) in answer.content.decode()


def test_a_language_that_a_stranger_makes_up_is_not_loaded_and_kept(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx-made-up"
    length = str(settings.UPLOAD_LIMIT + 2 * 1024**2)
    answer = client.post("/i18n/setlang/", headers={"content-length": length})
    assert (answer.status_code, answer.headers.get("Content-Language")) == (413, None)
    assert "xx-made-up" not in vars(trans_real)["_translations"]
    assert "vượt" in answer.content.decode() or "lớn hơn" in answer.content.decode()


# ------------------------------------------------------------------------------------------------- headers, health


def test_every_answer_carries_the_strict_policy_and_a_number(client: Client) -> None:
    for address in ("/healthz", "/khong-co", "/t/month"):
        headers = client.get(address).headers
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert len(headers["X-Request-ID"]) == 32


def test_nobody_between_keeps_what_is_for_one_person(client: Client) -> None:
    client.force_login(person(Role.OFFICER, agency()))
    for way in ("/", "/plans/", "/plans/?format=csv", "/organizations/me/", "/api/v1/plans", "/nowhere/"):
        assert "private" in client.get(way).headers["Cache-Control"], way


def test_health_is_told_to_anybody(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_without_a_database_health_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError

    monkeypatch.setattr("loa.project.health.connection.cursor", away)
    assert client.get("/healthz").status_code == 503


def test_each_request_leaves_one_line_that_a_stranger_cannot_break(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    from loa.project.logs import RequestId  # noqa: PLC0415  # beside what it tests

    with caplog.at_level(logging.INFO, logger="loa.access"):
        client.get("/a%0AINFO%C2%85%1B[2Kforged%E2%80%AE")
    (record,) = [record for record in caplog.records if record.name == "loa.access"]
    RequestId().filter(record)
    assert record.getMessage().isprintable()
    assert "\\nINFO\\x85\\x1b[2Kforged\\u202e" in record.getMessage()
    assert " 404 " in record.getMessage()


def test_the_log_holds_no_link_that_sets_a_password(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    address = urlsplit(password_link(person())).path
    with caplog.at_level(logging.INFO, logger="loa.access"):
        assert client.get(address).status_code == 302
    assert address.rstrip("/").partition("-")[2] not in caplog.text
    assert "/accounts/password/reset/key/" in caplog.text
