"""Pairs as tests need them: in a state, so many days old."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from mentors.core import clock
from mentors.followups.commands_sweep import sweep
from mentors.followups.models import CheckIn
from mentors.kit.db import db
from mentors.kit.links import with_addresses
from mentors.messages.models import Message
from mentors.pairing.models import Pair
from mentors.pairing.rules import PairState
from mentors.programmes.rules import Side
from tests.given import Given
from tests.page import Page, Visitor


def a_pair(given: Given, state: PairState = PairState.active, **values: Any) -> Pair:
    """An Arabic-speaking newcomer and a Danish volunteer; active for a day unless said otherwise."""
    programme = values.pop("programme", None) or given.programme()
    newcomer = values.pop("newcomer", None) or given.newcomer(programme=programme, first_name="Amina").person
    volunteer = values.pop("volunteer", None) or given.volunteer(programme=programme, first_name="Karin").person
    now = clock.now()
    since = values.pop("since", now)
    columns: dict[str, Any] = {
        "municipality_id": programme.municipality_id, "programme_id": programme.id, "newcomer_id": newcomer.id,
        "volunteer_id": volunteer.id, "state": state, "proposed_at": since, "volunteer_said_yes_at": since,
        "newcomer_said_yes_at": since,
    }  # fmt: skip
    if state in (PairState.active, PairState.paused):
        columns |= {"active_at": since, "first_met_on": since.date(), "starts_on": since.date()}
        columns |= {"planned_end_on": since.date() + timedelta(days=120)}
    pair = Pair(**{**columns, **values})
    db.session.add(pair)
    db.session.commit()
    return pair


def swept(at: datetime) -> int:
    """A sweep at an instant."""
    with clock.stopped(at):
        done = sweep()
        db.session.commit()
    return done


def later(days: int) -> datetime:
    return clock.now() + timedelta(days=days)


def the_link(side: Side) -> str:
    """The path in the latest message to a side."""
    rows = db.session.query(Message).order_by(Message.id.desc())
    for message in rows:
        check_in = db.session.query(CheckIn).filter_by(person_id=message.person_id).first()
        if check_in is not None and check_in.side is side:
            found = re.search(r"http://town\.example(/w/[\w-]+)", with_addresses(message.body))
            assert found
            return found.group(1)
    raise AssertionError("nobody was asked")


def opened(given: Given, side: Side) -> Page:
    """The question as its reader opens it on her phone."""
    visitor: Visitor = given.new_visitor()
    return visitor.get(the_link(side))
