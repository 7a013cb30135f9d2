from __future__ import annotations

import os
import smtplib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from mentors.app import create_app
from mentors.core import clock
from mentors.kit.db import db
from tests.databases import Store, open_store
from tests.given import Given
from tests.page import Visitor

MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 10.00 in Denmark, inside the window


# Searches that ask no database, and real processes: seconds each.
LONG = (
    "tests/pairing/pool/", "tests/messages/test_window.py", "tests/tasks/test_worker.py", "tests/core/test_guard.py",
    "tests/gatherings/test_recurrence.py", "tests/faults/", "tests/messages/test_rules.py", "tests/moves/",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What walks through the whole demo town or searches for long is left by `make check` to `make test`."""
    for item in items:
        if "kept_town" in getattr(item, "fixturenames", ()):
            item.add_marker("town")
        if any(part in item.path.as_posix() for part in LONG):
            item.add_marker("long")


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    import mentors.rooms  # noqa: F401  (every table is known before any is made)

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return open_store(tmp_path_factory.mktemp("store"), worker)


@pytest.fixture(scope="session")
def house(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The whole application, assembled once."""
    return create_app(
        SECRET_KEY="a secret of the test suite, long enough to be taken",
        SQLALCHEMY_DATABASE_URI=store.url,
        BASE_URL="http://town.example",
        TESTING=True,
        PROPAGATE_EXCEPTIONS=False,
        DEMO_TOWN=False,
        CLOCK_FILE=None,
        JOURNAL_ANCHORS=str(tmp_path_factory.mktemp("anchors") / "heads"),
        THROTTLE=False,
        STAFF_SECOND_FACTOR=False,
        MAIL_TRANSPORT="mailbox",
        SMS_TRANSPORT="mailbox",
    )


@pytest.fixture(autouse=True)
def stopped_clock() -> Iterator[None]:
    """Time stands still on a Monday morning unless a test moves it."""
    with clock.stopped(MONDAY_MORNING):
        yield


@pytest.fixture
def app(house: Flask, store: Store) -> Iterator[Flask]:
    """The application over empty tables, with a context pushed for arranging and looking."""
    with house.app_context():
        db.session.remove()
        store.empty()
        yield house
        db.session.remove()


@pytest.fixture
def visitor(app: Flask) -> Callable[[], Visitor]:
    """A new browser each time it is called."""
    return lambda: Visitor(app.test_client())


@pytest.fixture
def given(app: Flask, visitor: Callable[[], Visitor]) -> Given:
    return Given(app, visitor)


@pytest.fixture(autouse=True)
def no_mail(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """No test sends mail but those that bring their own server (`loopback`)."""
    if "loopback" in request.fixturenames or request.node.get_closest_marker("browser"):
        return

    def refuse(*_args: Any, **_kwargs: Any) -> Any:
        raise AssertionError("a test tried to open an SMTP connection")

    monkeypatch.setattr(smtplib.SMTP, "connect", refuse)


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parents[1]
