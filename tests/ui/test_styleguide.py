"""Who sees the style guide."""

import pytest
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("debug", "status"), [(True, 200), (False, 404)])
def test_the_style_guide_is_for_developers(client: Client, *, debug: bool, status: int) -> None:
    with override_settings(DEBUG=debug):
        assert client.get("/ui/styleguide/").status_code == status
