from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from mentors.accounts import notices, queries, rules, rules_passwords
from mentors.accounts.models import Account, KnownDevice, OutsideIdentity, Sitting, UsedOnce
from mentors.accounts.rules import SittingStage
from mentors.core import clock
from mentors.core.actor import EMPLOYED, Actor, Role
from mentors.core.contact import email as normal_email
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit import links as tokens
from mentors.kit.db import db
from mentors.links.commands import make_link, use_link, withdraw_links
from mentors.links.models import PersonalLink
from mentors.municipalities.models import Municipality
from mentors.people.models import Person
from mentors.people.queries import find_by_way

# argon2id, 19 MiB, two passes (OWASP's floor; ASVS 11.4.2).
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

PROBLEMS = {
    "short": lambda: _("Adgangskoden skal have mindst %(least)d tegn.", least=rules_passwords.PASSWORD_LEAST),
    "long": lambda: _("Adgangskoden må højst have %(most)d tegn.", most=rules_passwords.PASSWORD_MOST),
    "common": lambda: _("Den adgangskode er for almindelig. Vælg fx fire tilfældige ord."),
    "personal": lambda: _("Adgangskoden må ikke indeholde dit navn eller din e-mail."),
}


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_hex(16))


def open_staff_account(
    by: Actor, *, municipality_id: int, name: str, email: str, roles: frozenset[Role], language: str = "da"
) -> Account:
    """An account for a member of staff; she chooses her password through `invite`."""
    if not roles & EMPLOYED:
        raise ValueError("staff have a staff role")
    address = normal_email(email).lower()
    if queries.find_staff(address) is not None:
        raise Refused(_("Der er allerede en konto med den e-mail."), field="email")
    account = Account(
        municipality_id=municipality_id,
        name=name,
        email=address,
        language=language,
        roles=tuple(sorted(roles)),
        created_at=clock.now(),
    )
    db.session.add(account)
    db.session.flush()
    note(by, "accounts.staff_opened", thing=f"account:{account.ref}")
    return account


def account_for(person: Person) -> Account:
    """The participant's account of a person, made on first need. Her own page needs none."""
    found = queries.account_of(person.id)
    if found is None:
        found = Account(
            municipality_id=person.municipality_id,
            person_id=person.id,
            name=person.first_name,
            language=person.language,
            roles=(Role.participant,),
            created_at=clock.now(),
        )
        db.session.add(found)
        db.session.flush()
    return found


def set_password(by: Actor, account: Account, password: str) -> None:
    """Choose a password; every sitting ends, and she is told. Raises Refused with what is wrong with it."""
    about = (account.name, *account.name.split(), *(account.email or "").split("@")[:1])
    problem = rules_passwords.password_problem(password, about=about)
    if problem is not None:
        raise Refused(PROBLEMS[problem](), field="password")
    was_set = account.password_hash is not None
    account.password_hash = _HASHER.hash(password)
    end_sittings(account)
    for purpose in ("choose_password", "factor_code"):  # a mail read by another is worth nothing any more
        withdraw_links(account_id=account.id, purpose=purpose)
    # Whoever knew the old password may have left a mark in a browser of his own.
    db.session.execute(delete(KnownDevice).where(KnownDevice.account_id == account.id))
    note(by, "accounts.password_set", thing=f"account:{account.ref}")
    db.session.flush()
    if was_set:
        notices.changed(account, "password")


def check_password(email: str, password: str) -> Account | None:
    """The staff account these open, or None. Does the same work whether or not the account exists."""
    account = queries.find_staff(email.strip())
    if not is_password(account, password) or account is None:
        return None
    if _HASHER.check_needs_rehash(account.password_hash or ""):  # our parameters have grown since
        account.password_hash = _HASHER.hash(password)
        db.session.flush()
    return account


def is_password(account: Account | None, password: str) -> bool:
    """Whether this is the account's password; the work is done for nobody's account, too."""
    stored = account.password_hash if account and account.password_hash else _nobodys_hash()
    try:
        _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
    return account is not None and account.password_hash is not None


def note_wrong(what: str, account: Account | None) -> None:
    """Write down that a password, proof or code was wrong; never what was typed. A name nobody has makes a line of the
    same kind in the house's own chain, so that neither the answer nor its time tells whether there is an account.

    `what`: `password`, `proof` or `code`.
    """
    town = account.municipality_id if account is not None else None
    thing = f"account:{account.ref}" if account is not None else None
    note(Actor(label="public", municipality_id=town), f"accounts.wrong_{what}", thing=thing)


@dataclass(frozen=True, slots=True)
class Begun:
    """A new sitting: the secret its cookie carries, and how far it leads."""

    token: str
    stage: SittingStage


def begin_sitting(account: Account, *, device: str = "other other", strong: bool = False) -> Begun:
    """Sign a browser in, as far as this way leads; only a hash of its secret is kept.

    `strong`: more than one factor has been given already (a passkey, a code, the municipality's provider).
    """
    is_staff, policy = queries.is_employed(account), queries.policy_of(account.municipality_id)
    stage = rules.stage_of(
        is_staff=is_staff, factors=len(queries.factors_of(account.id)), needed=policy.second_factor, strong=strong
    )
    token, now = secrets.token_urlsafe(32), clock.now()
    idle, life = policy.limits(is_staff)
    if stage is not SittingStage.whole:
        idle = life = rules.HALFWAY_LASTS if stage is SittingStage.half else rules.SETUP_LASTS
    db.session.add(
        Sitting(
            account_id=account.id, token_hash=tokens.digest(token), stage=stage, device=device, began_at=now, seen_at=now,
            proved_at=now if strong and is_staff else None, idle_minutes=idle // timedelta(minutes=1), ends_at=now + life,
        )
    )  # fmt: skip
    actor = Actor(label=f"account:{account.ref}", municipality_id=account.municipality_id)
    act = "accounts.signed_in" if stage is SittingStage.whole else "accounts.came_halfway"
    note(actor, act, thing=f"account:{account.ref}", person_id=account.person_id)
    db.session.flush()
    return Begun(token, stage)


def finish_sitting(sitting: Sitting, account: Account) -> Begun:
    """The second factor was given: a new sitting with a new secret takes the place of the half one."""
    sitting.ended_at = clock.now()
    return begin_sitting(account, device=sitting.device, strong=True)


def know_device(account: Account, token: str | None) -> str:
    """Remember the browser that has just signed in: the mark its cookie carries; only a hash is kept."""
    now = clock.now()
    found = token and db.session.scalar(
        select(KnownDevice).where(KnownDevice.account_id == account.id, KnownDevice.token_hash == tokens.digest(token))
    )
    if token and found:
        found.seen_at = now
        return token
    fresh = secrets.token_urlsafe(32)
    db.session.add(KnownDevice(account_id=account.id, token_hash=tokens.digest(fresh), seen_at=now))
    db.session.flush()
    return fresh


def use_once(what: str) -> bool:
    """True for the first who uses this up, however many try at once and in how many processes."""
    try:
        with db.session.begin_nested():
            db.session.add(UsedOnce(key=tokens.digest(what), at=clock.now()))
    except IntegrityError:
        return False
    return True


def forget_old() -> None:
    """Drop what nobody asks for any more: attempts of yesterday, browsers not seen for half a year."""
    now = clock.now()
    db.session.execute(delete(UsedOnce).where(UsedOnce.at < now - timedelta(days=1)))
    db.session.execute(delete(KnownDevice).where(KnownDevice.seen_at < now - rules.KNOWN_DEVICE_LASTS))


def end_sitting(token: str) -> None:
    db.session.execute(update(Sitting).where(Sitting.token_hash == tokens.digest(token)).values(ended_at=clock.now()))


def end_sittings(account: Account, *, ref: str | None = None) -> None:
    """Sign an account out everywhere, or one browser of it."""
    wanted = [Sitting.account_id == account.id, Sitting.ended_at.is_(None)]
    if ref is not None:
        wanted.append(Sitting.ref == ref)
    db.session.execute(update(Sitting).where(*wanted).values(ended_at=clock.now()))


def sign_in_link(account: Account) -> PersonalLink:
    """A link that signs in once, within ten minutes."""
    return make_link(
        "sign_in",
        municipality_id=account.municipality_id,
        account_id=account.id,
        person_id=account.person_id,
        language=account.language,
        lasts=rules.SIGN_IN_LINK_LASTS,
    )


def send_sign_in_link(*, mobile: str | None = None, email: str | None = None) -> None:
    """Send a participant a sign-in link, if there is one at that number or address.

    Says nothing either way, so that nobody learns who is registered. Staff get none: a mailbox alone
    never opens the desk (NIST SP 800-63B: e-mail is no authenticator).
    """
    person = find_by_way(None, mobile=mobile, email=email)
    if person is None:
        return
    notices.sign_in_link(person, sign_in_link(account_for(person)))


def follow_sign_in_link(link_id: int, account: Account, *, device: str) -> Begun:
    """Use a sign-in link: the new sitting. Raises Refused if it has just been used."""
    if not use_link(link_id):
        raise Refused(_("Linket er allerede brugt. Bed om et nyt."))
    return begin_sitting(account, device=device)


def invite(by: Actor, account: Account) -> PersonalLink:
    """Send a member of staff a link to choose a password with."""
    link = make_link(
        "choose_password",
        municipality_id=account.municipality_id,
        account_id=account.id,
        language=account.language,
        lasts=rules.INVITATION_LASTS,
    )
    notices.invitation(account, link)
    note(by, "accounts.invited", thing=f"account:{account.ref}")
    return link


def close_account(by: Actor, account: Account) -> None:
    """Close an account at once: signed out everywhere, its links dead, its e-mail free for a new account.

    Raises Refused for the last administrator: somebody must always be left who can open the next account.
    """
    hold_town(account.municipality_id)
    if by.account_id is not None and queries.find_open(by.account_id) is None:
        raise NotThere  # two who close each other at once: only the first does
    if account.closed_at is not None:
        return
    others = [one for one in queries.staff_of(account.municipality_id) if one.id != account.id]
    if Role.administrator in account.roles and not any(Role.administrator in one.roles for one in others):
        raise Refused(_("Det er den sidste administrator. Inviter en ny først."))
    account.closed_at, account.email, account.password_hash = clock.now(), None, None
    end_sittings(account)
    db.session.execute(delete(OutsideIdentity).where(OutsideIdentity.account_id == account.id))
    withdraw_links(account_id=account.id)
    note(by, "accounts.closed", thing=f"account:{account.ref}")
    db.session.flush()


def hold_town(municipality_id: int) -> None:
    """Let what changes who is responsible in a town happen one after the other."""
    db.session.scalars(select(Municipality.id).where(Municipality.id == municipality_id).with_for_update()).all()


def note_fresh(token: str) -> None:
    """She has just proved in this browser that it is she."""
    db.session.execute(update(Sitting).where(Sitting.token_hash == tokens.digest(token)).values(proved_at=clock.now()))
