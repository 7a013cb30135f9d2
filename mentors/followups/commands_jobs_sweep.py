"""The sweep over jobs: asks newcomer and company, reminds, escalates. As the one over pairs, safe to run twice."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update

from mentors.core import clock
from mentors.core.actor import system
from mentors.followups import notices_jobs, queries_jobs, rules, rules_jobs
from mentors.followups.commands_jobs import missed_key, raise_about
from mentors.followups.commands_sweep import each, has_room_today
from mentors.followups.models_jobs import Job, JobCheck
from mentors.followups.queries_jobs import FollowedJob
from mentors.followups.queries_sweep import closings_by_town, current_job_ladders
from mentors.followups.rules import Step
from mentors.followups.rules_job_ladder import JOB_LADDER
from mentors.followups.rules_jobs import CheckEnd, JobSide
from mentors.journal.commands import note
from mentors.kit.db import change_rows, db, reading
from mentors.tasks.rules import TaskKind


def sweep_jobs() -> int:
    """Ask, remind and escalate about every job of every municipality; how many things were done."""
    db.session.rollback()
    today = clock.today()
    with reading():
        jobs = queries_jobs.followed_jobs()
        db.session.rollback()
    done = each(_ask, [(job.job_id, *due) for job in jobs for due in rules_jobs.due(job.facts, today)])
    done += each(_last_look, [job for job in jobs if rules_jobs.is_last_look(job.facts, today)])
    return done + each(_escalate, _silent())


def _ask(unit: tuple[int, JobSide, date]) -> int:
    job_id, side, due_on = unit
    job, now = db.session.get_one(Job, job_id), clock.now()
    if side is JobSide.citizen and not has_room_today(job.person):
        return 0
    # An older question to the same side gives way: nobody is chased for two. Its silence is the coordinator's to know,
    # also where the levels would have told her later.
    for older in [one for one in job.checks if one.side is side and one.ended_as is None]:
        taken = change_rows(
            update(JobCheck)
            .where(JobCheck.id == older.id, JobCheck.ended_as.is_(None))
            .values(ended_as=CheckEnd.missed, ended_at=now)
        )
        if taken == 1:
            raise_about(system(job.municipality_id), job, TaskKind.job_missed, missed_key(older))
    check = JobCheck(job=job, side=side, due_on=due_on, asked_at=now)
    db.session.add(check)
    db.session.flush()
    by = system(job.municipality_id)
    note(by, f"followups.job_asked:{side}", thing=f"job_check:{check.ref}", person_id=job.person_id)
    if notices_jobs.ask(check) is None:
        check.ended_as, check.ended_at = CheckEnd.missed, now
        raise_about(by, job, TaskKind.job_missed, missed_key(check))
    return 1


def _last_look(followed: FollowedJob) -> int:
    job = db.session.get_one(Job, followed.job_id)
    raise_about(system(job.municipality_id), job, TaskKind.job_last_look, queries_jobs.last_look_key(job.ref))
    return 1


def _silent() -> list[tuple[int, Step]]:
    today = clock.today()
    found: list[tuple[int, Step]] = []
    with reading():
        closings, ladders = closings_by_town(), current_job_ladders()
        for check in queries_jobs.open_job_checks():
            if check.job.ended_on is not None or rules.is_resting(today, closings.get(check.job.municipality_id, ())):
                continue
            days = [clock.local_day(at) if at else None for at in (check.reminded_at, check.second_at)]
            levels = ladders.get(check.job.municipality_id, JOB_LADDER).levels
            step = rules.escalation(clock.local_day(check.asked_at), days[0], days[1], today, levels)
            if step is not Step.wait:
                found.append((check.id, step))
        db.session.rollback()
    return found


def _escalate(unit: tuple[int, Step]) -> int:
    check_id, step = unit
    still = db.session.execute(select(JobCheck.id).where(JobCheck.id == check_id)).one_or_none()
    if still is None:
        return 0
    check, now = db.session.get_one(JobCheck, check_id), clock.now()
    if step is not Step.task and check.side is JobSide.citizen and not has_room_today(check.job.person):
        return 0
    column = {Step.remind: JobCheck.reminded_at, Step.second: JobCheck.second_at, Step.task: JobCheck.ended_at}[step]
    values = {Step.task: {"ended_as": CheckEnd.missed, "ended_at": now}}.get(step, {column.key: now})
    taken = change_rows(
        update(JobCheck).where(JobCheck.id == check_id, column.is_(None), JobCheck.ended_as.is_(None)).values(**values)
    )
    if taken != 1:
        return 0
    db.session.refresh(check)
    if step is Step.remind:
        notices_jobs.remind(check)
    elif step is Step.second:
        notices_jobs.remind_elsewhere(check)
    else:
        raise_about(system(check.job.municipality_id), check.job, TaskKind.job_missed, missed_key(check))
    return 1
