"""A spare-time job over midnight keeps every single limit of the day, and is refused all the same (row 20)."""

from __future__ import annotations

from sqlalchemy import select

from mentors.kit.db import db
from mentors.youth.models import JobPosting
from tests.given import Given


def test_row_20_a_job_from_evening_to_morning_is_refused(given: Given) -> None:
    page = given.coordinator().get("/desk/youth/jobs/new")
    page = page.press(
        "Sæt op", title="Nattevagt", company="Demoby Lager", postcode="5000", age_from=15, school_day=2, other_day=8,
        school_week=12, holiday_week=40, begins=20, ends=8,
    )  # fmt: skip
    assert page.status == 422 and page.says("Senest klokken skal ligge efter tidligst klokken.")
    assert db.session.scalars(select(JobPosting)).all() == []
