from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from mentors.core import clock


def test_today_is_the_day_on_the_wall_in_denmark() -> None:
    with clock.stopped(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 1, 31, 22, 59, tzinfo=UTC), date(2026, 1, 31)),
        (datetime(2026, 1, 31, 23, 0, tzinfo=UTC), date(2026, 2, 1)),  # an hour ahead in winter
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),  # two in summer
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),  # the day the clock goes forward
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), date(2026, 10, 25)),  # and back
        (datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=9))), date(2026, 6, 30)),
    ],
)
def test_an_instant_has_the_day_of_the_wall_in_denmark(instant: datetime, day: date) -> None:
    assert clock.local_day(instant) == day


def test_the_clock_takes_no_time_without_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        clock.stop(datetime(2026, 1, 1))  # noqa: DTZ001 (that is the point)


def test_a_stopped_clock_goes_back_to_where_it_stood() -> None:
    before = clock.now()
    with clock.stopped(before + timedelta(days=9)):
        assert clock.now() == before + timedelta(days=9)
    assert clock.now() == before


@pytest.mark.parametrize("content", ["86400", "", "x", "-5 "])
def test_a_travelling_town_never_stumbles_over_its_clock_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    (tmp_path / "offset").write_text(content)
    monkeypatch.setattr(clock, "_offset_file", tmp_path / "offset")
    monkeypatch.setattr(clock, "_stopped", None)
    assert clock.now().tzinfo is not None
