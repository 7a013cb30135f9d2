from __future__ import annotations

from datetime import timedelta

from flask import current_app
from sqlalchemy import ColumnElement, func, select, update

from mentors.accounts import rules
from mentors.accounts.models import Account, KnownDevice, RecoveryCode, SecondFactor, SignInPolicyRow, Sitting
from mentors.accounts.rules import FactorKind, SignInPolicy, SittingStage
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
    """Everybody who works here and can sign in, by name: staff, those who answer the telephone, and caseworkers."""
    rows = db.session.scalars(
        select(Account)
        .where(Account.municipality_id == municipality_id, Account.closed_at.is_(None), Account.person_id.is_(None))
        .order_by(Account.name)
    )
    return [row for row in rows if is_employed(row)]


def phone_team_of(municipality_id: int) -> list[Account]:
    """Whoever may answer the mentor telephone, by name: staff, and those who do only that."""
    return [row for row in employees_of(municipality_id) if is_staff_account(row) or Role.hotline in row.roles]


def caseworkers_of(municipality_id: int) -> list[Account]:
    """Whoever may refer newcomers and read where her own stand, by name."""
    return [row for row in employees_of(municipality_id) if Role.caseworker in row.roles]


def staff_of(municipality_id: int) -> list[Account]:
    """The coordinators and administrators who can take a task, by name."""
    return [row for row in employees_of(municipality_id) if is_staff_account(row)]


def is_staff_account(account: Account) -> bool:
    return bool(set(account.roles) & {str(role) for role in STAFF})


def is_employed(account: Account) -> bool:
    return bool(set(account.roles) & {str(role) for role in EMPLOYED})


def hold_account(account: Account) -> None:
    """Read an account again and keep others from changing it until this transaction is over."""
    db.session.refresh(account, with_for_update=True)


def reader_of_account(account: Account) -> Reader:
    """A member of staff as a reader of messages."""
    return Reader(account.municipality_id, account.language, Channel.email, account.email, account_id=account.id)


def sitting_actor(token: str | None) -> tuple[Actor, int] | None:
    """Who a session's token belongs to, if the sitting is alive, and the minutes it lives without a visit.

    One question, on its own connection.
    """
    if not token:
        return None
    now = clock.now()
    s, a, p = Sitting.__table__.c, Account.__table__.c, Person.__table__.c
    with reading(), db.engine.connect() as connection:
        row = connection.execute(
            select(s.id, s.ref, s.seen_at, s.ends_at, s.ended_at, s.stage, s.idle_minutes, a.id.label("account_id"), a.ref.label("account_ref"),
                   a.municipality_id, a.person_id, a.name, a.language, a.roles, a.closed_at, p.speaks, p.levels)
            .join(Account.__table__, a.id == s.account_id)
            .outerjoin(Person.__table__, p.id == a.person_id)
            .where(s.token_hash == tokens.digest(token))
        ).one_or_none()  # fmt: skip
    if row is None or row.ended_at or row.closed_at or row.ends_at <= now or row.stage != SittingStage.whole:
        return None
    roles = frozenset(Role(role) for role in row.roles)
    if row.seen_at + timedelta(minutes=row.idle_minutes) <= now:
        return None
    if row.seen_at + _TOUCH_EVERY <= now:
        with db.engine.begin() as connection:
            connection.execute(update(Sitting).where(Sitting.id == row.id).values(seen_at=now))
    actor = Actor(
        label=f"account:{row.account_ref}",
        municipality_id=row.municipality_id,
        roles=roles,
        person_id=row.person_id,
        account_id=row.account_id,
        name=row.name,
        language=row.language,
        also_reads=also_read(row.speaks or (), row.levels or ()),
    )
    return actor, row.idle_minutes


def sittings_of(account_id: int) -> list[Sitting]:
    """Where somebody is signed in now, latest first."""
    now = clock.now()
    rows = db.session.scalars(
        select(Sitting)
        .where(Sitting.account_id == account_id, Sitting.ended_at.is_(None), Sitting.ends_at > now)
        .where(Sitting.stage == SittingStage.whole)
        .order_by(Sitting.seen_at.desc(), Sitting.id.desc())
    )
    return [row for row in rows if row.seen_at + timedelta(minutes=row.idle_minutes) > now]


def sitting_by(token: str | None) -> Sitting | None:
    """The living sitting of a session's token, however far it has come."""
    if not token:
        return None
    found = db.session.scalar(select(Sitting).where(Sitting.token_hash == tokens.digest(token)))
    now = clock.now()
    if found is None or found.ended_at or found.ends_at <= now:
        return None
    return found if found.seen_at + timedelta(minutes=found.idle_minutes) > now else None


def halfway(token: str | None) -> tuple[Sitting, Account] | None:
    """A sitting that still owes its second factor, and whose it is."""
    sitting = sitting_by(token)
    if sitting is None or sitting.stage is SittingStage.whole:
        return None
    account = find_open(sitting.account_id)
    return (sitting, account) if account is not None else None


def is_fresh(token: str | None) -> bool:
    """Whether a second factor was given in this browser within the last minutes (ASVS 7.5.1)."""
    sitting = sitting_by(token)
    return bool(sitting and sitting.proved_at and sitting.proved_at + rules.FRESH > clock.now())


def factors_of(account_id: int, kind: FactorKind | None = None) -> list[SecondFactor]:
    """Somebody's code apps and passkeys, oldest first."""
    wanted = select(SecondFactor).where(SecondFactor.account_id == account_id).order_by(SecondFactor.id)
    return list(db.session.scalars(wanted.where(SecondFactor.kind == kind) if kind else wanted))


def codes_left(account_id: int) -> int:
    """How many recovery codes are unused."""
    wanted = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(wanted) or 0


def policies_of(municipality_id: int) -> list[SignInPolicyRow]:
    """What a municipality has decided about signing in, newest first."""
    return list(
        db.session.scalars(
            select(SignInPolicyRow)
            .where(SignInPolicyRow.municipality_id == municipality_id)
            .order_by(SignInPolicyRow.valid_from.desc())
        )
    )


def policy_of(municipality_id: int) -> SignInPolicy:
    """What holds today; until somebody has decided, what the house's settings say."""
    rows = [(row.valid_from, row.decided()) for row in policies_of(municipality_id)]
    return rules.in_force(rows, clock.today(), SignInPolicy(current_app.config["STAFF_SECOND_FACTOR"]))


def knows_device(email: str, token: str | None) -> bool:
    """Whether the staff account with this e-mail has signed in before in the browser with this mark."""
    return _knows(Account.email == email.lower(), token)


def knows_person_device(person_id: int | None, token: str | None) -> bool:
    """Whether this person has signed in before in the browser with this mark: her own telephone."""
    return person_id is not None and _knows(Account.person_id == person_id, token)


def _knows(whose: ColumnElement[bool], token: str | None) -> bool:
    """Whether an open account has signed in lately in the browser with this mark, asked on a connection of its own."""
    if not token:
        return False
    k, a = KnownDevice.__table__.c, Account.__table__.c
    with reading(), db.engine.connect() as connection:
        return (
            connection.scalar(
                select(k.id)
                .join(Account.__table__, a.id == k.account_id)
                .where(whose, a.closed_at.is_(None), k.token_hash == tokens.digest(token))
                .where(k.seen_at > clock.now() - rules.KNOWN_DEVICE_LASTS)
            )
            is not None
        )


def halfway_name(token: str) -> str | None:
    """The e-mail behind a sitting that owes its second factor, read on a connection of its own."""
    s, a = Sitting.__table__.c, Account.__table__.c
    with reading(), db.engine.connect() as connection:
        return connection.scalar(
            select(a.email)
            .join(Sitting.__table__, a.id == s.account_id)
            .where(s.token_hash == tokens.digest(token), s.ended_at.is_(None))
        )


def setup_actor(token: str | None) -> Actor | None:
    """Whoever must set up a second step before anything else: known by name, with no role yet."""
    if not token:
        return None
    s, a, now = Sitting.__table__.c, Account.__table__.c, clock.now()
    with reading(), db.engine.connect() as connection:
        row = connection.execute(
            select(a.id, a.ref, a.municipality_id, a.name, a.language)
            .join(Sitting.__table__, a.id == s.account_id)
            .where(s.token_hash == tokens.digest(token), s.ended_at.is_(None), s.ends_at > now)
            .where(s.stage == SittingStage.setup, a.closed_at.is_(None))
        ).one_or_none()
    if row is None:
        return None
    return Actor(
        label=f"account:{row.ref}", municipality_id=row.municipality_id, account_id=row.id, name=row.name,
        language=row.language,
    )  # fmt: skip
