"""Second factors: code apps, recovery codes, and proving again that it is she."""

from __future__ import annotations

import hmac

import pyotp
from sqlalchemy import delete, update

from mentors.accounts import notices, queries, rules
from mentors.accounts.commands import end_sittings, is_password
from mentors.accounts.models import Account, RecoveryCode, SecondFactor
from mentors.accounts.rules import FactorKind
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.journal.commands import note
from mentors.kit.db import change_rows, db, new_ref
from mentors.kit.secrets import seal, slow_digest, unseal

STEP = 30  # seconds a code lasts (RFC 6238)
CODES = 10


def new_secret() -> str:
    """A fresh secret for a code app: 160 bits, as people and apps write it."""
    return pyotp.random_base32()


def address_of(account: Account, secret: str, house: str) -> str:
    """What stands in the square a code app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.email or account.name, issuer_name=house)


def steps_of(secret: str, code: str) -> list[int]:
    """The steps a code fits, a telephone's clock being half a minute off at most."""
    code = "".join(code.split())
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        return []
    now = int(clock.now().timestamp()) // STEP
    app = pyotp.TOTP(secret)
    return [step for step in (now - 1, now, now + 1) if hmac.compare_digest(app.generate_otp(step), code)]


def add_code_app(by: Actor, account: Account, secret: str, code: str, *, device: str) -> SecondFactor | None:
    """Keep a code app whose first code is right; None where it is not."""
    step = rules.next_step(steps_of(secret, code), None)
    if step is None:
        return None
    ref = new_ref()
    factor = SecondFactor(
        ref=ref, account_id=account.id, kind=FactorKind.totp, device=device, secret=seal(secret, f"totp:{ref}"),
        counter=step, made_at=clock.now(),
    )  # fmt: skip
    return keep_factor(by, account, factor)


def keep_factor(by: Actor, account: Account, factor: SecondFactor) -> SecondFactor:
    db.session.add(factor)
    db.session.flush()
    note(by, "accounts.factor_added", thing=f"account:{account.ref}", reason=factor.kind)
    notices.changed(account, "factor_new")
    return factor


def remove_factor(by: Actor, account: Account, ref: str) -> bool:
    """Take a code app or passkey away; with the last one the recovery codes go too. False where there is none."""
    gone = change_rows(delete(SecondFactor).where(SecondFactor.account_id == account.id, SecondFactor.ref == ref))
    if not gone:
        return False
    if not queries.factors_of(account.id):
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    note(by, "accounts.factor_removed", thing=f"account:{account.ref}")
    notices.changed(account, "factor_gone")
    return True


def reset_factors(by: Actor, account: Account) -> None:
    """A colleague has lost her telephone and her codes: an administrator takes all of it away, and signs her out."""
    db.session.execute(delete(SecondFactor).where(SecondFactor.account_id == account.id))
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    end_sittings(account)
    note(by, "accounts.factors_reset", thing=f"account:{account.ref}")
    notices.changed(account, "factor_gone")


def check_code(account: Account, code: str) -> bool:
    """Whether a code from one of her apps is right and unused. Using it up is one statement: of two, one wins."""
    for factor in queries.factors_of(account.id, FactorKind.totp):
        secret = unseal(factor.secret or "", f"totp:{factor.ref}")
        step = rules.next_step(steps_of(secret, code), factor.counter)
        if step is not None:
            used = update(SecondFactor).where(SecondFactor.id == factor.id, SecondFactor.counter < step)
            return change_rows(used.values(counter=step, used_at=clock.now())) == 1
    return False


def new_recovery_codes(by: Actor, account: Account) -> list[str]:
    """Ten new codes, shown once; the old ones are dead."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [f"{new_ref()[:5]}-{new_ref()[:5]}" for _number in range(CODES)]
    db.session.add_all(RecoveryCode(account_id=account.id, code_hash=_kept(account, code)) for code in codes)
    note(by, "accounts.codes_made", thing=f"account:{account.ref}")
    db.session.flush()
    return codes


def _kept(account: Account, code: str) -> str:
    plain = "".join(letter for letter in code.casefold() if letter.isalnum())
    return slow_digest(plain, f"recovery:{account.ref}")


def use_recovery_code(account: Account, code: str) -> bool:
    """Use one up: True for exactly one caller. She is told, and how many are left."""
    mine = (RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    used = change_rows(
        update(RecoveryCode)
        .where(*mine, RecoveryCode.code_hash == _kept(account, code[:40]))
        .values(used_at=clock.now())
    )
    if used != 1:
        return False
    notices.changed(account, "code_used")
    return True


def check_second(account: Account, text: str) -> bool:
    """Whether what was written is a right second factor: six figures from an app, or a recovery code."""
    text = text.strip()
    if sum(letter.isalnum() for letter in text) == 6:
        return check_code(account, text)
    return use_recovery_code(account, text)


def prove(account: Account, text: str) -> bool:
    """Whether it is she who sits there: her password, or a code from her app (ASVS 7.5.1)."""
    compact = "".join(text.split())
    if len(compact) == 6 and compact.isdigit():
        return check_code(account, compact)
    return is_password(account, text)
