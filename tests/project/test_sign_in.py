"""Coming in and going out: who can, who cannot, what is asked of them, and what the trail keeps."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from tests.factories import agency, person

from loa.audit.models import Entry
from loa.organizations.actions.password_links import owe_links
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.project.sign_in_mail import send_password_links

pytestmark = pytest.mark.django_db
PASSWORD = "nắng-sớm-bên-sông"  # noqa: S105  # of nobody


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def home() -> Agency:
    return agency()


@pytest.fixture
def officer(home: Agency) -> Person:
    made = person(Role.OFFICER, home)
    made.set_password(PASSWORD)
    made.save()
    return made


def _sign_in(client: Client, who: Person | str, password: str = PASSWORD) -> str:
    """Tries it; gives the address it leads to, or the page."""
    email = who if isinstance(who, str) else who.email
    response = client.post(reverse("account_login"), {"login": email, "password": password})
    return response.headers.get("Location", response.content.decode())


def _signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def _with_app(client: Client) -> str:
    """Sets up one-time codes for who is signed in, and gives the key of the app."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = str(client.session["mfa.totp.secret"])
    client.post(reverse("mfa_activate_totp"), {"code": _code(secret)})
    cache.clear()  # a code counts once; the next one would come in half a minute
    return secret


def _verbs() -> list[str]:
    return [verb for verb in Entry.objects.values_list("verb", flat=True) if verb.startswith("sign-in.")]


# ------------------------------------------------------------------------------------------------------- in and out


def test_address_and_password_open_the_account_and_leave_a_row(client: Client, officer: Person, home: Agency) -> None:
    assert _sign_in(client, officer) == "/"
    assert _signed_in(client)
    row = Entry.objects.get()
    assert (row.verb, row.actor_id, row.agency_id) == ("sign-in.succeed", officer.pk, home.pk)


def test_the_case_of_the_address_does_not_matter(client: Client, officer: Person) -> None:
    _sign_in(client, officer.email.upper())
    assert _signed_in(client)


def test_a_wrong_password_opens_nothing_and_is_kept_under_the_person(client: Client, officer: Person) -> None:
    _sign_in(client, officer, "sai-mật-khẩu-rồi")
    assert not _signed_in(client)
    row = Entry.objects.get()
    assert (row.verb, row.actor_id, row.subject_id) == ("sign-in.fail", None, str(officer.pk))


def test_an_unknown_address_gets_the_same_answer_and_is_kept_nowhere(client: Client, officer: Person) -> None:
    wrong, unknown = _sign_in(client, officer, "sai-mật-khẩu-rồi"), _sign_in(client, "la@noi.khac.example")
    problem = re.compile(r'<div class="error-summary".*?</div>', re.DOTALL)
    assert problem.findall(wrong) == problem.findall(unknown) != []
    row = Entry.objects.get(number=2)
    assert (row.verb, row.subject_id, row.subject_name) == ("sign-in.fail", "", "")
    assert "la@noi" not in str(Entry.objects.values())


def test_who_may_not_sign_in_is_told_so(client: Client, officer: Person) -> None:
    Person.objects.update(is_active=False)
    assert _sign_in(client, officer) == reverse("account_inactive")
    assert client.get(reverse("account_inactive")).status_code == 200
    assert not _signed_in(client)


def test_guessing_is_stopped_after_five_attempts(client: Client, officer: Person) -> None:
    for _ in range(5):
        _sign_in(client, officer, "sai-mật-khẩu-rồi")
    _sign_in(client, officer)
    assert not _signed_in(client)


def test_signing_out_needs_a_post_and_leaves_a_row(client: Client, officer: Person) -> None:
    client.force_login(officer)
    client.get(reverse("account_logout"))
    assert _signed_in(client)
    client.post(reverse("account_logout"))
    assert not _signed_in(client)
    assert _verbs() == ["sign-in.end"]


def test_a_session_lasts_twelve_hours() -> None:
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60


@pytest.mark.parametrize(
    "closed",
    [
        "signup/", "email/", "confirm-email/", "confirm-email/abc/", "3rdparty/", "3rdparty/signup/", "social/signup/",
        "login/code/", "2fa/webauthn/", "single/oidc/login/", "single/oidc/login/callback/", "oidc/oidc/login/",
    ],
)  # fmt: skip
def test_what_is_not_used_is_closed(client: Client, officer: Person, closed: str) -> None:
    assert client.get(f"/accounts/{closed}").status_code == 404
    client.force_login(officer)
    assert client.get(f"/accounts/{closed}").status_code == 404


# -------------------------------------------------------------------------------------------------------- passwords


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(
    client: Client, officer: Person, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_reset_password"), {"email": officer.email})
    link = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[0].body))
    assert link is not None
    form = client.get(link[1], follow=True)
    new = {"password1": "gió-mùa-đông-bắc-về", "password2": "gió-mùa-đông-bắc-về"}
    client.post(form.redirect_chain[-1][0], new)
    officer.refresh_from_db()
    assert officer.check_password(new["password1"])
    assert "form-actions" not in Client().get(link[1], follow=True).content.decode()
    assert _verbs() == ["sign-in.ask-reset", "sign-in.reset-password"]


def test_an_unknown_address_gets_no_mail_and_no_other_answer(
    client: Client, officer: Person, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        known = client.post(reverse("account_reset_password"), {"email": officer.email})
        unknown = client.post(reverse("account_reset_password"), {"email": "la@noi.khac.example"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [message.to for message in mail.outbox] == [[officer.email]]


def test_who_is_new_chooses_a_password_by_mail(client: Client, officer: Person) -> None:
    officer.set_unusable_password()
    officer.save()
    owe_links([officer], new=True)
    send_password_links([officer.pk])
    assert officer.email in str(mail.outbox[0].body)
    link = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[0].body))
    assert link is not None
    assert client.get(link[1], follow=True).status_code == 200


def test_who_may_not_sign_in_gets_no_link(officer: Person) -> None:
    Person.objects.update(is_active=False)
    owe_links([officer], new=False)
    send_password_links([officer.pk])
    assert mail.outbox == []


def test_a_short_password_is_refused(client: Client, officer: Person) -> None:
    client.force_login(officer)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "ngắn", "password2": "ngắn"})
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_signing_in_gives_a_session_that_nobody_could_have_planted(client: Client, officer: Person) -> None:
    planted = client.session
    planted["language"] = "vi"
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(planted.session_key)
    _sign_in(client, officer)
    assert _signed_in(client)
    assert client.session.session_key != planted.session_key


def test_a_new_password_ends_the_sessions_elsewhere(client: Client, officer: Person) -> None:
    elsewhere = Client()
    for one in (client, elsewhere):
        _sign_in(one, officer)
    new = {"password1": "gió-mùa-đông-bắc-về", "password2": "gió-mùa-đông-bắc-về"}
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    answers = [one.get(reverse("organizations:me")).status_code for one in (client, elsewhere)]
    assert answers == [200, 302]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_away_after_signing_in(client: Client, officer: Person, target: str) -> None:
    told = {"login": officer.email, "password": PASSWORD, "next": target}
    assert client.post(reverse("account_login"), told).headers["Location"] == "/"


def test_changing_the_password_leaves_a_row(client: Client, officer: Person) -> None:
    client.force_login(officer)
    new = {"password1": "gió-mùa-đông-bắc-về", "password2": "gió-mùa-đông-bắc-về"}
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    assert _verbs() == ["sign-in.change-password"]
    assert _signed_in(client)


# ------------------------------------------------------------------------------------------------------ second factor


@pytest.mark.django_db(transaction=True)
def test_with_one_time_codes_the_password_alone_opens_nothing(client: Client, officer: Person) -> None:
    _sign_in(client, officer)
    secret = _with_app(client)
    client.post(reverse("account_logout"))
    assert _sign_in(client, officer) == reverse("mfa_authenticate")
    assert not _signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not _signed_in(client)
    cache.clear()
    client.post(reverse("mfa_authenticate"), {"code": _code(secret)})
    assert _signed_in(client)
    assert _verbs() == [
        "sign-in.succeed", "sign-in.add-factor", "sign-in.add-factor", "sign-in.end", "sign-in.fail", "sign-in.succeed",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_one_time_code_opens_once_though_it_is_valid_for_longer(client: Client, officer: Person) -> None:
    _sign_in(client, officer)
    code = _code(_with_app(client))
    for opens in (True, False):
        client.post(reverse("account_logout"))
        _sign_in(client, officer)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert _signed_in(client) is opens
        cache.delete(f"allauth.mfa.totp.used?user={officer.pk}&code={code}")  # as the package does after half a minute
    assert _verbs()[-1] == "sign-in.fail"


def test_a_recovery_code_opens_once(client: Client, officer: Person) -> None:
    _sign_in(client, officer)
    _with_app(client)
    recovery = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    for opens in (True, False):
        client.post(reverse("account_logout"))
        _sign_in(client, officer)
        client.post(reverse("mfa_authenticate"), {"code": recovery})
        assert _signed_in(client) is opens


def test_the_key_of_the_app_is_not_kept_in_the_clear(client: Client, officer: Person) -> None:
    _sign_in(client, officer)
    secret = _with_app(client)
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)
    assert kept.wrap().validate_code(_code(secret))


@pytest.mark.django_db(transaction=True)
def test_codes_are_switched_off_and_renewed_with_a_row_each(client: Client, officer: Person) -> None:
    _sign_in(client, officer)
    _with_app(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    assert "sign-in.renew-codes" in _verbs()
    assert "sign-in.remove-factor" in _verbs()
    assert not Authenticator.objects.exists()


def test_where_codes_are_asked_of_all_nothing_else_opens_first(
    client: Client, officer: Person, settings: Settings
) -> None:
    settings.REQUIRE_TOTP = True
    _sign_in(client, officer)
    assert client.get("/ui/styleguide/").headers["Location"] == reverse("mfa_activate_totp")
    _with_app(client)
    assert client.get("/ui/styleguide/").status_code == 404


def test_where_codes_are_free_nobody_is_led_away(client: Client, officer: Person) -> None:
    _sign_in(client, officer)
    assert client.get("/ui/styleguide/").status_code == 404


# -------------------------------------------------------------------------------------------------------------- pages


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done",
     "account_inactive", "socialaccount_login_cancelled", "socialaccount_login_error"],
)  # fmt: skip
def test_pages_before_signing_in_are_ours(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert "loa-white.svg" in page
    assert "<h1>" in page


@pytest.mark.parametrize(
    "name",
    ["account_logout", "account_reauthenticate", "account_change_password", "mfa_index", "mfa_activate_totp",
     "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_reauthenticate"],
)  # fmt: skip
def test_pages_after_signing_in_are_ours(client: Client, officer: Person, name: str) -> None:
    _sign_in(client, officer)
    if name != "mfa_activate_totp":
        _with_app(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse(name)).content.decode()
    assert "loa-white.svg" in page
    assert "style=" not in page


def test_too_many_attempts_have_a_page(client: Client) -> None:
    for _ in range(40):
        response = client.post(reverse("account_reset_password"), {"email": f"{time.monotonic_ns()}@a.example"})
    assert response.status_code == 429
    assert "loa-white.svg" in response.content.decode()
