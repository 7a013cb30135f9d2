from __future__ import annotations

from sqlalchemy import Select, false, select

from mentors.core.actor import Actor
from mentors.people.models import Person
from mentors.youth.models import JobPosting, YouthActivity, YouthProfile


def visible_young(by: Actor) -> Select[YouthProfile]:
    """Young people of the actor's municipality, for staff alone."""
    rows = select(YouthProfile).join(Person, Person.id == YouthProfile.person_id)
    return rows.where(Person.municipality_id == by.municipality_id) if by.is_staff else rows.where(false())


def visible_activities(by: Actor) -> Select[YouthActivity]:
    rows = select(YouthActivity).where(YouthActivity.municipality_id == by.municipality_id)
    return rows if by.is_staff else rows.where(false())


def visible_postings(by: Actor) -> Select[JobPosting]:
    rows = select(JobPosting).where(JobPosting.municipality_id == by.municipality_id)
    return rows if by.is_staff else rows.where(false())
