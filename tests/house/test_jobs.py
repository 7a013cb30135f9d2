"""Every declared job runs twice, in an empty house and in a town full of life, and the second run finds nothing to do."""

from __future__ import annotations

import pytest
from flask import Flask

from mentors.journal.commands import note
from mentors.kit.db import Base, db, transaction
from mentors.kit.room import Job
from mentors.rooms import ROOMS
from tests.given import Given
from tests.house.checks.digest import digest, written
from tests.seeded import Town

JOBS = [job for room in ROOMS for job in room.jobs]


def run(job: Job) -> None:
    with transaction():
        job.run()
    db.session.remove()


def test_jobs_have_names_of_their_own_and_a_rhythm() -> None:
    names = [job.name for job in JOBS]
    assert len(set(names)) == len(names)
    for room in ROOMS:
        for job in room.jobs:
            assert job.name.startswith(f"{room.name}."), f"{job.name} is not named after its room {room.name}"
            assert job.seconds >= 5, f"{job.name} runs too often"


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_a_job_runs_in_an_empty_house(app: Flask, job: Job) -> None:
    run(job)
    run(job)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_a_job_does_its_work_once(seeded: Town, job: Job) -> None:
    run(job)
    before = digest(db.engine, Base.metadata)
    run(job)
    changed = written(before, digest(db.engine, Base.metadata))
    assert not changed, f"{job.name}, run again at once, wrote to {', '.join(changed)}"


def test_a_job_that_does_its_work_again_is_seen(app: Flask, given: Given) -> None:
    by = given.by()
    careless = Job("people.note_again", lambda: note(by, "people.noted"), 60)
    run(careless)
    before = digest(db.engine, Base.metadata)
    run(careless)
    assert written(before, digest(db.engine, Base.metadata)) == ["journal_entry", "journal_head"]
