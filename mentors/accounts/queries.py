from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from mentors.accounts import rules
from mentors.accounts.models import Account, Sitting
from mentors.core import clock
from mentors.core.actor import EMPLOYED, STAFF, Actor, Role
from mentors.core.language import also_read
from mentors.core.refusal import NotThere
from mentors.kit import links as tokens
from mentors.kit.db import db, reading
from mentors.messages.commands import Reader
from mentors.people.models import Person
from mentors.people.rules import Channel

_TOUCH_EVERY = timedelta(minutes=1)


def find_staff(email: str) -> Account | None:
    return db.session.scalar(select(Account).where(Account.email == email.lower(), Account.closed_at.is_(None)))


def account_of(person_id: int) -> Account | None:
    return db.session.scalar(select(Account).where(Account.person_id == person_id, Account.closed_at.is_(None)))


def the_account(account_id: int) -> Account:
    found = db.session.get(Account, account_id)
    if found is None or found.closed_at is not None:
        raise NotThere
    return found


def find_open(account_id: int) -> Account | None:
    """An account as the database has it now, if it is still open."""
    found = db.session.get(Account, account_id, populate_existing=True)
    return found if found is not None and found.closed_at is None else None


def employees_of(municipality_id: int) -> list[Account]:
    """Everybody who works here and can sign in, by name: staff, and those who answer the telephone."""
    rows = db.session.scalars(
        select(Account)
        .where(Account.municipality_id == municipality_id, Account.closed_at.is_(None), Account.person_id.is_(None))
        .order_by(Account.name)
    )
    return [row for row in rows if set(row.roles) & {str(role) for role in EMPLOYED}]


def staff_of(municipality_id: int) -> list[Account]:
    """The coordinators and administrators who can take a task, by name."""
    return [row for row in employees_of(municipality_id) if is_staff_account(row)]


def is_staff_account(account: Account) -> bool:
    return bool(set(account.roles) & {str(role) for role in STAFF})


def hold_account(account: Account) -> None:
    """Read an account again and keep others from changing it until this transaction is over."""
    db.session.refresh(account, with_for_update=True)


def reader_of_account(account: Account) -> Reader:
    """A member of staff as a reader of messages."""
    return Reader(account.municipality_id, account.language, Channel.email, account.email, account_id=account.id)


def sitting_actor(token: str | None) -> Actor | None:
    """Who a session's token belongs to, if the sitting is alive. One question, on its own connection."""
    if not token:
        return None
    now = clock.now()
    s, a, p = Sitting.__table__.c, Account.__table__.c, Person.__table__.c
    with reading(), db.engine.connect() as connection:
        row = connection.execute(
            select(s.id, s.ref, s.seen_at, s.ends_at, s.ended_at, a.id.label("account_id"), a.ref.label("account_ref"),
                   a.municipality_id, a.person_id, a.name, a.language, a.roles, a.closed_at, p.speaks, p.levels)
            .join(Account.__table__, a.id == s.account_id)
            .outerjoin(Person.__table__, p.id == a.person_id)
            .where(s.token_hash == tokens.digest(token))
        ).one_or_none()  # fmt: skip
    if row is None or row.ended_at or row.closed_at or row.ends_at <= now:
        return None
    roles = frozenset(Role(role) for role in row.roles)
    if row.seen_at + rules.limits(bool(roles & EMPLOYED))[0] <= now:
        return None
    if row.seen_at + _TOUCH_EVERY <= now:
        with db.engine.begin() as connection:
            connection.execute(update(Sitting).where(Sitting.id == row.id).values(seen_at=now))
    return Actor(
        label=f"account:{row.account_ref}",
        municipality_id=row.municipality_id,
        roles=roles,
        person_id=row.person_id,
        account_id=row.account_id,
        name=row.name,
        language=row.language,
        also_reads=also_read(row.speaks or (), row.levels or ()),
    )


def sittings_of(account_id: int) -> list[Sitting]:
    """Where somebody is signed in now, latest first."""
    return list(
        db.session.scalars(
            select(Sitting)
            .where(Sitting.account_id == account_id, Sitting.ended_at.is_(None), Sitting.ends_at > clock.now())
            .order_by(Sitting.seen_at.desc())
        )
    )
