"""What the web processes inherit."""

import pytest
from django.db import connection

from loa.project.serving import let_go_of_databases


@pytest.mark.django_db(transaction=True)
def test_no_connection_is_left_for_the_processes_that_answer() -> None:
    """Two processes on one connection read each other's rows: what one asked, the other was told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    let_go_of_databases()
    assert connection.connection is None
    assert connection.alias not in getattr(connection, "_connection_pools", {})
