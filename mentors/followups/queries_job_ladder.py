"""What the page about a town's ladder after a job start asks: its versions, and what a change does to running jobs."""

from __future__ import annotations

from sqlalchemy import select

from mentors.core import clock
from mentors.followups import queries_jobs, rules_jobs
from mentors.followups.models import LadderVersion
from mentors.followups.models_jobs import Job
from mentors.followups.rules_job_ladder import JobLadder
from mentors.followups.rules_timeline import Change
from mentors.kit.db import db


def versions_of(municipality_id: int) -> list[LadderVersion]:
    """Every version of a town's ladder after a job start, newest first."""
    wanted = select(LadderVersion).where(LadderVersion.municipality_id == municipality_id)
    return list(db.session.scalars(wanted.order_by(LadderVersion.number.desc())))


def changes_by(municipality_id: int, ladder: JobLadder) -> list[tuple[int, Change]]:
    """What a new ladder would do to the town's jobs that are followed, by row number, those with a change first."""
    today = clock.today()
    changes = []
    for one in queries_jobs.followed_jobs(municipality_id=municipality_id):
        if one.facts.is_looked_at:
            continue  # followed to its end: nothing changes
        before = rules_jobs.next_check(one.facts, today)
        after = rules_jobs.next_check(rules_jobs.with_ladder(one.facts, ladder), today)
        changes.append((one.job_id, Change(one.job_id, before, after)))
    return sorted(changes, key=lambda row: (row[1].comes(today) == "same", row[1].after or today, row[0]))


def jobs_by_id(ids: list[int]) -> dict[int, Job]:
    return {job.id: job for job in db.session.scalars(select(Job).where(Job.id.in_(ids)))} if ids else {}
