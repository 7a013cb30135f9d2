"""Jobs in the demo town: some started months ago, lived through with their checks, and a ladder somebody has changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from mentors.core import clock
from mentors.demo.life import Town, coordinator, said_until
from mentors.demo.town import COMPANIES
from mentors.followups import commands_jobs, commands_ladder
from mentors.followups.commands_jobs_sweep import sweep_jobs
from mentors.followups.models_jobs import JobCheck
from mentors.followups.rules_jobs import JobEnd, JobSide, Said
from mentors.followups.rules_ladder import CheckKind, Ladder, Rungs, ladder_of
from mentors.kit.db import db
from mentors.people.models import Person
from mentors.programmes.rules import ProgrammeKind

STARTED_AGO = (170, 165, 160, 150, 140, 120, 100, 95, 60, 45, 20, 9)  # days
LEFT_AFTER = {2: 40, 5: 75}  # which of them have left, after so many days
EVERY = 3  # days from one look at the jobs to the next, as the town itself is lived
SAID = (Said.good, Said.good, Said.good, Said.ok, Said.bad)


def open_jobs(town: Town, newcomers: list[Person], present: datetime) -> None:
    """A dozen jobs, asked about on the days they were due. Commits, as the sweep does."""
    business = next(p for p in town.programmes if p.kind is ProgrammeKind.business_mentor)
    start = ladder_of(business.first_contact_days, business.fit_after_days, business.check_every_days)
    own = Ladder({**start.rungs, CheckKind.check_in: Rungs((14, 35), 35)}, start.levels)
    commands_ladder.write_ladder(coordinator(town), business, own, instead_of=0)
    starts = sorted(zip(STARTED_AGO, newcomers, strict=False), key=lambda one: -one[0])
    jobs, leaving = {}, dict(LEFT_AFTER)
    for ago in (*range(max(STARTED_AGO), 0, -EVERY), 0):
        clock.stop(present - timedelta(days=ago))
        for number, (begun, person) in enumerate(starts):
            if begun >= ago and number not in jobs:
                company = COMPANIES[number % len(COMPANIES)][1]
                jobs[number] = commands_jobs.start_job(
                    town.by, person, company=company, starts_on=clock.today(), hours=37 if number % 2 else 25,
                    contact_name=f"Kontakt {number + 1}", contact_email=f"kontakt{number + 1}@firma.example",
                )  # fmt: skip
            if number in leaving and begun - ago >= leaving[number]:
                del leaving[number]
                commands_jobs.end_job(town.by, jobs[number], on=clock.today(), outcome=JobEnd.she_left)
        db.session.commit()
        sweep_jobs()
        said_until(clock.now())
        _answer(town)
        db.session.commit()


def _answer(town: Town) -> None:
    """Most answer within a day; companies a little less often."""
    for check in db.session.query(JobCheck).filter(JobCheck.ended_as.is_(None)).order_by(JobCheck.id).all():
        if town.random.random() < (0.3 if check.side is JobSide.citizen else 0.2):
            commands_jobs.record_answer(town.by, check, town.random.choice(SAID))
