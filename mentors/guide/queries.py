from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from mentors.accounts.queries_absence import changes_of, cover_of, first_name
from mentors.accounts.rules_absence import ChangeReason
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.guide.rules import Wish
from mentors.kit.db import db
from mentors.kit.speech import each_in_both
from mentors.links.models import PersonalLink
from mentors.links.queries import find_live
from mentors.meetings.models import Meeting
from mentors.meetings.queries import next_meetings
from mentors.pairing.models import Pair
from mentors.pairing.queries import shown_phone, why
from mentors.pairing.rules import RUNNING_STATES, PairState
from mentors.people.models import Person
from mentors.programmes.models import Participation
from mentors.programmes.rules import ParticipationState, Side
from mentors.tasks.models import Task

PURPOSE = "my_contact"
CHANGE_TOLD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact as the newcomer sees her: a first name, never a surname or an address."""

    ref: str
    name: str
    speaks: tuple[str, ...]
    phone: str | None
    why: list[str]
    meeting: Meeting | None
    goal: str | None
    tasks: str | None
    until: date | None
    is_paused: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What the newcomer's page shows today."""

    contacts: list[Contact]
    proposals: list[Pair]  # waiting for her answer
    looking_since: datetime | None  # nobody found yet, and how long she has waited


def page_of(person: Person) -> Page:
    """Everything on a newcomer's page, in the language being spoken."""
    pairs = db.session.scalars(
        select(Pair).where(Pair.newcomer_id == person.id, Pair.closed_at.is_(None)).order_by(Pair.id)
    ).all()
    coming = next_meetings(pair.id for pair in pairs)
    running = [_contact(pair, coming.get(pair.id)) for pair in pairs if pair.state in RUNNING_STATES]
    proposals = [pair for pair in pairs if pair.state is PairState.volunteer_yes]
    return Page(running, proposals, None if running or proposals else _looking_since(person))


def _contact(pair: Pair, meeting: Meeting | None) -> Contact:
    other = pair.volunteer
    return Contact(
        ref=pair.ref,
        name=other.first_name,
        speaks=other.speaks,
        phone=shown_phone(pair, Side.newcomer),
        why=each_in_both(why, pair),
        meeting=meeting,
        goal=pair.goal,
        tasks=pair.tasks,
        until=pair.planned_end_on,
        is_paused=pair.state is PairState.paused,
    )


def _looking_since(person: Person) -> datetime | None:
    waiting = (ParticipationState.applied, ParticipationState.approved)
    return db.session.scalar(
        select(Participation.applied_at)
        .where(
            Participation.person_id == person.id,
            Participation.side == Side.newcomer,
            Participation.state.in_(waiting),
        )
        .order_by(Participation.applied_at)
        .limit(1)
    )


def the_own_pair(by: Actor, ref: str, *states: PairState) -> Pair:
    """A pair in which the holder of the link is the newcomer. Raises NotThere."""
    found = db.session.scalar(
        select(Pair).where(Pair.ref == ref, Pair.newcomer_id == by.person_id, Pair.state.in_(states or RUNNING_STATES))
    )
    if found is None:
        raise NotThere
    return found


def wish_key(person: Person, wish: Wish, pair: Pair | None) -> str:
    """The same wish about the same contact counts once a day."""
    return f"wish-{wish}-{person.ref}-{pair.ref if pair else 'me'}-{clock.today()}"


def find_wish(person: Person, wish: Wish, pair: Pair | None) -> Task | None:
    """Today's wish, if it still waits for somebody to act on it."""
    return db.session.scalar(select(Task).where(Task.key == wish_key(person, wish, pair), Task.done_at.is_(None)))


def who_calls(task: Task) -> str | None:
    """The first name of the colleague who has the task today; None where the team has it."""
    account = cover_of(task.municipality_id).stand_in(task.responsible_id)
    return account.name.split()[0] if account is not None else None


@dataclass(frozen=True, slots=True)
class Change:
    """She got another person at the municipality: who it is now, and why."""

    name: str
    reason: ChangeReason
    at: datetime


def told_change(person: Person) -> Change | None:
    """The latest change of responsible, as long as it is news and the new one still is hers (systems.md row 48)."""
    changes = changes_of(person.id)
    name = first_name(person.responsible_id)
    if not changes or name is None or changes[0].to_id != person.responsible_id:
        return None
    is_news = changes[0].at > clock.now() - CHANGE_TOLD
    return Change(name, changes[0].reason, changes[0].at) if is_news else None


def is_newcomer(person_id: int) -> bool:
    return (
        db.session.scalar(
            select(Participation.id)
            .where(Participation.person_id == person_id, Participation.side == Side.newcomer)
            .limit(1)
        )
        is not None
    )


def page_link(person_id: int) -> PersonalLink | None:
    """The standing link to a newcomer's page, if she has one."""
    return find_live(person_id, PURPOSE)
