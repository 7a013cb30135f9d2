"""Doing: signing up, leaving, and who gets a freed seat. The thing's row is locked first, so no seat is given twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from mentors.associations.commands_agreements import note_lead
from mentors.associations.models_agreements import Lead
from mentors.core import clock
from mentors.core.actor import Actor, system
from mentors.core.refusal import NotThere, Refused
from mentors.gatherings import notices, queries, rules, words_desk
from mentors.gatherings import words_rule as words
from mentors.gatherings.commands_people import return_from_leader, switch_to_leader
from mentors.gatherings.models import Series, Session
from mentors.gatherings.models_people import SignUp
from mentors.gatherings.rules import SeatState
from mentors.journal.commands import note
from mentors.kit.db import db, transaction
from mentors.links.commands import make_link
from mentors.links.models import PersonalLink
from mentors.messages.commands import cancel_about
from mentors.municipalities.queries import municipality
from mentors.people.models import Person
from mentors.tasks.commands import raise_task
from mentors.tasks.rules import TaskKind
from mentors.timetables.words import busy_time

Thing = Session | Series
SAME_PRESS = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Who wants to come. Without a person a first name is enough."""

    adults: int = 1
    children: int = 0
    person: Person | None = None
    name: str | None = None
    mobile: str | None = None
    email: str | None = None
    language: str = "da"
    wants_contact: bool = False


def _hold(thing: Thing) -> Thing:
    """Take the row's lock: whoever comes second waits here and then counts the first one's seat."""
    found: Thing | None
    if isinstance(thing, Session):
        held = select(Session).where(Session.id == thing.id).with_for_update(of=Session)
        found = db.session.scalar(held.execution_options(populate_existing=True))
    else:
        whole = select(Series).where(Series.id == thing.id).with_for_update(of=Series)
        found = db.session.scalar(whole.execution_options(populate_existing=True))
    if found is None:
        raise NotThere
    return found


def sign_up(by: Actor, thing: Thing, family: Family, *, despite_clash: bool = False) -> SignUp:
    """A family's place at a session or course: a seat, or a turn in the line where it is full.

    Raises Refused where nobody can sign up, the party is too large, it clashes with the person's week, or
    there is a place with that number or address already. The same press twice is one place.
    """
    thing = _hold(thing)
    again = _pressed_before(thing, family)
    if again is not None:
        return again
    _check(thing, family, despite_clash)
    people = family.adults + (family.children if _series(thing).children_sit else 0)
    seated = rules.may_sit(thing.capacity, queries.seats_of(thing), people)
    if not seated and family.person is None and not (family.mobile or family.email):
        raise Refused(_("Der er fuldt. Skriv mobil eller e-mail, så siger vi til, når der er en plads."), field="way")
    row = SignUp(
        municipality_id=thing.municipality_id,
        session_id=thing.id if isinstance(thing, Session) else None,
        series_id=thing.id if isinstance(thing, Series) else None,
        person_id=family.person.id if family.person else None,
        name=None if family.person else family.name,
        mobile=family.mobile,
        email=family.email,
        language=family.person.language if family.person else family.language,
        adults=family.adults,
        children=family.children,
        state=SeatState.taken if seated else SeatState.waiting,
        wants_contact=family.wants_contact,
        created_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    note(by, f"gatherings.signed_up:{row.state}", thing=f"sign_up:{row.ref}", person_id=row.person_id)
    if seated:
        switch_to_leader(by, row)
    if row.wants_contact:
        _note_wish(by, thing, row)
    notices.signed_up(row, seat_link(row), _first(thing))
    return row


def _series(thing: Thing) -> Series:
    return thing.series if isinstance(thing, Session) else thing


def _pressed_before(thing: Thing, family: Family) -> SignUp | None:
    """The place that the very same form made a moment ago, as when a button is pressed twice."""
    if family.person is not None:
        return None
    said = family.name, family.mobile, family.email, family.adults, family.children
    for row in queries.sign_ups_of(thing, *rules.LIVE):
        if (row.name, row.mobile, row.email, row.adults, row.children) == said and (
            row.person_id is None and clock.now() - row.created_at < SAME_PRESS
        ):
            return row
    return None


def _check(thing: Thing, family: Family, despite_clash: bool) -> None:
    series = _series(thing)
    if series.ended_at is not None or series.is_course == isinstance(thing, Session):
        raise Refused(_("Man kan ikke melde sig til her."))
    if isinstance(thing, Session) and (thing.cancelled_at or thing.starts_at <= clock.now()):
        raise Refused(_("Den gang er aflyst eller forbi. Vælg en anden dato."))
    if not 1 <= family.adults + family.children <= rules.PARTY_MOST or min(family.adults, family.children) < 0:
        raise Refused(_("Skriv mellem 1 og %(most)d personer.", most=rules.PARTY_MOST), field="adults")
    if family.person is None:
        _check_way(thing, family)
        return
    if family.person.municipality_id != thing.municipality_id:
        raise Refused(words_desk.CHOOSE_PERSON, field="person")
    if any(row.person_id == family.person.id for row in queries.sign_ups_of(thing, *rules.LIVE)):
        raise Refused(words_desk.ALREADY, field="person")
    sessions = [thing] if isinstance(thing, Session) else queries.upcoming(thing, limit=60)
    found = [] if despite_clash else queries.clashes_of(family.person.id, sessions)
    if found:
        raise Refused(
            words_desk.falls_together(words.listed([busy_time(clash.busy) for clash in found])), field="anyway"
        )


def _check_way(thing: Thing, family: Family) -> None:
    way = family.mobile or family.email
    if family.wants_contact and not way:
        raise Refused(_("Skriv mobil eller e-mail, så virksomheden kan kontakte dig."), field="way")
    if way and any(way in (row.mobile, row.email) for row in queries.sign_ups_of(thing, *rules.LIVE)):
        raise Refused(
            _(
                "Der er allerede en tilmelding med det nummer eller den e-mail. Brug linket i beskeden for at rette den."
            ),
            field="way",
        )


def _note_wish(by: Actor, thing: Thing, row: SignUp) -> None:
    """Let the wish to hear from the company become a lead for a placement (systems.md row 21)."""
    company = thing.title
    host = thing.association or _series(thing).association
    note_lead(
        by, company=company, name=row.first_name, thing=notices.about(row), mobile=row.mobile, email=row.email,
        person_id=row.person_id, association=host,
    )  # fmt: skip


def _forget_wish(by: Actor, row: SignUp) -> None:
    """Take the wish back: a lead nobody has settled goes, and the way to her with it."""
    row.wants_contact = False
    for lead in db.session.scalars(select(Lead).where(Lead.thing == notices.about(row), Lead.settled_at.is_(None))):
        db.session.delete(lead)
        note(by, "gatherings.contact_withdrawn", thing=notices.about(row), person_id=row.person_id)
    db.session.flush()


def _first(thing: Thing) -> datetime | None:
    """When a family is next to come."""
    if isinstance(thing, Session):
        return thing.starts_at
    coming = [s.starts_at for s in queries.upcoming(thing, limit=5) if s.cancelled_at is None]
    return coming[0] if coming else None


def seat_link(row: SignUp) -> PersonalLink:
    """The family's own link to its place: see it, answer an offer, leave."""
    return make_link(
        "seat", municipality_id=row.municipality_id, person_id=row.person_id, thing=f"sign_up:{row.ref}",
        language=row.language, lasts=timedelta(days=400),
    )  # fmt: skip


def thing_of(row: SignUp) -> Thing:
    found = row.session or row.series
    assert found is not None
    return found


# --- leaving and answering ------------------------------------------------------------------------


def leave(by: Actor, row: SignUp) -> None:
    """Give a place back; the next in line gets it. Pressing twice changes nothing."""
    thing = _hold(thing_of(row))
    db.session.refresh(row)
    if row.state is SeatState.left:
        return
    row.state, row.left_at, row.offered_until = SeatState.left, clock.now(), None
    db.session.flush()
    cancel_about(notices.about(row))
    note(by, "gatherings.left", thing=f"sign_up:{row.ref}", person_id=row.person_id)
    return_from_leader(by, row)
    if row.wants_contact and _is_ahead(thing):
        _forget_wish(by, row)
    promote(by, thing)


def _is_ahead(thing: Thing) -> bool:
    return not isinstance(thing, Session) or thing.starts_at > clock.now()


def answer_offer(by: Actor, row: SignUp, *, yes: bool) -> None:
    """Take or refuse an offered seat. Raises Refused where the offer has run out."""
    thing = _hold(thing_of(row))
    db.session.refresh(row)
    if row.state is SeatState.taken and yes:
        return
    if row.state is not SeatState.offered or (row.offered_until and row.offered_until <= clock.now()):
        raise Refused(_("Pladsen er givet videre. Du kan melde dig til igen."))
    if not yes:
        leave(by, row)
        return
    row.state, row.offered_until = SeatState.taken, None
    db.session.flush()
    note(by, "gatherings.seat_taken", thing=f"sign_up:{row.ref}", person_id=row.person_id)
    switch_to_leader(by, row)
    promote(by, thing)


def change_party(by: Actor, row: SignUp, *, adults: int, children: int, wants_contact: bool | None = None) -> None:
    """Come with fewer, or with more where there is room; say yes or no to hearing from the company (None: as
    before). Raises Refused."""
    thing = _hold(thing_of(row))
    db.session.refresh(row)
    sit = _series(thing).children_sit
    if row.state is SeatState.left:
        raise Refused(_("Du er meldt fra. Meld dig til igen, hvis du vil med."))
    if not 1 <= adults + children <= rules.PARTY_MOST or min(adults, children) < 0:
        raise Refused(_("Skriv mellem 1 og %(most)d personer.", most=rules.PARTY_MOST), field="adults")
    more = (adults - row.adults) + ((children - row.children) if sit else 0)
    free = rules.seats_free(thing.capacity, queries.seats_of(thing))
    if row.state in rules.HOLDS_A_SEAT and free is not None and more > free:
        raise Refused(_("Der er ikke plads til så mange."), field="adults")
    row.adults, row.children = adults, children
    if wants_contact is False and row.wants_contact:
        _forget_wish(by, row)
    elif wants_contact and not row.wants_contact:
        row.wants_contact = True
        _note_wish(by, thing, row)
    db.session.flush()
    note(by, "gatherings.party_changed", thing=f"sign_up:{row.ref}", person_id=row.person_id)
    promote(by, thing)


# --- the line -------------------------------------------------------------------------------------


def promote(by: Actor, thing: Thing) -> int:
    """Give or offer what is free to the next in line; how many were told. Wants the thing's lock."""
    if isinstance(thing, Session) and (thing.cancelled_at or thing.starts_at <= clock.now()):
        return 0
    chosen = {seat.key for seat in rules.next_in_line(thing.capacity, queries.seats_of(thing))}
    rows = [row for row in queries.sign_ups_of(thing, SeatState.waiting) if row.id in chosen]
    return sum(_give(by, thing, row) for row in rows)


def fill(by: Actor, thing: Thing) -> int:
    """Let those who wait have what has become free, as when there are more seats."""
    return promote(by, _hold(thing))


def _give(by: Actor, thing: Thing, row: SignUp) -> bool:
    opens = municipality(row.municipality_id).window.next_open(clock.now())
    until = rules.offer_until(opens, thing.starts_at if isinstance(thing, Session) else None)
    if _series(thing).promotes:
        row.state = SeatState.taken
        db.session.flush()
        switch_to_leader(by, row)
        notices.seat_given(row, seat_link(row), _first(thing))
    elif until is None:
        return False  # too late to ask; whoever signs up or comes may have it
    else:
        row.state, row.offered_until = SeatState.offered, until
        db.session.flush()
        if not notices.seat_offered(row, seat_link(row)) and row.person is not None:
            raise_task(by, TaskKind.unreachable, row.person, key=f"seat-{row.ref}-{until:%Y%m%d%H%M}",
                       thing=f"sign_up:{row.ref}")  # fmt: skip
    note(by, f"gatherings.seat_{row.state}", thing=f"sign_up:{row.ref}", person_id=row.person_id)
    return True


def offer_seats() -> int:
    """A job: an offer nobody answered is over, and its seat goes to the next in line."""
    late = db.session.scalars(
        select(SignUp.id)
        .where(SignUp.state == SeatState.offered, SignUp.offered_until <= clock.now())
        .order_by(SignUp.id)
    ).all()
    for key in late:
        with transaction():
            _pass_on(db.session.get_one(SignUp, key))
    return len(late)


def _pass_on(row: SignUp) -> None:
    thing = _hold(thing_of(row))
    db.session.refresh(row)
    if not rules.expired([row.seat(True)], clock.now()):
        return  # answered while we waited for the lock
    by = system(row.municipality_id)
    row.state, row.left_at, row.offered_until = SeatState.left, clock.now(), None
    db.session.flush()
    cancel_about(notices.about(row))
    note(by, "gatherings.offer_expired", thing=f"sign_up:{row.ref}", person_id=row.person_id)
    promote(by, thing)
