"""How a child's pair stands: the certificate's contact, and a parent's yes."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mentors.clearances import queries as clearances
from mentors.clearances import words as clearance_words
from mentors.clearances.queries_guardians import consented, has_guardian_consent
from mentors.clearances.rules import GuardianPurpose, child_hurdle
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.kit.db import db
from mentors.pairing.models import Pair
from mentors.pairing.rules import MEETING_STATES


def meeting_a_child(municipality_id: int | None = None) -> list[Pair]:
    """The pairs around a child that meet now, of one municipality or of all."""
    rows = (
        select(Pair)
        .where(Pair.meets_children.is_(True), Pair.state.in_(MEETING_STATES))
        .options(joinedload(Pair.contact))
        .order_by(Pair.id)
    )
    here = rows if municipality_id is None else rows.where(Pair.municipality_id == municipality_id)
    return list(db.session.scalars(here))


def is_certified(pair: Pair) -> bool:
    """Whether the volunteer's certificate stands from today to the planned end."""
    today = clock.today()
    last = max(today, pair.planned_end_on or today)
    return child_hurdle(clearances.child_certificate(pair.volunteer_id), today, last) is None


def may_not_meet() -> list[int]:
    """Pairs that meet a child though something is missing today, as row numbers. Three questions."""
    pairs, today = meeting_a_child(), clock.today()
    agreed = consented([pair.newcomer_id for pair in pairs], GuardianPurpose.contact_person)
    return [
        pair.id
        for pair in pairs
        if pair.newcomer_id not in agreed or pair.contact is None or not pair.contact.stands_on(today)
    ]


def pair_panel(by: Actor, pair_id: int) -> dict[str, Any] | None:
    """For a coordinator: whether the volunteer may meet the child, until when, and where it is put in order."""
    pair = db.session.get_one(Pair, pair_id)
    if not by.is_staff or not pair.programme.meets_children or not pair.is_open:
        return None
    certificate = clearances.child_certificate(pair.volunteer_id)
    hurdle = child_hurdle(certificate, clock.today())
    return {
        "hurdle": clearance_words.CHILD_HURDLE[hurdle] if hurdle else None,
        "until": certificate.valid_until if certificate else None,
        "has_guardian": has_guardian_consent(pair.newcomer_id, GuardianPurpose.contact_person),
        "stands": pair.may_meet_on(clock.today()),
        "certificate_url": url_for("clearances.person", ref=pair.volunteer.ref),
        "guardian_url": url_for("youth_desk.youth", ref=pair.newcomer.ref),
    }
