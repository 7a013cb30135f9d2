"""After a no nothing shows what the yes covered: no page, message, plan or export (M14; issue 6 item 4)."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from mentors.core import clock
from mentors.guide.commands import make_page_link
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.own_data import commands_consents
from mentors.pairing.commands import propose_pair
from mentors.pairing.models import Pair
from mentors.pairing.queries import may_see_phone
from mentors.pairing.queries_facts import consents_of
from mentors.people.rules import ConsentKind
from mentors.programmes.models import Participation
from mentors.programmes.rules import Side
from tests.given import Given

SHARE, SIGN_UP = ConsentKind.share_with_contact, ConsentKind.sign_up


@pytest.fixture
def amal(given: Given) -> Participation:
    return given.newcomer(first_name="Zqamal", mobile="+4529876543")


@pytest.fixture
def mentor(given: Given) -> Participation:
    return given.volunteer(first_name="Mette", speaks=("ar", "da"))


def running(given: Given, amal: Participation, mentor: Participation) -> Pair:
    now = clock.now()
    found: Pair = given.keep(Pair(
        municipality_id=amal.person.municipality_id, programme_id=amal.programme_id, newcomer_id=amal.person_id,
        volunteer_id=mentor.person_id, proposed_at=now, volunteer_said_yes_at=now, newcomer_said_yes_at=now,
        state="active",
    ))  # fmt: skip
    return found


@pytest.mark.parametrize("kind", list(ConsentKind))
def test_a_proposal_that_waits_is_taken_back(
    app: Flask, given: Given, amal: Participation, mentor: Participation, kind: ConsentKind
) -> None:
    pair = propose_pair(given.by(), amal, mentor)
    db.session.commit()
    before = given.as_person(mentor.person)
    assert before.get("/my/").says("Zqamal") or pair.is_open
    commands_consents.withdraw(given.by(), amal.person, kind)
    db.session.commit()
    assert not db.session.get_one(Pair, pair.id).is_open
    assert not before.get("/my/").says("Zqamal")
    waiting = db.session.query(Message).filter_by(about=f"pair:{pair.ref}", state=MessageState.waiting).all()
    assert not [one for one in waiting if "Zqamal" in one.body]


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("kind", list(ConsentKind))
def test_nobody_sees_her_number_any_more(
    app: Flask, given: Given, amal: Participation, mentor: Participation, kind: ConsentKind, side: Side
) -> None:
    pair = running(given, amal, mentor)
    who, other = (amal, mentor) if side is Side.newcomer else (mentor, amal)
    assert may_see_phone(pair, side)
    commands_consents.withdraw(given.by(), who.person, kind)
    db.session.commit()
    assert not may_see_phone(db.session.get_one(Pair, pair.id), side)
    assert not given.as_person(other.person).get("/my/").says(who.person.mobile[-4:] if who.person.mobile else "?")


@pytest.mark.parametrize("kind", list(ConsentKind))
def test_no_plan_and_no_suggestion_counts_on_her(
    app: Flask, given: Given, amal: Participation, mentor: Participation, kind: ConsentKind
) -> None:
    commands_consents.withdraw(given.by(), amal.person, kind)
    db.session.commit()
    from mentors.core.refusal import Refused

    assert not consents_of([amal.person_id]).get(amal.person_id, set()) >= {SHARE, SIGN_UP}
    with pytest.raises(Refused):
        propose_pair(given.by(), amal, mentor, because="Det haster")


def test_the_file_says_when_it_was_taken_back(app: Flask, given: Given, amal: Participation) -> None:
    commands_consents.withdraw(given.by(), amal.person, SHARE)
    link = make_page_link(given.by(), amal.person)
    db.session.commit()
    answer = given.new_visitor().get(f"/w/{token_for(link.ref)}/own-data/file").response
    rows = json.loads(answer.get_data(as_text=True))["data"]["people"]["consent"]
    assert {row["kind"]: row["withdrawn_at"] is not None for row in rows} == {SHARE.value: True, SIGN_UP.value: False}


def test_the_desk_and_her_own_page_do_the_same(
    app: Flask, given: Given, amal: Participation, mentor: Participation
) -> None:
    pair = propose_pair(given.by(), amal, mentor)
    db.session.commit()
    desk = given.coordinator()
    page = desk.get(f"/desk/people/{amal.person.ref}")
    form = next(
        f
        for f in page.soup.find_all("form")
        if "consents/withdrawals" in str(f.get("action")) and SHARE.value in str(f)
    )
    token = form.find("input", {"name": "csrf_token"})["value"]  # type: ignore[index]
    desk.post(str(form["action"]), data={"csrf_token": token, "kind": SHARE.value})
    assert not db.session.get_one(Pair, pair.id).is_open


def test_what_is_not_asked_for_is_not_taken_back(app: Flask, given: Given, amal: Participation) -> None:
    link = make_page_link(given.by(), amal.person)
    db.session.commit()
    visitor = given.new_visitor()
    page = visitor.get(f"/w/{token_for(link.ref)}/own-data")
    token = page.soup.find("input", {"name": "csrf_token"})["value"]  # type: ignore[index]
    path = f"/w/{token_for(link.ref)}/own-data/consents/withdrawals"
    assert visitor.post(path, data={"csrf_token": token, "kind": "everything"}).status == 404
