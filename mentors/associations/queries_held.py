"""What this room keeps about a person, for her own copy and for whoever answers her."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from mentors.associations.models import AssociationContact, AssociationVolunteer
from mentors.associations.models_agreements import Lead, Nomination
from mentors.associations.models_referrals import Referral, ReferralConsent, ReferralView
from mentors.kit.db import db


def held(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Where she was sent on and with which yes, who looked at her there, and the associations she works for."""
    kept: dict[str, list[dict[str, Any]]] = {}
    for model in (Referral, ReferralConsent, AssociationContact, AssociationVolunteer, Nomination, Lead):
        table = model.__table__
        rows = db.session.execute(select(table).where(table.c.person_id == person_id)).mappings()
        kept[model.__tablename__] = [dict(row) for row in rows]
    looks = (
        select(ReferralView.name, ReferralView.at).join(Referral, Referral.id == ReferralView.referral_id)
        .where(Referral.person_id == person_id).order_by(ReferralView.at)
    )  # fmt: skip
    kept[ReferralView.__tablename__] = [dict(row) for row in db.session.execute(looks).mappings()]
    return kept
