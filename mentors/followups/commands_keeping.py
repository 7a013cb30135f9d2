"""What this room keeps about a person: what she was asked and answered, and her jobs."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, select

from mentors.followups.models import Answer, CheckIn, QuestionStop
from mentors.followups.models_jobs import Job, JobAnswer, JobCheck
from mentors.kit.keeping import Keeper, Kept


def _answers(table: Table, person_id: int) -> ColumnElement[bool]:
    return table.c.check_in_id.in_(select(CheckIn.id).where(CheckIn.person_id == person_id))


def _job_checks(table: Table, person_id: int) -> ColumnElement[bool]:
    return table.c.job_id.in_(select(Job.id).where(Job.person_id == person_id))


def _job_answers(table: Table, person_id: int) -> ColumnElement[bool]:
    mine = select(JobCheck.id).join(Job, Job.id == JobCheck.job_id).where(Job.person_id == person_id)
    return table.c.job_check_id.in_(mine)


KEEPER = Keeper(
    (
        Kept(Answer, by=(), whose=_answers),
        # That somebody was asked, and when, stays with a pair that stays: an audit counts it. Never what she said.
        Kept(CheckIn, blanks={}),
        Kept(QuestionStop),
        Kept(JobAnswer, by=(), whose=_job_answers),
        Kept(JobCheck, by=(), whose=_job_checks),
        Kept(Job),
    )
)
