from __future__ import annotations

from mentors.clearances import commands
from mentors.clearances.queries import clearances_of
from mentors.clearances.rules import ClearanceKind
from tests.given import Given


def test_a_check_noted_on_the_wrong_person_is_taken_back_and_can_be_asked_for_again(given: Given) -> None:
    anna, by = given.person(), given.by()
    commands.ask_for(by, anna.id, ClearanceKind.child_certificate)
    commands.take_back(by, anna.id, ClearanceKind.child_certificate)
    assert clearances_of(anna.id) == {}
    commands.take_back(by, anna.id, ClearanceKind.child_certificate)
    commands.ask_for(by, anna.id, ClearanceKind.child_certificate)
    assert ClearanceKind.child_certificate in clearances_of(anna.id)
