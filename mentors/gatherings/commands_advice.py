"""Doing: one-to-one talks at an advice café. What is said is kept nowhere; the name goes the day after."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import Refused
from mentors.gatherings import queries, rules, words_desk
from mentors.gatherings.models import AdviceSlot, Session
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.links.commands import make_link, withdraw_links

MAY_BE_MOVED = timedelta(days=60)  # the way back to a talk outlives a move; there is no name in it by then


def open_slots(by: Actor, session: Session, *, minutes: int) -> int:
    """Cut a session into talks of so many minutes; booked ones stay. How many there are now."""
    there = {slot.starts_at: slot for slot in queries.slots_of(session)}
    if any(slot.booked_at for slot in there.values()):
        raise Refused(words_desk.TALKS_BOOKED, field="minutes")
    for slot in there.values():
        db.session.delete(slot)
    db.session.flush()
    times = rules.slot_times(session.starts_at, session.minutes, minutes)
    db.session.add_all(AdviceSlot(session_id=session.id, starts_at=at, minutes=minutes) for at in times)
    db.session.flush()
    note(by, "gatherings.slots_opened", thing=f"session:{session.ref}")
    return len(times)


def book_slot(
    by: Actor, slot: AdviceSlot, *, first_name: str, topic: str, language: str, mobile: str | None = None,
    email: str | None = None,
) -> str:  # fmt: skip
    """Book a talk with a first name and a topic; the token's link comes back, to cancel with. Raises Refused.

    A way to be told that the time has changed is kept until the day after, and no adviser sees it.
    """
    held = db.session.scalars(
        select(AdviceSlot)
        .where(AdviceSlot.id == slot.id)
        .with_for_update(of=AdviceSlot)
        .execution_options(populate_existing=True)
    ).one()
    if topic not in rules.ADVICE_TOPICS:
        raise Refused(_("Vælg et emne på listen."), field="topic")
    if held.booked_at is not None or held.session.cancelled_at is not None or held.starts_at <= clock.now():
        raise Refused(_("Tiden er lige blevet taget. Vælg en anden."), field="slot")
    held.first_name, held.topic, held.booked_at = first_name, topic, clock.now()
    held.mobile, held.email, held.language = mobile, email, language
    link = make_link(
        "advice_slot", municipality_id=held.session.municipality_id, thing=f"advice_slot:{held.ref}",
        language=language, lasts=held.starts_at - clock.now() + MAY_BE_MOVED,
    )  # fmt: skip
    note(by, "gatherings.slot_booked", thing=f"advice_slot:{held.ref}")
    return link.ref


def free_slot(by: Actor, slot: AdviceSlot) -> None:
    """Give a booked talk back; its name and topic are gone at once."""
    slot.first_name = slot.topic = slot.mobile = slot.email = slot.booked_at = None
    withdraw_links(thing=f"advice_slot:{slot.ref}")
    db.session.flush()
    note(by, "gatherings.slot_freed", thing=f"advice_slot:{slot.ref}")


def forget_names() -> int:
    """A job: the day after an advice café nothing is left of who came to talk about what."""
    old = db.session.scalars(
        select(AdviceSlot).where(
            AdviceSlot.first_name.is_not(None), AdviceSlot.starts_at < clock.now() - timedelta(hours=18)
        )
    ).all()
    for slot in old:
        slot.first_name = slot.topic = slot.mobile = slot.email = None
    db.session.flush()
    return len(old)
