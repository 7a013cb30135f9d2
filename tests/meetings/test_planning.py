from __future__ import annotations

from datetime import date, timedelta

import pytest

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere, Refused
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.models import PersonalLink
from mentors.meetings import commands, queries
from mentors.meetings.models import Meeting
from mentors.messages.models import Message
from mentors.pairing.models import Pair
from mentors.people.commands import protect
from tests.given import Given
from tests.pairing.things import agreed_pair

AT = clock.at_local(date(2026, 12, 1), 17)


def _told(kind: str) -> list[Message]:
    return db.session.query(Message).filter_by(kind=f"meetings/{kind}").order_by(Message.id).all()


def _volunteer(pair: Pair) -> Actor:
    return Actor(label="account:v", municipality_id=pair.municipality_id, person_id=pair.volunteer_id)


def test_a_volunteer_plans_moves_and_cancels_and_the_newcomer_is_told_each_time(given: Given) -> None:
    pair = agreed_pair(given, given.newcomer(first_name="Amal"))
    bente = given.as_person(pair.volunteer)
    page = bente.get("/my/").click("Planlæg et møde")
    page = page.press("Planlæg mødet", on="2026-12-01", at="17:00", place="Biblioteket")
    assert page.says("tirsdag 1. december kl. 17.00") and page.says("Biblioteket")
    page = page.click("Flyt mødet").press("Flyt mødet", on="2026-12-02", at="18:30")
    assert page.says("onsdag 2. december kl. 18.30")
    page = page.press("Aflys mødet")
    assert page.says("Mødet er aflyst.") and not page.says("18.30")
    for kind in ("planned", "moved", "cancelled"):
        assert [message.person_id for message in _told(kind)] == [pair.newcomer_id]
    assert db.session.query(Meeting).one().sequence == 2


def test_the_message_leads_to_one_meeting_in_the_readers_language(given: Given) -> None:
    pair = agreed_pair(given)
    commands.plan_meeting(_volunteer(pair), pair, starts_at=AT, place="Biblioteket")
    db.session.commit()
    [told] = _told("planned")
    assert told.language == "ar"
    link = db.session.query(PersonalLink).filter_by(purpose="meeting").one()
    page = given.new_visitor().get(f"/w/{token_for(link.ref)}")
    assert 'dir="rtl"' in page.html.split("<head>")[0]
    assert page.says("Biblioteket") and page.says("17:00")
    assert len(page.html) < 20_000
    answer = page.visitor.get(page.path + ".ics")
    assert answer.response.mimetype == "text/calendar"


def test_planning_the_same_time_twice_is_one_meeting(given: Given) -> None:
    pair = agreed_pair(given)
    first, again = (commands.plan_meeting(_volunteer(pair), pair, starts_at=AT) for _ in range(2))
    assert first is again
    assert len(_told("planned")) == 1


@pytest.mark.parametrize("days", [-1, 400])
def test_a_time_that_is_past_or_far_off_is_refused(given: Given, days: int) -> None:
    with pytest.raises(Refused):
        commands.plan_meeting(given.by(), agreed_pair(given), starts_at=clock.now() + timedelta(days=days))


def test_a_place_that_looks_like_a_cpr_number_is_stopped(given: Given) -> None:
    pair = agreed_pair(given)
    page = given.as_person(pair.volunteer).get(f"/my/pairs/{pair.ref}/meetings/new")
    page = page.press("Planlæg mødet", on="2026-12-01", at="17:00", place="010190-1234")
    assert page.status == 422
    assert db.session.query(Meeting).count() == 0


def test_a_stranger_can_neither_see_nor_move_a_meeting(given: Given) -> None:
    pair = agreed_pair(given)
    meeting = commands.plan_meeting(given.by(), pair, starts_at=AT)
    db.session.commit()
    stranger = given.person()
    browser = given.as_person(stranger)
    for path in (
        f"/my/meetings/{meeting.ref}/time",
        f"/my/meetings/{meeting.ref}.ics",
        f"/my/pairs/{pair.ref}/meetings/held",
    ):
        assert browser.get(path).status == 404
    with pytest.raises(NotThere):
        commands.cancel_meeting(
            Actor(label="account:s", municipality_id=pair.municipality_id, person_id=stranger.id), meeting
        )


def test_the_next_meeting_is_the_nearest_that_is_neither_held_nor_cancelled(given: Given) -> None:
    pair = agreed_pair(given)
    later = commands.plan_meeting(given.by(), pair, starts_at=AT + timedelta(days=7))
    sooner = commands.plan_meeting(given.by(), pair, starts_at=AT)
    assert queries.next_meeting(pair.id) is sooner
    commands.cancel_meeting(given.by(), sooner)
    assert queries.next_meeting(pair.id) is later
    assert [meeting.ref for meeting in queries.meetings_of(pair.id)] == [later.ref, sooner.ref]


def test_a_coordinator_sees_the_meetings_on_the_pairs_page(given: Given) -> None:
    pair = agreed_pair(given)
    commands.plan_meeting(given.by(), pair, starts_at=AT)
    page = given.coordinator().get(f"/desk/pairs/{pair.ref}")
    assert page.says("tirsdag 1. december kl. 17.00") and page.says("Planlagt")


def test_those_who_meet_among_others_are_told_before_they_send(given: Given) -> None:
    pair = agreed_pair(given, given.newcomer(first_name="Amal"))
    bente, among_others = given.as_person(pair.volunteer), "Vælg et sted med andre mennesker"
    addresses = [f"/my/pairs/{pair.ref}/meetings/new", f"/my/pairs/{pair.ref}/meetings/held"]
    before = bente.get(addresses[0])
    assert before.says("Sted (valgfrit)") and not before.says(among_others)
    protect(given.by(), pair.newcomer, True)
    db.session.commit()
    plan, log = (bente.get(address) for address in addresses)
    assert plan.says(among_others) and not plan.says("Sted (valgfrit)")
    assert log.says(among_others) and log.says("Sted (valgfrit)")
    refused = plan.press("Planlæg mødet", on="2026-12-01", at="17:00", place="Vestergade 4, 2. tv")
    assert refused.says("Der er noget, der skal rettes") and "Vestergade 4, 2. tv" in refused.html
    bente.get(addresses[0]).press("Planlæg mødet", on="2026-12-01", at="17:00", place="Biblioteket")
    move = bente.get("/my/").click("Flyt mødet")
    assert move.says(among_others) and not move.says("Sted (valgfrit)")
