from __future__ import annotations

from datetime import date, timedelta

import pytest

from mentors.clearances.queries import clearances_of
from mentors.clearances.rules import ClearanceKind, ClearanceState
from mentors.core import clock
from mentors.core.refusal import NotThere, Refused
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.models import PersonalLink
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.programmes import commands, queries
from mentors.programmes.models import Participation
from mentors.programmes.rules import ParticipationState, ProgrammeKind, StepKind
from tests.given import Given
from tests.page import Page

APPLIED, TODAY = ParticipationState.applied, date(2026, 11, 23)


def _applicant(given: Given, kind: ProgrammeKind = ProgrammeKind.host, **values: object) -> Participation:
    return given.volunteer(programme=given.programme(kind), state=APPLIED, steps=False, **values)


def _open(given: Given, it: Participation) -> Page:
    return given.coordinator().get(f"/desk/applications/{it.ref}")


def _state(it: Participation) -> ParticipationState:
    db.session.refresh(it)
    return it.state


def test_a_volunteer_is_approved_when_every_step_is_done(given: Given) -> None:
    it = _applicant(given, ProgrammeKind.contact_person_child)
    page = _open(given, it)
    for step in ("interview", "course"):
        page = page.visitor.post(f"/desk/applications/{it.ref}/steps/{step}", data=_with_token(page, f"{step}-on"))
    page = page.visitor.post(
        f"/desk/applications/{it.ref}/steps/confidentiality", data=_with_token(page, "confidentiality-on")
    )
    page = page.press("Bestilt i dag")
    assert page.says("Venter på samtykke") and page.says("senest 7. december 2026")
    data = {**_with_token(page, "child_certificate-on"), "child_certificate-outcome": "clean"}
    page = page.visitor.post(f"/desk/applications/{it.ref}/steps/child_certificate", data=data)
    assert page.says("gælder til 23. november 2028")
    page = page.press("Godkend")
    assert page.says("Godkendt.") and _state(it) is ParticipationState.approved
    assert [m.kind for m in db.session.query(Message)] == ["programmes/approved"]


def _with_token(page: Page, name: str, day: str = "2026-11-23") -> dict[str, str]:
    token = page.soup.select_one("[name=csrf_token]")["value"]  # type: ignore[index]
    return {"csrf_token": str(token), name: day}


def test_the_forms_of_the_steps_are_filled_as_shown(given: Given) -> None:
    it = _applicant(given)
    page = _open(given, it).press("Gem", **{"interview-on": "2026-11-20"})
    assert page.says("Noteret.") and page.says("20. november 2026")
    assert queries.missing_steps_of([it], TODAY)[it.id] == (StepKind.confidentiality,)


def test_an_approval_names_the_missing_steps(given: Given) -> None:
    it = _applicant(given)
    page = _open(given, it).press("Godkend")
    assert page.says("Der mangler: Samtale, Tavshedserklæring") and _state(it) is APPLIED


def test_a_day_to_come_is_refused_at_its_field(given: Given) -> None:
    it = _applicant(given)
    page = _open(given, it).press("Gem", **{"interview-on": "2026-12-24"})
    assert page.status == 422 and page.says("må ikke ligge i fremtiden")
    assert 'value="2026-12-24"' in page.html


def test_a_certificate_that_is_not_in_order_keeps_the_volunteer_out(given: Given) -> None:
    it = _applicant(given, ProgrammeKind.contact_person_child)
    page = _open(given, it)
    data = {**_with_token(page, "child_certificate-on"), "child_certificate-outcome": "refused"}
    page = page.visitor.post(f"/desk/applications/{it.ref}/steps/child_certificate", data=data)
    assert page.says("Ikke i orden")
    assert clearances_of(it.person_id)[ClearanceKind.child_certificate].state is ClearanceState.refused


def test_a_step_marked_by_mistake_is_undone(given: Given) -> None:
    it = _applicant(given)
    page = _open(given, it).press("Gem", **{"interview-on": "2026-11-20"}).press("Fortryd")
    assert page.says("Fortrudt.")
    assert StepKind.interview in queries.missing_steps_of([it], TODAY)[it.id]
    commands.do_step(given.by(), it, StepKind.confidentiality, TODAY)
    commands.undo_step(given.by(), it, StepKind.confidentiality)
    assert StepKind.confidentiality in queries.missing_steps_of([it], TODAY)[it.id]


def test_turning_down_is_undone_with_one_button(given: Given) -> None:
    it = _applicant(given)
    page = _open(given, it).press("Sig nej tak")
    assert _state(it) is ParticipationState.turned_down
    page.press("Fortryd: gør til ny igen")
    assert _state(it) is APPLIED


def test_an_approval_undone_is_not_told_to_the_volunteer(given: Given) -> None:
    it = given.volunteer(state=APPLIED)
    page = _open(given, it).press("Godkend")
    page.press("Fortryd: gør til ny igen")
    assert _state(it) is APPLIED
    assert [m.state for m in db.session.query(Message)] == [MessageState.cancelled]


def test_a_volunteer_rests_until_a_day_and_is_back_by_herself(given: Given) -> None:
    it = given.volunteer()
    page = _open(given, it)
    wrong = page.press("Sæt på pause", **{"pause-until": "2026-11-01"})
    assert wrong.status == 422 and wrong.says("der ikke er gået endnu")
    page.press("Sæt på pause", **{"pause-until": "2026-12-01"})
    assert _state(it) is ParticipationState.paused
    assert commands.resume_paused() == 0
    with clock.stopped(clock.now() + timedelta(days=8)):
        assert commands.resume_paused() == 1
        assert commands.resume_paused() == 0
    assert _state(it) is ParticipationState.approved and it.paused_until is None


def test_whoever_stops_can_come_back(given: Given) -> None:
    it = given.volunteer()
    page = _open(given, it).press("Er stoppet")
    assert _state(it) is ParticipationState.left and it.left_at is not None
    assert queries.approved_in(it.programme_id, it.side) == []
    assert page.says("Fortryd: gør til ny igen")


def test_a_pressed_button_twice_says_so_and_breaks_nothing(given: Given) -> None:
    it = given.volunteer()
    page = _open(given, it)
    page.press("Er stoppet")
    again = page.press("Er stoppet")
    assert again.status == 200 and again.says("Det kan ikke lade sig gøre nu")


def test_the_declaration_is_signed_online_by_pressing_not_by_opening(given: Given) -> None:
    it = _applicant(given)
    _open(given, it).press("Send tavshedserklæring")
    link = db.session.query(PersonalLink).filter_by(purpose="declaration").one()
    page = given.new_visitor().get(f"/w/{token_for(link.ref)}")
    assert page.says("Jeg holder det for mig selv") and not clearances_of(it.person_id)
    page.press("Det lover jeg")
    db.session.expire_all()
    signed = clearances_of(it.person_id)[ClearanceKind.confidentiality]
    assert (signed.state, signed.wording) == (ClearanceState.clean, "2026-11")
    assert page.press("Det lover jeg").status == 410


def test_a_stranger_staff_cannot_decide(given: Given) -> None:
    it = given.volunteer(state=APPLIED)
    other = given.by(given.town("andenby"))
    for decide in (commands.approve, commands.turn_down, commands.leave):
        with pytest.raises(NotThere):
            decide(other, it)


def test_somebody_under_18_needs_a_parents_yes(given: Given) -> None:
    young = given.newcomer(state=APPLIED, birth_year=2011)
    with pytest.raises(Refused, match="forælder"):
        commands.approve(given.by(), young)
