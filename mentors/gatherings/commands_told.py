"""Doing: telling everybody a change concerns - families, a course, booked talks, speakers - once, each in her language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.gatherings import notices, queries, rules
from mentors.gatherings.models import AdviceSlot, Series, Session, Speaker
from mentors.gatherings.models_people import SignUp
from mentors.gatherings.rules import SeatState, SpeakerState
from mentors.links.commands import make_link, standing_link
from mentors.links.models import PersonalLink
from mentors.messages.commands import cancel_about
from mentors.messages.models import Message
from mentors.tasks.commands import raise_task
from mentors.tasks.rules import TaskKind

LINK_LASTS = timedelta(days=400)


def tell(by: Actor, session: Session, what: str) -> int:
    """Say `moved`, `new_place`, `cancelled` or `on_again` to everybody of a session; how many could be told.

    What waits to be said about it from before is taken back first: only the latest is true. A person who
    cannot be reached becomes a task for somebody to ring.
    """
    take_back(session)
    told: list[Message | None] = []
    for row in _families(session):
        said = notices.changed(what, session, notices.reader_for(row), row.ref, partial(own_link, row))
        if said is None and row.person is not None:
            key = f"{what}-{session.ref}-{session.sequence}-{row.person.ref}"
            raise_task(by, TaskKind.unreachable, row.person, key=key, thing=notices.about(session))
        told.append(said)
    for slot in queries.slots_of(session):
        if slot.booked_at is not None:
            told.append(_tell_slot(session, slot, what))
    for speaker in session.speakers:
        if speaker.state is not SpeakerState.declined:
            link = _linker("speaking", session, speaker)
            told.append(notices.changed(what, session, notices.reader_for_speaker(speaker), speaker.ref, link))
    return sum(message is not None for message in told)


def take_back(session: Session) -> None:
    """Take back what has not been said yet about a change of this session."""
    cancel_about(notices.about(session))


def _families(session: Session) -> list[SignUp]:
    """Whoever is signed up for the session itself, and whoever has a seat on the course it belongs to."""
    found = queries.sign_ups_of(session, *rules.LIVE)
    if session.series.is_course:
        found += queries.sign_ups_of(session.series, SeatState.taken)
    return found


def _tell_slot(session: Session, slot: AdviceSlot, what: str) -> Message | None:
    reader, link = notices.reader_for_slot(slot), _linker("advice_slot", session, slot)
    return notices.changed(what, session, reader, slot.ref, link, starts_at=slot.starts_at)


def _linker(purpose: str, session: Session, thing: Speaker | AdviceSlot) -> Callable[[], PersonalLink]:
    language = thing.language if isinstance(thing, AdviceSlot) else "da"
    lasts = max(session.starts_at - clock.now(), timedelta()) + timedelta(days=1)
    return lambda: make_link(
        purpose, municipality_id=session.municipality_id, thing=notices.about(thing), language=language, lasts=lasts
    )


def own_link(row: SignUp) -> PersonalLink:
    """A family's way to its own place; a person on a course comes to all her dates."""
    if row.series_id is not None and row.person is not None:
        return standing_link(
            "my_gatherings", municipality_id=row.municipality_id, person_id=row.person.id, language=row.person.language
        )
    return make_link(
        "seat", municipality_id=row.municipality_id, person_id=row.person_id, thing=notices.about(row),
        language=row.language, lasts=LINK_LASTS,
    )  # fmt: skip


def tell_course(series: Series) -> None:
    """Tell everybody on a course that its times have changed, with the way to all of them."""
    coming = [s.starts_at for s in queries.upcoming(series, limit=5) if s.cancelled_at is None]
    for row in queries.sign_ups_of(series, SeatState.taken):
        notices.course_changed(row, series, coming[0] if coming else None, own_link(row))
