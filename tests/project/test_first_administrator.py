"""The first administrator is in charge of the agencies there are, not of one beside them."""

import pytest
from django.core.exceptions import ValidationError
from tests.factories import agency

from loa.organizations.models import Agency
from loa.project.first_administrator import make_administrator

pytestmark = pytest.mark.django_db


def _made(where: str) -> Agency:
    person = make_administrator(email="chief@example.vn", full_name="Lê An", agency=where, password="Kiem-thu-2026x")  # noqa: S106
    return person.posts.get().agency


def test_without_agencies_theirs_is_founded() -> None:
    assert _made("UBND tỉnh Lạng Sơn") == Agency.objects.get()


def test_an_agency_that_was_loaded_is_taken_however_its_name_is_written() -> None:
    loaded = agency("Ủy ban nhân dân tỉnh Lạng Sơn")
    agency("Văn phòng Ủy ban nhân dân tỉnh Lạng Sơn")
    assert _made("UBND tinh Lang Son") == loaded


def test_a_name_that_none_of_them_has_is_asked_about_again() -> None:
    agency("Ủy ban nhân dân tỉnh Lạng Sơn")
    with pytest.raises(ValidationError, match="Ủy ban nhân dân tỉnh Lạng Sơn"):
        _made("UBND Lạng Sơn")
    assert Agency.objects.count() == 1
