from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from mentors.clearances.queries_guardians import consented
from mentors.clearances.rules import GuardianPurpose
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.kit.db import db
from mentors.youth import rules
from mentors.youth.models import (
    JobPosting,
    SpareJobAnswer,
    YouthActivity,
    YouthHelper,
    YouthMember,
    YouthProfile,
)
from mentors.youth.policy import visible_activities, visible_postings, visible_young
from mentors.youth.rules import Share, Staffing


def profile_of(person_id: int) -> YouthProfile | None:
    return db.session.get(YouthProfile, person_id)


def age_of(profile: YouthProfile, on: date) -> int:
    return rules.age_on(profile.birth_year, profile.birth_month, on)


# --- spare-time jobs ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Young:
    """A line of the list of the young."""

    profile: YouthProfile
    age: int
    answer: SpareJobAnswer | None
    has_consent: bool

    @property
    def is_to_be_asked(self) -> bool:
        last = clock.local_day(self.answer.answered_at) if self.answer else None
        return rules.is_to_be_asked(last, clock.today())


def young_people(by: Actor, on: date) -> list[Young]:
    """Those aged 13 to 17 on a day with what they said last by then. Three queries."""
    found = db.session.scalars(visible_young(by).where(YouthProfile.known_since <= on))
    profiles = sorted(found, key=lambda profile: (profile.person.name_folded, profile.person_id))
    aged = [(profile, age_of(profile, on)) for profile in profiles]
    aged = [(profile, age) for profile, age in aged if rules.YOUNGEST <= age <= rules.OLDEST]
    ids = [profile.person_id for profile, _age in aged]
    said, consents = _last_answers(ids, on), consented(ids, GuardianPurpose.youth)
    return [Young(p, age, said.get(p.person_id), p.person_id in consents) for p, age in aged]


def _last_answers(person_ids: list[int], on: date) -> dict[int, SpareJobAnswer]:
    end = clock.at_local(on + timedelta(days=1), 0)
    rows = db.session.scalars(
        select(SpareJobAnswer)
        .where(SpareJobAnswer.person_id.in_(person_ids), SpareJobAnswer.answered_at < end)
        .order_by(SpareJobAnswer.answered_at, SpareJobAnswer.id)
    )
    return {row.person_id: row for row in rows}


def job_share(young: list[Young]) -> Share:
    """The KPI of row 20 from the list of a day."""
    return rules.share(len(young), [line.answer.answer for line in young if line.answer is not None])


def answers_of(person_id: int) -> list[SpareJobAnswer]:
    """What somebody said over time, newest first."""
    rows = select(SpareJobAnswer).where(SpareJobAnswer.person_id == person_id)
    return list(db.session.scalars(rows.order_by(SpareJobAnswer.answered_at.desc(), SpareJobAnswer.id.desc())))


# --- activities -----------------------------------------------------------------------------------


def activities(by: Actor) -> list[YouthActivity]:
    rows = visible_activities(by).where(YouthActivity.closed_at.is_(None))
    return list(db.session.scalars(rows.order_by(YouthActivity.name)))


def the_activity(by: Actor, ref: str) -> YouthActivity:
    found = db.session.scalar(visible_activities(by).where(YouthActivity.ref == ref))
    if found is None:
        raise NotThere
    return found


def staffing(activity: YouthActivity, on: date) -> Staffing:
    """How an activity stands on a day."""
    young = sum(member.left_on is None or on < member.left_on for member in activity.members)
    adults = sum(helper.counts_on(on) for helper in activity.helpers)
    return Staffing(young, adults, activity.per_adult)


def live_helpers(activity: YouthActivity) -> list[YouthHelper]:
    return [helper for helper in activity.helpers if helper.left_on is None]


def live_members(activity: YouthActivity) -> list[YouthMember]:
    return [member for member in activity.members if member.left_on is None]


def the_helper(activity: YouthActivity, ref: str) -> YouthHelper:
    found = next((helper for helper in live_helpers(activity) if helper.ref == ref), None)
    if found is None:
        raise NotThere
    return found


def the_member(activity: YouthActivity, ref: str) -> YouthMember:
    found = next((member for member in live_members(activity) if member.ref == ref), None)
    if found is None:
        raise NotThere
    return found


def memberships_of(person_id: int) -> list[YouthMember]:
    wanted = (YouthMember.person_id == person_id, YouthMember.left_on.is_(None))
    return list(db.session.scalars(select(YouthMember).where(*wanted)))


# --- postings -------------------------------------------------------------------------------------


def postings(by: Actor) -> list[JobPosting]:
    rows = visible_postings(by).where(JobPosting.closed_at.is_(None))
    return list(db.session.scalars(rows.order_by(JobPosting.posted_at.desc())))


def public_postings(municipality_id: int) -> list[JobPosting]:
    wanted = (JobPosting.municipality_id == municipality_id, JobPosting.closed_at.is_(None))
    return list(db.session.scalars(select(JobPosting).where(*wanted).order_by(JobPosting.posted_at.desc())))


def the_posting(by: Actor, ref: str) -> JobPosting:
    found = db.session.scalar(visible_postings(by).where(JobPosting.ref == ref))
    if found is None:
        raise NotThere
    return found


# --- what the job asks ----------------------------------------------------------------------------


def everybody_young() -> list[YouthProfile]:
    """All profiles, of every municipality; for the job that watches birthdays."""
    return list(db.session.scalars(select(YouthProfile).order_by(YouthProfile.person_id)))
