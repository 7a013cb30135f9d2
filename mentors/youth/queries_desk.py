"""What the room offers to the desk."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from mentors.clearances.queries_guardians import guardians_of, has_guardian_consent
from mentors.clearances.rules import GuardianPurpose
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.kit.room import Event, Todo
from mentors.people.queries import person as person_with
from mentors.youth import queries, rules, words_desk


def todos(by: Actor) -> list[Todo]:
    """Activities with too few adults, and young people to ask (again) about a job."""
    if not by.is_staff:
        return []
    today = clock.today()
    short = [
        Todo(
            kind="youth:staffing",
            title=_("Der mangler voksne"),
            url=url_for("youth_desk_activities.activity", ref=activity.ref),
            since=datetime.combine(activity.starts_on, time(), tzinfo=UTC),
            detail=activity.name,
            late=activity.starts_on <= today and queries.staffing(activity, today).young > 0,
            todo_ref=f"staffing-{activity.ref}",
        )
        for activity in queries.activities(by)
        if queries.staffing(activity, max(today, activity.starts_on)).is_short
    ]
    asking = [
        Todo(
            kind="youth:spare_job",
            title=_("Spørg om fritidsjob"),
            url=url_for("youth_desk.youth", ref=line.profile.person.ref),
            since=line.answer.answered_at if line.answer else _morning(line.profile.known_since),
            person=line.profile.person.name,
            todo_ref=f"spare-job-{line.profile.person.ref}",
        )
        for line in queries.young_people(by, today)
        if line.is_to_be_asked
    ]
    return [*short, *asking]


def _morning(day: Any) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def for_person_page(by: Actor, person_id: int) -> dict[str, Any] | None:
    """Age, guardian and job of somebody young; the way in for anybody who could be."""
    person = person_with(person_id)
    if not by.is_staff or person.municipality_id != by.municipality_id:
        return None
    profile, today = queries.profile_of(person_id), clock.today()
    if profile is None and not (person.birth_year and today.year - person.birth_year <= rules.OF_AGE):
        return None
    answers = queries.answers_of(person_id)
    return {
        "profile": profile,
        "age": queries.age_of(profile, today) if profile else None,
        "has_consent": has_guardian_consent(person_id, GuardianPurpose.youth),
        "last": answers[0] if answers else None,
        "job_word": words_desk.SPARE_JOB,
    }


def history(by: Actor, person_id: int) -> list[Event]:
    """Guardians' answers and what was said about a job, over time."""
    if not by.is_staff:
        return []
    events = [Event(row.answered_at, words_desk.SPARE_JOB[row.answer]) for row in queries.answers_of(person_id)]
    for guardian in guardians_of(person_id):
        events.append(Event(guardian.asked_at, _("En forælder blev spurgt")))
        for consent in guardian.consents:
            events.append(Event(consent.given_at, _("En forælder sagde ja"), tone="good"))
            if consent.withdrawn_at is not None:
                events.append(Event(consent.withdrawn_at, _("En forælder trak sit ja tilbage"), tone="attention"))
    return events
