from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from mentors.core import clock
from mentors.kit import throttle
from mentors.kit.db import db


@pytest.fixture
def counting(app: Flask) -> Iterator[None]:
    app.config["THROTTLE"] = True
    yield
    app.config["THROTTLE"] = False


def test_one_too_many_must_wait(counting: None) -> None:
    for _ in range(3):
        throttle.count("door:1.2.3.4", limit=3, seconds=60)
    with pytest.raises(throttle.TooMany):
        throttle.count("door:1.2.3.4", limit=3, seconds=60)
    throttle.count("door:5.6.7.8", limit=3, seconds=60)


def test_the_window_slides(counting: None) -> None:
    start = clock.now()
    throttle.count("door", limit=1, seconds=60)
    with clock.stopped(start + timedelta(seconds=59)), pytest.raises(throttle.TooMany):
        throttle.count("door", limit=1, seconds=60)
    with clock.stopped(start + timedelta(seconds=61)):
        throttle.count("door", limit=1, seconds=60)


def test_no_address_is_kept(counting: None) -> None:
    throttle.count("door:192.0.2.1", limit=1, seconds=60)
    assert not any("192" in bucket for bucket in db.session.scalars(select(throttle.Hit.bucket)))


def test_old_attempts_are_forgotten(counting: None) -> None:
    throttle.count("door", limit=5, seconds=60)
    with clock.stopped(clock.now() + timedelta(days=2)):
        throttle.forget_old()
        assert db.session.scalars(select(throttle.Hit)).all() == []
