from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.followups import rules_jobs, words_jobs
from mentors.followups.models_jobs import Job, JobCheck
from mentors.followups.queries_sweep import closings_by_town, current_job_ladders
from mentors.followups.rules_job_ladder import JOB_LADDER, JobLadder
from mentors.followups.rules_jobs import CheckEnd, JobFacts, JobSide, Point, Spell
from mentors.kit.db import db
from mentors.programmes.models import Participation
from mentors.programmes.rules import Side
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind


def the_job(by: Actor, ref: str) -> Job:
    """A job of the actor's town, for staff. Raises NotThere."""
    mine = select(Job).where(Job.ref == ref, Job.municipality_id == by.municipality_id)
    found = db.session.scalar(mine) if by.is_staff else None
    if found is None:
        raise NotThere
    return found


def the_job_check(by: Actor, ref: str) -> JobCheck:
    """The question a personal link is about, or the newest one to that side. Raises NotThere."""
    linked = db.session.scalar(
        select(JobCheck).join(Job).where(JobCheck.ref == ref, Job.municipality_id == by.municipality_id)
    )
    if linked is None:
        raise NotThere
    like = (JobCheck.job_id == linked.job_id, JobCheck.side == linked.side)
    return db.session.scalars(select(JobCheck).where(*like).order_by(JobCheck.id.desc()).limit(1)).one()


def jobs_of(person_id: int) -> list[Job]:
    """The jobs of a person, the newest start first."""
    return list(db.session.scalars(select(Job).where(Job.person_id == person_id).order_by(Job.starts_on.desc())))


@dataclass(frozen=True, slots=True)
class FollowedJob:
    job_id: int
    municipality_id: int
    facts: JobFacts
    known_on: date  # the day it was written down


def followed_jobs(job_id: int | None = None, *, municipality_id: int | None = None) -> list[FollowedJob]:
    """The jobs that have not ended, of every town, of one, or the one named; five statements, however many."""
    wanted: list[Any] = [Job.ended_on.is_(None), *([Job.id == job_id] if job_id else [])]
    if municipality_id is not None:
        wanted.append(Job.municipality_id == municipality_id)
    rows = db.session.execute(
        select(Job.id, Job.municipality_id, Job.ref, Job.starts_on, Job.created_at).where(*wanted).order_by(Job.id)
    ).all()
    asked: dict[int, dict[JobSide, set[date]]] = defaultdict(lambda: defaultdict(set))
    moved: dict[int, dict[JobSide, set[date]]] = defaultdict(lambda: defaultdict(set))
    told: dict[int, dict[JobSide, date]] = defaultdict(dict)
    for check in db.session.execute(
        select(JobCheck.job_id, JobCheck.side, JobCheck.due_on, JobCheck.asked_at, JobCheck.moved_to)
        .join(Job)
        .where(*wanted)
    ):
        on = clock.local_day(check.asked_at)
        told[check.job_id][check.side] = max(on, told[check.job_id].get(check.side, on))
        asked[check.job_id][check.side].add(check.due_on)
        if check.moved_to is not None:
            moved[check.job_id][check.side].add(check.moved_to)
    looked = set(db.session.scalars(select(Task.key).where(Task.kind == TaskKind.job_last_look)))
    closings, ladders = closings_by_town(), current_job_ladders(municipality_id)
    return [
        FollowedJob(
            row.id,
            row.municipality_id,
            JobFacts(
                starts_on=row.starts_on,
                asked=_frozen(asked[row.id]),
                told=told[row.id],
                moved=_frozen(moved[row.id]),
                is_looked_at=last_look_key(row.ref) in looked,
                closings=closings.get(row.municipality_id, ()),
                ladder=ladders.get(row.municipality_id, JOB_LADDER),
            ),
            clock.local_day(row.created_at),
        )
        for row in rows
    ]


def _frozen(days: dict[JobSide, set[date]]) -> dict[JobSide, frozenset[date]]:
    return {side: frozenset(found) for side, found in days.items()}


def last_look_key(ref: str) -> str:
    return f"job_last_look:{ref}"


def open_job_checks() -> list[JobCheck]:
    """Questions about jobs that wait for an answer."""
    return list(db.session.scalars(select(JobCheck).where(JobCheck.ended_as.is_(None)).order_by(JobCheck.id)).unique())


def job_ladder_of(municipality_id: int) -> JobLadder:
    """The ladder after a job start that is in force in a town."""
    return current_job_ladders(municipality_id).get(municipality_id, JOB_LADDER)


def next_check_of(job: Job) -> date | None:
    found = followed_jobs(job.id)
    return rules_jobs.next_check(found[0].facts, clock.today()) if found else None


def last_said(check: JobCheck) -> str | None:
    """The answer that counts."""
    return check.answers[-1].said if check.answers else None


def survival_of(municipality_id: int) -> list[Point]:
    """How many of a town's newcomers are still in their job after 1, 3, 6 and 9 months."""
    rows = db.session.execute(select(Job.starts_on, Job.ended_on).where(Job.municipality_id == municipality_id))
    return rules_jobs.survival([Spell(row.starts_on, row.ended_on) for row in rows], clock.today())


def missed_checks(municipality_id: int, since: date) -> list[JobCheck]:
    """The checks nobody answered that were due since a day, newest first."""
    return list(
        db.session.scalars(
            select(JobCheck)
            .join(Job)
            .where(Job.municipality_id == municipality_id, JobCheck.ended_as == CheckEnd.missed)
            .where(JobCheck.due_on >= since)
            .order_by(JobCheck.due_on.desc(), JobCheck.id.desc())
        ).unique()
    )


def to_forget(today: date) -> list[int]:
    """Jobs whose company contact is needed no more, as row numbers: ended, or followed to the last look."""
    long_ago = today - timedelta(days=rules_jobs.FORGET_DAYS)
    rows = db.session.execute(
        select(Job.id, Job.starts_on, Job.ended_on).where(
            (Job.contact_name.is_not(None) | Job.contact_email.is_not(None) | Job.contact_mobile.is_not(None)),
            (Job.ended_on <= long_ago) | (Job.starts_on <= long_ago - timedelta(days=270)),
        )
    )
    return [row.id for row in rows if (row.ended_on or rules_jobs.last_look_on(row.starts_on)) <= long_ago]


# --- what the room offers to the desk ---------------------------------------------------------------


def for_person_page(by: Actor, person_id: int) -> dict[str, Any] | None:
    """A newcomer's jobs, and the way to write one down; None for everybody else."""
    if not by.is_staff:
        return None
    newcomer = select(Participation.id).where(Participation.person_id == person_id, Participation.side == Side.newcomer)
    jobs = jobs_of(person_id)
    if not jobs and db.session.scalar(newcomer.limit(1)) is None:
        return None
    return {"jobs": jobs, "words_jobs": words_jobs}


def held(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """What this room keeps about a person's jobs."""
    jobs = jobs_of(person_id)
    kept = ("company", "starts_on", "hours", "ended_on", "outcome")
    asked = ("side", "due_on", "asked_at", "reminded_at", "ended_as", "ended_at", "moved_to")
    mine = [check for job in jobs for check in job.checks]
    return {
        "job": [{name: getattr(job, name) for name in kept} for job in jobs],
        "job_check": [{name: getattr(check, name) for name in asked} for check in mine],
        "job_answer": [{"at": answer.at, "said": answer.said} for check in mine for answer in check.answers],
    }
