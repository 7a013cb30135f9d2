from __future__ import annotations

from datetime import datetime

from mentors.core.language import SOURCE
from mentors.gatherings.models import AdviceSlot, Session, Speaker
from mentors.gatherings.models_people import SignUp
from mentors.gatherings.rules import SeatState
from mentors.kit.links import marker
from mentors.links.models import PersonalLink
from mentors.messages.commands import Reader, post, reader_of
from mentors.people.models import Person
from mentors.people.rules import Channel


def about(thing: Session | SignUp | Speaker | AdviceSlot) -> str:
    """What a message concerns, so that it can be taken back with the thing."""
    return f"{thing.__tablename__}:{thing.ref}"


def reader_for(sign_up: SignUp) -> Reader:
    """Whoever is to hear about a place: the person, or the number or address a family gave."""
    if sign_up.person is not None:
        return reader_of(sign_up.person)
    channel = Channel.sms if sign_up.mobile else Channel.email if sign_up.email else None
    return Reader(sign_up.municipality_id, sign_up.language, channel, sign_up.mobile or sign_up.email)


def signed_up(sign_up: SignUp, link: PersonalLink, first: datetime | None) -> None:
    """The receipt, at once: it was asked for just now."""
    waits = sign_up.state is SeatState.waiting
    post(
        reader_for(sign_up), "gatherings/waiting" if waits else "gatherings/signed_up",
        key=f"signed-up-{sign_up.ref}", about=about(sign_up), urgent=True, link=marker(link.ref), when=first,
    )  # fmt: skip


def seat_offered(sign_up: SignUp, link: PersonalLink) -> bool:
    """Asks the next in line. False where there is no way to ask."""
    until = sign_up.offered_until
    said = post(
        reader_for(sign_up), "gatherings/seat_offered", key=f"seat-offered-{sign_up.ref}-{until:%Y%m%d%H%M}",
        about=about(sign_up), link=marker(link.ref), at=until,
    )  # fmt: skip
    return said is not None


def seat_given(sign_up: SignUp, link: PersonalLink, first: datetime | None) -> None:
    post(
        reader_for(sign_up), "gatherings/seat_given", key=f"seat-given-{sign_up.ref}", about=about(sign_up),
        link=marker(link.ref), when=first,
    )  # fmt: skip


def moved(sign_up: SignUp, session: Session, link: PersonalLink) -> None:
    post(
        reader_for(sign_up), "gatherings/moved", key=f"moved-{session.ref}-{session.sequence}-{sign_up.ref}",
        about=about(sign_up), link=marker(link.ref), starts_at=session.starts_at, place=session.place,
    )  # fmt: skip


def cancelled(sign_up: SignUp, session: Session) -> None:
    post(
        reader_for(sign_up), "gatherings/cancelled", key=f"cancelled-{session.ref}-{session.sequence}-{sign_up.ref}",
        about=about(sign_up), starts_at=session.starts_at,
    )  # fmt: skip


def speaker_invited(speaker: Speaker, link: PersonalLink) -> None:
    session = speaker.session
    channel = Channel.email if speaker.email else Channel.sms
    reader = Reader(session.municipality_id, SOURCE.code, channel, speaker.email or speaker.mobile)
    post(
        reader, "gatherings/speaker_invited", key=f"speaker-{speaker.ref}", about=about(speaker),
        link=marker(link.ref), name=speaker.name, starts_at=session.starts_at, place=session.place,
        programme=session.title,
    )  # fmt: skip


def course_changed(person: Person, series_ref: str, sequence: int, first: datetime | None, link: PersonalLink) -> None:
    post(
        reader_of(person), "gatherings/course_changed", key=f"course-{series_ref}-{sequence}-{person.ref}",
        about=f"series:{series_ref}", link=marker(link.ref), when=first,
    )  # fmt: skip
