from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mentors.core.language import SOURCE
from mentors.gatherings.models import AdviceSlot, Series, Session, Speaker
from mentors.gatherings.models_people import SignUp
from mentors.gatherings.rules import SeatState
from mentors.kit.links import marker
from mentors.links.models import PersonalLink
from mentors.messages.commands import Reader, post, reader_of
from mentors.messages.models import Message
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


def changed(
    what: str, session: Session, reader: Reader, ref: str, link: Callable[[], PersonalLink],
    *, starts_at: datetime | None = None,
) -> Message | None:  # fmt: skip
    """One of the sentences about a changed session, to one reader; None where there is no way to say it."""
    if reader.channel is None:
        return None
    return post(
        reader, f"gatherings/{what}", key=f"{what}-{session.ref}-{session.sequence}-{ref}", about=about(session),
        link=None if what == "cancelled" else marker(link().ref), starts_at=starts_at or session.starts_at,
        place=session.place,
    )  # fmt: skip


def reader_for_slot(slot: AdviceSlot) -> Reader:
    """Whoever booked a talk, by the way she left for just this."""
    channel = Channel.sms if slot.mobile else Channel.email if slot.email else None
    return Reader(slot.session.municipality_id, slot.language, channel, slot.mobile or slot.email)


def reader_for_speaker(speaker: Speaker) -> Reader:
    channel = Channel.email if speaker.email else Channel.sms if speaker.mobile else None
    return Reader(speaker.session.municipality_id, SOURCE.code, channel, speaker.email or speaker.mobile)


def speaker_invited(speaker: Speaker, link: PersonalLink) -> None:
    session = speaker.session
    post(
        reader_for_speaker(speaker), "gatherings/speaker_invited", key=f"speaker-{speaker.ref}", about=about(speaker),
        link=marker(link.ref), name=speaker.name, starts_at=session.starts_at, place=session.place,
        programme=session.title,
    )  # fmt: skip


def course_changed(sign_up: SignUp, series: Series, first: datetime | None, link: PersonalLink) -> None:
    post(
        reader_for(sign_up), "gatherings/course_changed", key=f"course-{series.ref}-{series.sequence}-{sign_up.ref}",
        about=f"series:{series.ref}", link=marker(link.ref), when=first,
    )  # fmt: skip
