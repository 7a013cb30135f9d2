"""What the room tells on other pages."""

from __future__ import annotations

from datetime import timedelta

from mentors.clearances import commands as clearances
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.programmes.rules import ParticipationState, ProgrammeKind
from mentors.programmes.views_told_desk import history, person_panel, todos
from tests.given import Given

APPLIED = ParticipationState.applied


def _karen(given: Given) -> Actor:
    return Actor("account:x", given.town().id, frozenset({Role.coordinator}))


def test_an_application_is_late_after_three_days(given: Given) -> None:
    it = given.volunteer(state=APPLIED)
    for days, late in ((2, False), (4, True)):
        with given.app.test_request_context(), clock.stopped(clock.now() + timedelta(days=days)):
            assert [(t.kind, t.late, t.person) for t in todos(_karen(given))] == [("application", late, it.person.name)]


def test_a_consent_not_given_in_14_days_is_a_to_do(given: Given) -> None:
    it = given.volunteer(programme=given.programme(ProgrammeKind.contact_person_child), steps=False)
    clearances.ask_for(given.by(), it.person_id, ClearanceKind.child_certificate)
    for days, kinds in ((14, []), (15, ["consent_overdue"])):
        with given.app.test_request_context(), clock.stopped(clock.now() + timedelta(days=days)):
            assert [t.kind for t in todos(_karen(given))] == kinds


def test_the_persons_page_shows_programmes_and_history(given: Given) -> None:
    it = given.volunteer(steps=False)
    with given.app.test_request_context():
        panel = person_panel(_karen(given), it.person_id)
        assert panel is not None and len(panel["missing"][it.id]) == 2
        assert len(history(_karen(given), it.person_id)) == 2
        assert person_panel(_karen(given), given.person().id) is None
