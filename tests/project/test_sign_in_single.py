"""Single sign-on by OpenID Connect, against a small provider that runs beside the test."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from tests.factories import person

from loa.audit.models import Entry
from loa.organizations.models import Person

pytestmark = pytest.mark.django_db


@dataclass
class Provider:
    """What the service says of whoever comes, and where it is."""

    url: str
    who: dict[str, Any] = field(default_factory=dict)
    well: bool = True


class _Answers(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        base = self.provider.url
        if self.path.startswith("/.well-known/"):
            self._say(
                {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "userinfo_endpoint": f"{base}/who",
                    "jwks_uri": f"{base}/keys",
                }
            )
        else:
            self._say(self.provider.who)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.provider.well:
            self._say({"access_token": "once", "token_type": "Bearer", "expires_in": 60})
        else:
            self.send_error(503)

    def _say(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    made = Provider(f"http://127.0.0.1:{server.server_port}")
    _Answers.provider = made
    app = {"provider_id": "oidc", "name": "Cổng tỉnh", "client_id": "loa", "secret": "kín"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [{**app, "settings": {"server_url": made.url}}]}}
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


def _come(client: Client) -> HttpResponse:
    """Goes to the service and comes back."""
    out = client.get(reverse("openid_connect_login", args=["oidc"]))
    state = parse_qs(urlsplit(out.headers["Location"]).query)["state"][0]
    back = reverse("openid_connect_callback", args=["oidc"])
    return client.get(back, {"code": "abc", "state": state})  # type: ignore[return-value]  # the test client's kind


def test_a_known_confirmed_address_signs_in_and_leaves_nothing_behind(client: Client, provider: Provider) -> None:
    known = person()
    known.set_password("nắng-sớm-bên-sông")
    known.save()
    provider.who = {"sub": "77", "email": known.email.upper(), "email_verified": True}
    assert _come(client).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(known.pk)
    assert Entry.objects.get().after == {"method": "oidc"}
    known.refresh_from_db()
    assert known.has_usable_password()
    assert not SocialAccount.objects.exists()


def test_an_unknown_address_is_refused_with_a_page_that_says_what_to_do(client: Client, provider: Provider) -> None:
    provider.who = {"sub": "78", "email": "la@noi.khac.example", "email_verified": True}
    answer = _come(client)
    assert answer.status_code == 403
    assert b"loa-white.svg" in answer.content
    assert "_auth_user_id" not in client.session
    assert Person.objects.count() == 0
    assert Entry.objects.get().verb == "sign-in.refuse"


def test_an_address_nobody_confirmed_opens_nothing(client: Client, provider: Provider) -> None:
    known = person()
    provider.who = {"sub": "79", "email": known.email, "email_verified": False}
    assert _come(client).status_code == 403
    assert "_auth_user_id" not in client.session


def test_who_may_not_sign_in_is_refused(client: Client, provider: Provider) -> None:
    closed = person(is_active=False)
    provider.who = {"sub": "80", "email": closed.email, "email_verified": True}
    assert _come(client).status_code == 403
    assert "_auth_user_id" not in client.session


def test_a_service_that_fails_gives_a_page_of_ours(client: Client, provider: Provider) -> None:
    provider.well = False
    answer = _come(client)
    assert answer.status_code == 401
    assert b"loa-white.svg" in answer.content


def test_the_page_of_signing_in_names_the_service(client: Client, provider: Provider) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert "Cổng tỉnh" in page
    assert reverse("openid_connect_login", args=["oidc"]) in page
