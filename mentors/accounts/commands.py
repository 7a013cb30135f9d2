from __future__ import annotations

import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _
from sqlalchemy import select, update

from mentors.accounts import notices, queries, rules
from mentors.accounts.models import Account, Sitting
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
    "short": lambda: _("Adgangskoden skal have mindst %(least)d tegn.", least=rules.PASSWORD_LEAST),
    "long": lambda: _("Adgangskoden må højst have %(most)d tegn.", most=rules.PASSWORD_MOST),
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
    """Choose a password; every other sitting ends. Raises Refused with what is wrong with it."""
    about = (account.name, *account.name.split(), *(account.email or "").split("@")[:1])
    problem = rules.password_problem(password, about=about)
    if problem is not None:
        raise Refused(PROBLEMS[problem](), field="password")
    account.password_hash = _HASHER.hash(password)
    end_sittings(account)
    note(by, "accounts.password_set", thing=f"account:{account.ref}")
    db.session.flush()


def check_password(email: str, password: str) -> Account | None:
    """The staff account these open, or None. Takes the same time whether or not the account exists."""
    account = queries.find_staff(email.strip())
    stored = account.password_hash if account and account.password_hash else _nobodys_hash()
    try:
        _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return None
    return account if account is not None and account.password_hash else None


def begin_sitting(account: Account) -> str:
    """Sign a browser in: the secret its cookie carries; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    _idle, life = rules.limits(bool({Role(r) for r in account.roles} & EMPLOYED))
    db.session.add(
        Sitting(account_id=account.id, token_hash=tokens.digest(token), began_at=now, seen_at=now, ends_at=now + life)
    )
    actor = Actor(label=f"account:{account.ref}", municipality_id=account.municipality_id)
    note(actor, "accounts.signed_in", thing=f"account:{account.ref}", person_id=account.person_id)
    db.session.flush()
    return token


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


def follow_sign_in_link(link_id: int, account_id: int) -> str:
    """Use a sign-in link: the new sitting's secret. Raises Refused if it has just been used."""
    if not use_link(link_id):
        raise Refused(_("Linket er allerede brugt. Bed om et nyt."))
    return begin_sitting(queries.the_account(account_id))


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
    withdraw_links(account_id=account.id)
    note(by, "accounts.closed", thing=f"account:{account.ref}")
    db.session.flush()


def hold_town(municipality_id: int) -> None:
    """Let what changes who is responsible in a town happen one after the other."""
    db.session.scalars(select(Municipality.id).where(Municipality.id == municipality_id).with_for_update()).all()
