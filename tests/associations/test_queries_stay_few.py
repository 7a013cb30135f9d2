"""Lists cost the same number of questions however long they are."""

from __future__ import annotations

import pytest

from mentors.associations import commands, commands_referrals
from mentors.clearances.commands import assess
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.kit.db import db
from mentors.youth import commands_activities
from tests.associations.builders import activity as offer
from tests.associations.builders import association
from tests.databases import statements
from tests.given import Given
from tests.youth.builders import activity, adult, young


def grow(given: Given, count: int) -> None:
    club = association(given, f"Klub {count}")
    commands.show_in_public(given.by(), club, True)
    for number in range(count):
        offer(given, club, f"Tilbud {count}-{number}", age_from=5)
        person = given.person()
        assess(given.by(), person.id, ClearanceKind.child_certificate, clean=True, on=clock.today())
        commands.add_volunteer(given.by(), club, person, with_children=True)
        commands_referrals.refer(given.by(), club, given.person(), said_yes=True)
        cafe = activity(given, name=f"Café {count}-{number}")
        commands_activities.add_helper(given.by(), cafe, adult(given))
        commands_activities.add_member(given.by(), cafe, young(given))
    db.session.commit()


@pytest.mark.parametrize(
    "path",
    [
        "/desk/clearances",
        "/desk/associations",
        "/demoby/associations",
        "/demoby/partners",
        "/desk/youth",
        "/desk/youth/activities",
    ],
)
def test_a_long_list_asks_no_more_than_a_short_one(given: Given, path: str) -> None:
    karen = given.coordinator()
    asked = []
    for count in (2, 7):
        grow(given, count)
        karen.get(path)
        with statements() as said:
            assert karen.get(path).status == 200
        asked.append(len(said))
    assert asked[0] == asked[1], asked
