"""What every test has at hand: a calm setting for property tests, and a place for tables worth reading."""

import gc
import os
from collections.abc import Callable

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

_TABLE = "table for the summary"

# A loaded machine is slow without any fault in the code: `timeout` in pyproject.toml is the guard against hangs.
# In CI the same examples are tried every time, so that a change is judged by itself; at a desk new ones are.
settings.register_profile(
    "loa",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("loa")


def pytest_collection_finish() -> None:
    """To look for garbage at every turn took a fifth of the time: what was loaded stays, and the rest can wait."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "django_db_serialized_rollback"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what uses the database is run again; browsers ask nothing of it that is new."""
    for item in items:
        if item.get_closest_marker("browser"):
            # A browser is half a dozen processes that a crowded machine may starve or kill. A test that fails is tried
            # once more, and the summary shows the failure that was passed over. Nothing else is ever tried twice.
            item.add_marker(pytest.mark.flaky(reruns=1))
    if os.environ.get("LOA_TEST_DATABASE") != "postgresql":
        return
    again = [item for item in items if _uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _uses_database(item)])
    items[:] = again


def _uses_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser"):
        return False
    if issubclass(getattr(item, "cls", None) or object, TransactionTestCase):
        return True
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(_DATABASE_FIXTURES & fixtures)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where the tests asked for use no database, there is nothing to run again, and nothing wrong."""
    if os.environ.get("LOA_TEST_DATABASE") == "postgresql" and exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite as a file, as in an installation: a server and the test that asks it each have a connection of their own.

    In memory both would share one, and the transaction of either would be that of the other.
    """
    from django.db import connection  # noqa: PLC0415  # the settings come first

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "tests.sqlite3")


@pytest.fixture
def show_table(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Prints a text below the results of the run, even when tests run in several processes and pass."""

    def show(text: str) -> None:
        request.node.user_properties.append((_TABLE, text))

    return show


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, text in getattr(report, "user_properties", ()):
                if name == _TABLE and report.when == "call":
                    terminalreporter.section(report.nodeid)
                    terminalreporter.write_line(text)
