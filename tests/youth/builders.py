"""What the tests of the young start from."""

from __future__ import annotations

from datetime import date
from typing import Any

from mentors.clearances.commands import assess
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.kit.db import db
from mentors.people.models import Person
from mentors.youth import commands, commands_activities
from mentors.youth.models import YouthActivity
from tests.given import Given


def young(given: Given, *, birth: tuple[int, int] = (2012, 6), consent: bool = True, **values: Any) -> Person:
    """Somebody of 14 (in November 2026), with a guardian's yes."""
    person = given.person(**{"birth_year": None, **values})
    commands.register_young(given.by(), person, birth_year=birth[0], birth_month=birth[1], at_school=True)
    if consent:
        guardian = commands.ask_guardian(given.by(), person, name="Mor", mobile="+4520405070", language="uk")
        commands.give_guardian_consent(given.by(), guardian, language="uk")
    db.session.commit()
    return person


def adult(given: Given, *, cleared: bool = True, on: date | None = None, **values: Any) -> Person:
    person = given.person(**values)
    if cleared:
        assess(given.by(), person.id, ClearanceKind.child_certificate, clean=True, on=on or clock.today())
        db.session.commit()
    return person


def activity(given: Given, **values: Any) -> YouthActivity:
    details = commands_activities.ActivityDetails(
        **{"name": "Lektiecafé for unge", "age_from": 13, "age_to": 17, "per_adult": 2, "capacity": 4,
           "starts_on": clock.today(), **values}
    )  # fmt: skip
    found = commands_activities.open_activity(given.by(), details)
    db.session.commit()
    return found
