"""What this room keeps about a person: where she was sent on, with which yes, who looked, and whom she works for."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, and_, or_, select, update

from mentors.accounts.models import Account
from mentors.associations.models import Association, AssociationContact, AssociationVolunteer
from mentors.associations.models_agreements import Agreement, Lead, Nomination
from mentors.associations.models_referrals import Referral, ReferralConsent, ReferralView
from mentors.core.actor import Actor
from mentors.kit.db import db
from mentors.kit.keeping import Keeper, Kept
from mentors.people.models import Person


def _looks(table: Table, person_id: int) -> ColumnElement[bool]:
    return table.c.referral_id.in_(select(Referral.id).where(Referral.person_id == person_id))


def _lead(table: Table, person_id: int) -> ColumnElement[bool]:
    """By person; and by name and number or address together, where she was not known yet."""
    person = db.session.get(Person, person_id)
    mine = table.c.person_id == person_id
    if person is None:
        return mine
    ways = [table.c[name] == way for name, way in (("mobile", person.mobile), ("email", person.email)) if way]
    same = and_(table.c.municipality_id == person.municipality_id, table.c.name == person.first_name)
    return or_(mine, and_(table.c.person_id.is_(None), same, or_(*ways))) if ways else mine


def _unsign(_by: Actor, person_id: int) -> None:
    """Where she acted for an association, others' receipts and its agreements say the association's name instead."""
    person = db.session.get_one(Person, person_id)
    mine = select(Account.id).where(Account.person_id == person_id)
    of_view = (
        select(Association.name)
        .join(Referral, Referral.association_id == Association.id)
        .where(Referral.id == ReferralView.referral_id)
    )
    db.session.execute(
        update(ReferralView)
        .where(ReferralView.account_id.in_(mine))
        .values(name=of_view.scalar_subquery())
        .execution_options(synchronize_session=False)
    )
    theirs = select(AssociationContact.association_id).where(AssociationContact.person_id == person_id)
    of_agreement = select(Association.name).where(Association.id == Agreement.association_id)
    db.session.execute(
        update(Agreement)
        .where(Agreement.association_id.in_(theirs), Agreement.accepted_name.in_((person.name, person.full_name)))
        .values(accepted_name=of_agreement.scalar_subquery())
        .execution_options(synchronize_session=False)
    )


def _one_yes(keep_id: int, gone_id: int) -> None:
    """Two standing yeses to one association become one, the younger; a referral hangs on the one that stays."""
    standing = {
        one.association_id: one
        for one in db.session.scalars(
            select(ReferralConsent).where(ReferralConsent.person_id == keep_id, ReferralConsent.withdrawn_at.is_(None))
        )
    }
    for other in db.session.scalars(
        select(ReferralConsent).where(ReferralConsent.person_id == gone_id, ReferralConsent.withdrawn_at.is_(None))
    ):
        first = standing.get(other.association_id)
        if first is None:
            continue
        older, newer = sorted((first, other), key=lambda one: one.given_at)
        older.withdrawn_at, older.withdrawn_through = newer.given_at, newer.given_through
        db.session.execute(update(Referral).where(Referral.consent_id == older.id).values(consent_id=newer.id))
    db.session.flush()


KEEPER = Keeper(
    (
        Kept(ReferralView, by=(), whose=_looks),
        Kept(Referral),
        Kept(ReferralConsent),
        Kept(AssociationContact),
        Kept(AssociationVolunteer),
        # Who was put forward is the association's own story; the name and number are hers.
        Kept(Nomination, blanks={"person_id": None, "name": None, "mobile": None}),
        Kept(Lead, whose=_lead),
    ),
    also_forget=_unsign,
    also_merge=_one_yes,
)
