from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from sqlalchemy import select

from mentors.associations.models_referrals import Referral, ReferralConsent, ReferralView
from mentors.associations.policy import visible_referrals
from mentors.associations.rules import MEMBER_AFTER_MONTHS, VIEW_LASTS, ReferralStage
from mentors.core.actor import Actor
from mentors.core.calendar import add_months
from mentors.core.refusal import NotThere
from mentors.kit.db import db
from mentors.links.models import PersonalLink


def the_referral(by: Actor, ref: str) -> Referral:
    """The referral with a public reference, for this actor. Raises NotThere: withdrawn ones too."""
    found = db.session.scalar(visible_referrals(by).where(Referral.ref == ref))
    if found is None:
        raise NotThere
    return found


def referral_of_link(thing_ref: str, person_id: int | None) -> Referral:
    """The referral that a newcomer's own link is about, whatever became of it. Raises NotThere."""
    found = db.session.scalar(select(Referral).where(Referral.ref == thing_ref, Referral.person_id == person_id))
    if found is None:
        raise NotThere
    return found


def referrals_to(by: Actor, association_id: int) -> list[Referral]:
    """An association's referrals as the actor may see them, newest first."""
    rows = visible_referrals(by).where(Referral.association_id == association_id)
    return list(db.session.scalars(rows.order_by(Referral.asked_at.desc(), Referral.id.desc())))


def referrals_of(by: Actor, person_id: int) -> list[Referral]:
    rows = visible_referrals(by).where(Referral.person_id == person_id)
    return list(db.session.scalars(rows.order_by(Referral.asked_at.desc(), Referral.id.desc())))


def counts(by: Actor) -> Counter[ReferralStage]:
    """How many referrals stand at each stage."""
    return Counter(referral.stage for referral in db.session.scalars(visible_referrals(by)))


def standing_consent(person_id: int, association_id: int) -> ReferralConsent | None:
    return db.session.scalar(
        select(ReferralConsent).where(
            ReferralConsent.person_id == person_id,
            ReferralConsent.association_id == association_id,
            ReferralConsent.withdrawn_at.is_(None),
        )
    )


def open_referral(person_id: int, association_id: int) -> Referral | None:
    return db.session.scalar(
        select(Referral).where(
            Referral.person_id == person_id, Referral.association_id == association_id, Referral.closed_at.is_(None)
        )
    )


def find_link(referral: Referral) -> PersonalLink | None:
    """Her own way to the receipt."""
    wanted = (PersonalLink.thing == f"referral:{referral.ref}", PersonalLink.purpose == "referral")
    return db.session.scalar(select(PersonalLink).where(*wanted, PersonalLink.withdrawn_at.is_(None)))


def opened_by(account_id: int | None, referral_ids: list[int], now: datetime) -> frozenset[int]:
    """Which referrals an account has opened lately, so that it may go on looking without a new line."""
    rows = db.session.scalars(
        select(ReferralView.referral_id).where(
            ReferralView.account_id == account_id,
            ReferralView.referral_id.in_(referral_ids),
            ReferralView.at > now - VIEW_LASTS,
        )
    )
    return frozenset(rows)


def membership_checks_due(on: date) -> list[Referral]:
    """Referrals of people who came three months ago or more, and nobody has asked since."""
    rows = db.session.scalars(
        select(Referral).where(
            Referral.came_on <= add_months(on, -MEMBER_AFTER_MONTHS),
            Referral.checked_on.is_(None),
            Referral.closed_at.is_(None),
        )
    )
    return list(rows)


def open_referrals_to(association_id: int) -> list[Referral]:
    """Everybody sent to an association whose referral nobody has closed, whatever she has answered."""
    wanted = (Referral.association_id == association_id, Referral.closed_at.is_(None))
    return list(db.session.scalars(select(Referral).where(*wanted).order_by(Referral.id)))
