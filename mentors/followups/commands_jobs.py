"""Jobs: written down by a coordinator, asked about for half a year, answered by newcomer and company."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from mentors.core import clock
from mentors.core.actor import Actor, system
from mentors.core.refusal import NotThere, Refused
from mentors.followups import notices_jobs, queries_jobs, rules_jobs
from mentors.followups.models_jobs import Job, JobAnswer, JobCheck
from mentors.followups.rules_jobs import CheckEnd, JobEnd, JobSide, Said
from mentors.journal.commands import note
from mentors.kit.db import db, transaction
from mentors.links.commands import withdraw_links
from mentors.messages.commands import cancel_about
from mentors.people.models import Person
from mentors.tasks.commands import close_tasks_about, raise_task, reopen_task, settle_task
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind

BACK_DAYS, AHEAD_DAYS = 275, 183  # how far back or ahead a start may lie


def start_job(
    by: Actor, person: Person, *, company: str, starts_on: date, hours: int | None, contact_name: str | None = None,
    contact_email: str | None = None, contact_mobile: str | None = None,
) -> Job:  # fmt: skip
    """Write down that a newcomer has started in a job. Written down twice, it is one job. Raises Refused."""
    if person.municipality_id != by.municipality_id:
        raise NotThere
    today = clock.today()
    if not today - timedelta(days=BACK_DAYS) <= starts_on <= today + timedelta(days=AHEAD_DAYS):
        raise Refused(_("Vælg en startdato inden for de sidste ni eller de næste seks måneder."), field="starts_on")
    found = db.session.scalar(
        select(Job).where(Job.person_id == person.id, Job.company == company, Job.starts_on == starts_on)
    )
    if found is not None:
        return found
    job = Job(
        municipality_id=person.municipality_id, person_id=person.id, responsible_id=person.responsible_id,
        company=company, starts_on=starts_on, hours=hours, contact_name=contact_name, contact_email=contact_email,
        contact_mobile=contact_mobile, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()
    note(by, "followups.job_started", thing=f"job:{job.ref}", person_id=person.id)
    return job


def change_contact(
    by: Actor, job: Job, *, contact_name: str | None, contact_email: str | None, contact_mobile: str | None
) -> None:
    """Whom to ask at the company from now on. The links of whoever was asked before open nothing any more."""
    if (job.contact_email, job.contact_mobile) != (contact_email, contact_mobile):
        withdraw_links(thing=f"job:{job.ref}", purpose="my_company")
        for check in job.checks:
            if check.side is JobSide.company:
                withdraw_links(thing=f"job_check:{check.ref}")
    job.contact_name, job.contact_email, job.contact_mobile = contact_name, contact_email, contact_mobile
    note(by, "followups.job_contact", thing=f"job:{job.ref}", person_id=job.person_id)
    db.session.flush()


def end_job(by: Actor, job: Job, *, on: date, outcome: JobEnd) -> None:
    """The job has ended: nobody is asked any more, what waits is taken back. Raises Refused for an impossible day."""
    if on < job.starts_on:
        raise Refused(_("Slutdatoen kan ikke ligge før startdatoen."), field="ended_on")
    if on > clock.today():
        raise Refused(_("Datoen må ikke ligge i fremtiden."), field="ended_on")
    job.ended_on, job.outcome = on, outcome
    cancel_about(f"job:{job.ref}")
    close_tasks_about(by, f"job:{job.ref}")
    for check in job.checks:
        if check.ended_as is None:
            check.ended_as, check.ended_at = CheckEnd.missed, clock.now()
    note(by, "followups.job_ended", thing=f"job:{job.ref}", person_id=job.person_id, reason=str(outcome))
    db.session.flush()


def reopen_job(by: Actor, job: Job) -> None:
    """Undo an ending that was a mistake; the checks that are due come again by themselves."""
    if job.ended_on is not None:
        job.ended_on = job.outcome = None
        note(by, "followups.job_reopened", thing=f"job:{job.ref}", person_id=job.person_id)
        db.session.flush()


# --- answers ----------------------------------------------------------------------------------------


def record_answer(by: Actor, check: JobCheck, said: str) -> JobCheck:
    """Keep one tap; the last one counts, and what it sets going happens once. Raises Refused."""
    if said not in set(Said):
        raise Refused(_("Vælg et af svarene."))
    _hold(check)
    is_new = queries_jobs.last_said(check) != said
    check.answers.append(JobAnswer(at=clock.now(), said=said))
    check.ended_as, check.ended_at, check.moved_to = CheckEnd.done, clock.now(), None
    db.session.flush()
    note(by, f"followups.job_answered:{check.side}", thing=f"job_check:{check.ref}", person_id=check.job.person_id)
    settle_task(by, missed_key(check))
    if is_new:
        _act_on(by, check, Said(said))
    return check


_TASK = {Said.bad: TaskKind.bad_face, Said.quitting: TaskKind.job_at_risk, Said.over: TaskKind.job_over}


def _act_on(by: Actor, check: JobCheck, said: Said) -> None:
    if said in _TASK and (said is not Said.over or check.job.ended_on is None):
        raise_about(by, check.job, _TASK[said], f"{_TASK[said]}:{check.ref}")


def move_check(by: Actor, check: JobCheck) -> None:
    """Not now: asked again in a week. A check that has been answered stays answered."""
    _hold(check)
    if check.ended_as in (CheckEnd.done, CheckEnd.moved):
        return
    check.ended_as, check.ended_at = CheckEnd.moved, clock.now()
    check.moved_to = rules_jobs.moved_to(clock.today())
    settle_task(by, missed_key(check))
    note(by, f"followups.job_moved:{check.side}", thing=f"job_check:{check.ref}", person_id=check.job.person_id)
    db.session.flush()


def ask_for_a_call(by: Actor, check: JobCheck) -> None:
    """Newcomer or company would like to be called: a task and a mail at once, one a day."""
    _hold(check)
    kind = TaskKind.company_call if check.side is JobSide.company else TaskKind.call_me
    task = raise_about(by, check.job, kind, f"{kind}:job:{check.job.ref}:{clock.today()}")
    if task.done_at is not None:
        reopen_task(by, task)


def call_company(by: Actor, job: Job) -> None:
    """The company's contact would like to be called, from her own page: one task a day, whichever page it was."""
    task = raise_about(by, job, TaskKind.company_call, f"{TaskKind.company_call}:job:{job.ref}:{clock.today()}")
    if task.done_at is not None:
        reopen_task(by, task)


def send_company_page(by: Actor, job: Job) -> None:
    """Send the company's contact the link to her own page; the one before is dead. Raises Refused without a contact."""
    withdraw_links(thing=f"job:{job.ref}", purpose="my_company")
    if notices_jobs.company_page(job) is None:
        raise Refused(_("Skriv først, hvem vi skal spørge i virksomheden."))
    note(by, "followups.company_page_sent", thing=f"job:{job.ref}", person_id=job.person_id)


def _hold(check: JobCheck) -> None:
    db.session.execute(select(JobCheck.id).where(JobCheck.id == check.id).with_for_update()).all()
    db.session.refresh(check)


def raise_about(by: Actor, job: Job, kind: TaskKind, key: str) -> Task:
    """A task about a job, for whoever is responsible for it."""
    return raise_task(by, kind, job.person, key=key, thing=f"job:{job.ref}", responsible_id=job.responsible_id)


def missed_key(check: JobCheck) -> str:
    return f"job_missed:{check.ref}"


def forget_contacts() -> int:
    """A job: the company's contact is emptied a month after the follow-up is over."""
    due = queries_jobs.to_forget(clock.today())
    db.session.rollback()
    for job_id in due:
        with transaction():
            job = db.session.get(Job, job_id)
            if job is not None:
                change_contact(
                    system(job.municipality_id), job, contact_name=None, contact_email=None, contact_mobile=None
                )
    return len(due)
