"""What this room keeps about a person: her account, where she is signed in, and who has looked after her."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, select, update

from mentors.accounts.models import Account, Card, KnownDevice, OutsideIdentity, RecoveryCode, SecondFactor, Sitting
from mentors.accounts.models_absence import ResponsibleChange
from mentors.core import clock
from mentors.kit.db import db
from mentors.kit.keeping import Keeper, Kept


def _of_her_account(table: Table, person_id: int) -> ColumnElement[bool]:
    return table.c.account_id.in_(select(Account.id).where(Account.person_id == person_id))


def _one_account(keep_id: int, gone_id: int) -> None:
    """Both records' roles on the account that stays; every browser of the other is signed out."""
    gone = db.session.scalar(select(Account).where(Account.person_id == gone_id))
    if gone is None:
        return
    ended = update(Sitting).where(Sitting.account_id == gone.id, Sitting.ended_at.is_(None))
    db.session.execute(ended.values(ended_at=clock.now()))
    keep = db.session.scalar(select(Account).where(Account.person_id == keep_id))
    if keep is not None:
        keep.roles = tuple(dict.fromkeys((*keep.roles, *gone.roles)))


_HOW_SHE_SIGNS_IN = (RecoveryCode, SecondFactor, OutsideIdentity, KnownDevice)

KEEPER = Keeper(
    (
        *(Kept(one, by=(), whose=_of_her_account, shown=one is KnownDevice) for one in _HOW_SHE_SIGNS_IN),
        Kept(Card, hides=frozenset({"pin_hash"})),
        Kept(Sitting, by=(), whose=_of_her_account),
        Kept(Account),
        Kept(ResponsibleChange),
    ),
    also_merge=_one_account,
)
