"""Settings come from the environment alone, each is described, and what cannot be used is told by its name."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from pydantic import ValidationError

from loa.project.environment import Environment

PAGE = (Path(__file__).parents[2] / "docs/settings.md").read_text("utf-8")


def test_the_page_lists_every_setting_with_its_default_as_the_code_has_it() -> None:
    wanted = [
        (f"LOA_{name.upper()}", _shown(field.default), field.description)
        for name, field in Environment.model_fields.items()
    ]
    assert re.findall(r"^\| `(LOA_\w+)` \| (.*?) \| (.*?) \|$", PAGE, re.MULTILINE) == wanted


def _shown(default: object) -> str:
    if default is None or default == "":
        return "–"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


@pytest.mark.parametrize(
    ("name", "value"),
    [("LOA_TIME_ZONE", "Hanoi"), ("LOA_LANGUAGE", "fr"), ("LOA_UPLOAD_LIMIT_MB", "0"), ("LOA_DEBUG", "perhaps")],
)
def test_a_value_that_cannot_be_used_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Environment()


def run(program: str, **environment: str) -> str:
    """What a fresh process with these settings prints."""
    told = {name: value for name, value in os.environ.items() if not name.startswith(("LOA_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**told, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()


def test_postgresql_keeps_the_options_of_its_address_and_gets_a_pool(tmp_path: Path) -> None:
    url = "postgresql://loa:x@db/loa?sslmode=require"
    program = (
        "from loa.project.settings import DATABASES as D; print(sorted(D['default']['OPTIONS']), D['default']['NAME'])"
    )
    assert run(program, LOA_HOME=str(tmp_path), LOA_DATABASE_URL=url) == "['pool', 'sslmode'] loa"


def test_a_password_for_mail_may_hold_any_sign(tmp_path: Path) -> None:
    program = "from loa.project.settings import EMAIL_HOST_USER as U, EMAIL_HOST_PASSWORD as P; print(U, P)"
    told = run(program, LOA_HOME=str(tmp_path), LOA_EMAIL_URL="smtp://loa%40so.example:a%2Fb%40c@mail:587?tls=true")
    assert told == "loa@so.example a/b@c"


def test_the_secret_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    program = "from loa.project.settings import SECRET_KEY; print(SECRET_KEY)"
    first, second = (run(program, LOA_HOME=str(tmp_path)) for _ in range(2))
    assert first == second
    assert len(first) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_a_public_installation_passes_the_framework_s_own_check(tmp_path: Path) -> None:
    program = (
        "import django; django.setup(); from django.core.management import call_command; "
        "call_command('check', '--deploy', '--fail-level', 'WARNING')"
    )
    environment = {"LOA_HTTPS": "true", "LOA_BASE_URL": "https://loa.example", "LOA_HOSTS": "loa.example"}
    run(program, DJANGO_SETTINGS_MODULE="loa.project.settings", LOA_HOME=str(tmp_path), **environment)


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
