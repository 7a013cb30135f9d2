"""A company contact's own page: the jobs she is asked about, her company's dates and agreements. Nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from mentors.associations.models import Association, AssociationContact
from mentors.associations.models_agreements import Agreement
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.followups import rules_jobs
from mentors.followups.models_jobs import Job, JobCheck
from mentors.followups.queries_jobs import last_said, next_check_of, the_job_check
from mentors.followups.rules_jobs import JobSide
from mentors.gatherings.queries_hosts import hosted_by
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.models import PersonalLink
from mentors.links.queries import is_live
from mentors.people.models import Person
from mentors.people.rules import folded_name


@dataclass(frozen=True, slots=True)
class CompanyJob:
    """One of her jobs: a first name at most, what she has said, and the question that waits, by its own link."""

    name: str | None  # None where it is protected
    starts_on: date
    said: str | None
    next_on: date | None
    question_token: str | None


@dataclass(frozen=True, slots=True)
class CompanyPage:
    company: str
    job: Job  # whom a call is about
    jobs: tuple[CompanyJob, ...]
    hosted: dict[str, Any] | None
    agreements: tuple[Agreement, ...]


def job_of_link(by: Actor, purpose: str, ref: str) -> Job:
    """The job a company's link leads to. Raises NotThere for the newcomer's own link, and where the contact is gone."""
    if purpose == "job_check":
        check = the_job_check(by, ref)
        found = check.job if check.side is JobSide.company else None
    else:
        found = db.session.scalar(select(Job).where(Job.ref == ref, Job.municipality_id == by.municipality_id))
    if found is None or not (found.contact_email or found.contact_mobile):
        raise NotThere
    return found


def company_page(job: Job) -> CompanyPage:
    """Everything this contact of this company may see: the same company's jobs for which she is the contact."""
    jobs = _jobs_with_the_contact(job)
    association = _association_of(job)
    return CompanyPage(
        company=job.company, job=job, jobs=tuple(_company_job(one) for one in jobs),
        hosted=hosted_by(association) if association else None,
        agreements=tuple(_agreements_of(association)) if association else (),
    )  # fmt: skip


def _jobs_with_the_contact(job: Job) -> list[Job]:
    still = or_(Job.ended_on.is_(None), Job.ended_on > clock.today() - timedelta(days=rules_jobs.FORGET_DAYS))
    rows = select(Job).where(Job.municipality_id == job.municipality_id, still)
    own = folded_name(job.company)  # who the contact is stands sealed, and is looked at afterwards
    found = db.session.scalars(rows.order_by(Job.starts_on.desc(), Job.id))
    return [one for one in found if folded_name(one.company) == own and _same_contact(one, job)]


def _same_contact(one: Job, other: Job) -> bool:
    """By e-mail where both have one: two colleagues may share the switchboard's number."""
    if one.contact_email and other.contact_email:
        return one.contact_email.casefold() == other.contact_email.casefold()
    return one.contact_mobile is not None and one.contact_mobile == other.contact_mobile


def _company_job(job: Job) -> CompanyJob:
    asked = [check for check in job.checks if check.side is JobSide.company]
    return CompanyJob(
        name=None if job.person.is_protected else job.person.first_name, starts_on=job.starts_on,
        said=last_said(asked[-1]) if asked else None, next_on=next_check_of(job) if job.ended_on is None else None,
        question_token=_token_of(asked[-1]) if asked and asked[-1].ended_as is None else None,
    )  # fmt: skip


def _token_of(check: JobCheck) -> str | None:
    """The living link of a question that waits for an answer."""
    live = select(PersonalLink).where(
        PersonalLink.purpose == "job_check", PersonalLink.thing == f"job_check:{check.ref}", is_live()
    )
    link = db.session.scalars(live.order_by(PersonalLink.id.desc())).first()
    return token_for(link.ref) if link is not None else None


def _association_of(job: Job) -> Association | None:
    """The company as it takes part, where this very contact is one of its contacts, too."""
    ways: list[ColumnElement[bool]] = (
        [Person.email.in_({job.contact_email, job.contact_email.casefold()})] if job.contact_email else []
    )
    ways += [Person.mobile == job.contact_mobile] if job.contact_mobile else []
    rows = (
        select(Association)
        .join(AssociationContact, AssociationContact.association_id == Association.id)
        .join(Person, Person.id == AssociationContact.person_id)
        .where(Association.municipality_id == job.municipality_id, Association.closed_at.is_(None))
        .where(AssociationContact.left_at.is_(None), or_(*ways))
        .order_by(Association.id)
    )
    own = folded_name(job.company)
    return next((one for one in db.session.scalars(rows) if folded_name(one.name) == own), None)


def _agreements_of(association: Association) -> list[Agreement]:
    rows = (
        select(Agreement)
        .where(Agreement.association_id == association.id, Agreement.accepted_at.is_not(None))
        .where(Agreement.replaced_at.is_(None))
        .order_by(Agreement.accepted_at.desc())
    )
    return list(db.session.scalars(rows))
