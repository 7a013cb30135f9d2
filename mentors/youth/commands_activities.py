"""Activities with enough adults, and spare-time jobs within the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from mentors.clearances import commands as clearances
from mentors.clearances.queries_guardians import has_guardian_consent
from mentors.clearances.rules import ClearanceKind, GuardianPurpose
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.people.models import Person
from mentors.youth import queries, rules, words
from mentors.youth.models import JobPosting, YouthActivity, YouthHelper, YouthMember
from mentors.youth.rules_work import Work, breaches


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDetails:
    name: str
    age_from: int
    age_to: int
    per_adult: int
    capacity: int
    starts_on: date
    ends_on: date | None = None
    day: str | None = None
    part: str | None = None
    postcode: str | None = None


def open_activity(by: Actor, details: ActivityDetails) -> YouthActivity:
    """A new activity. Raises Refused where ages or days stand the wrong way round."""
    if by.municipality_id is None:
        raise ValueError("an activity belongs to a municipality")
    _look_at(details)
    activity = YouthActivity(municipality_id=by.municipality_id, **_columns(details))
    db.session.add(activity)
    db.session.flush()
    note(by, "youth.activity_opened", thing=f"youth_activity:{activity.ref}")
    return activity


def change_activity(by: Actor, activity: YouthActivity, details: ActivityDetails) -> YouthActivity:
    """Change an activity. Where it opens to children under 15, or lasts longer, every adult in it must be
    cleared for all of it; raises Refused with what is missing."""
    _look_at(details)
    if details.age_from < rules.CHILD_UNDER:
        for helper in queries.live_helpers(activity):
            start = max(details.starts_on, clock.today())
            helper.contact = clearances.enter_contact(
                by, helper.person_id, _thing(activity), on=start, through=details.ends_on
            )
        db.session.flush()
    for name, value in _columns(details).items():
        setattr(activity, name, value)
    db.session.flush()
    if not activity.meets_under_15:
        for helper in queries.live_helpers(activity):
            _let_go(by, helper)
    for helper in activity.helpers:
        db.session.refresh(helper)
    note(by, "youth.activity_changed", thing=_thing(activity))
    return activity


def _look_at(details: ActivityDetails) -> None:
    if details.age_from > details.age_to:
        raise Refused(_("Alderen til skal være højere end alderen fra."), field="age_to")
    if details.ends_on is not None and details.ends_on < details.starts_on:
        raise Refused(_("Slutdagen ligger før startdagen."), field="ends_on")


def _columns(details: ActivityDetails) -> dict[str, object]:
    values = {name: getattr(details, name) for name in ActivityDetails.__slots__}
    return {**values, "meets_under_15": details.age_from < rules.CHILD_UNDER}


def _thing(activity: YouthActivity) -> str:
    return f"youth_activity:{activity.ref}"


def close_activity(by: Actor, activity: YouthActivity) -> None:
    """It is over: its adults leave the children, its young leave too."""
    activity.closed_at = clock.now()
    for helper in queries.live_helpers(activity):
        remove_helper(by, helper)
    for member in queries.live_members(activity):
        member.left_on = clock.today()
    db.session.flush()
    note(by, "youth.activity_closed", thing=_thing(activity))


# --- adults ---------------------------------------------------------------------------------------


def add_helper(by: Actor, activity: YouthActivity, person: Person) -> YouthHelper:
    """An adult around an activity, until it ends. With anyone under 15 only with a child certificate that is
    valid from the first day to the last. Raises Refused with what is missing."""
    _same_town(by, activity, person)
    profile = queries.profile_of(person.id)
    if profile is not None and rules.needs_guardian(queries.age_of(profile, clock.today())):
        raise Refused(_("En voksen skal være fyldt 18 år."))
    known = next((one for one in queries.live_helpers(activity) if one.person_id == person.id), None)
    start = max(activity.starts_on, clock.today())
    if known is not None:
        if known.contact is not None and known.contact.ended_on is not None:  # her certificate was gone for a while
            known.contact = clearances.enter_contact(
                by, person.id, _thing(activity), on=start, through=activity.ends_on
            )
            db.session.flush()
        return known
    helper = YouthHelper(meets_under_15=activity.meets_under_15, person=person, since_on=start)
    if activity.meets_under_15:
        helper.contact = clearances.enter_contact(by, person.id, _thing(activity), on=start, through=activity.ends_on)
    activity.helpers.append(helper)
    db.session.flush()
    note(by, "youth.helper_added", thing=_thing(activity), person_id=person.id)
    return helper


def ask_for_certificate(by: Actor, activity: YouthActivity, person: Person) -> None:
    """A certificate is asked for, and the register names who waits for it."""
    _same_town(by, activity, person)
    clearances.ask_for(by, person.id, ClearanceKind.child_certificate)
    clearances.note_need(by, person.id, ClearanceKind.child_certificate, _thing(activity))


def remove_helper(by: Actor, helper: YouthHelper) -> None:
    helper.left_on = clock.today()
    _let_go(by, helper)
    db.session.flush()
    note(by, "youth.helper_left", thing=_thing(helper.activity), person_id=helper.person_id)


def _let_go(by: Actor, helper: YouthHelper) -> None:
    if helper.contact is not None:
        clearances.leave_contact(by, helper.contact)


# --- the young ------------------------------------------------------------------------------------


def add_member(by: Actor, activity: YouthActivity, person: Person) -> YouthMember:
    """A young person joins. Raises Refused for the wrong age, without a guardian's yes, or where there is no
    seat or too few adults."""
    _same_town(by, activity, person)
    today = clock.today()
    profile = queries.profile_of(person.id)
    if profile is None:
        raise Refused(_("Skriv først, hvornår den unge er født."))
    age = queries.age_of(profile, max(activity.starts_on, today))
    if not activity.age_from <= age <= activity.age_to:
        raise Refused(_("Det er for %(low)d til %(high)d år.", low=activity.age_from, high=activity.age_to))
    if rules.needs_guardian(age) and not has_guardian_consent(person.id, GuardianPurpose.youth):
        raise Refused(_("En forælder skal sige ja først."))
    known = next((one for one in queries.live_members(activity) if one.person_id == person.id), None)
    if known is not None:
        return known
    if len(queries.live_members(activity)) >= activity.capacity:
        raise Refused(_("Der er ikke flere pladser."))
    if not queries.staffing(activity, max(activity.starts_on, today)).has_room:
        raise Refused(
            _("Der er for få voksne. Der skal være én voksen til højst %(num)d unge.", num=activity.per_adult)
        )
    member = YouthMember(person=person, joined_on=today)
    activity.members.append(member)
    db.session.flush()
    note(by, "youth.joined", thing=_thing(activity), person_id=person.id)
    return member


def remove_member(by: Actor, member: YouthMember) -> None:
    member.left_on = clock.today()
    db.session.flush()
    note(by, "youth.left", thing=_thing(member.activity), person_id=member.person_id)


# --- spare-time jobs ------------------------------------------------------------------------------


def post_job(by: Actor, work: Work, *, title: str, company: str, postcode: str, phone: str | None = None) -> JobPosting:
    """Put a spare-time job up. Raises Refused with the first rule of working hours it breaks, and its source."""
    if by.municipality_id is None:
        raise ValueError("a posting belongs to a municipality")
    if work.ends <= work.begins:  # else a night from 20 to 8 would keep every single limit
        raise Refused(_("Senest klokken skal ligge efter tidligst klokken."), field="ends")
    broken = breaches(work, clock.today())
    if broken:
        first = broken[0]
        field = "age_from" if first.limit == "no_work" else str(first.limit)
        raise Refused(_("%(rule)s Kilde: %(source)s.", rule=words.rule_said(first), source=first.source), field=field)
    posting = JobPosting(
        municipality_id=by.municipality_id, title=title, company=company, postcode=postcode, phone=phone,
        posted_at=clock.now(), **{name: getattr(work, name) for name in Work.__slots__},
    )  # fmt: skip
    db.session.add(posting)
    db.session.flush()
    note(by, "youth.job_posted", thing=f"job_posting:{posting.ref}")
    return posting


def close_job(by: Actor, posting: JobPosting) -> None:
    posting.closed_at = clock.now()
    db.session.flush()
    note(by, "youth.job_closed", thing=f"job_posting:{posting.ref}")


def _same_town(by: Actor, activity: YouthActivity, person: Person) -> None:
    if len({by.municipality_id, activity.municipality_id, person.municipality_id}) != 1:
        raise NotThere
