from __future__ import annotations

from sqlalchemy import Select, exists, false, select

from mentors.associations.models import Association, AssociationContact
from mentors.associations.models_agreements import Agreement, AgreementTemplate, Lead
from mentors.associations.models_referrals import Referral, ReferralConsent
from mentors.core.actor import Actor, Role


def visible_associations(by: Actor) -> Select[Association]:
    """Staff see every association of their municipality; a contact the ones she signs in for; others none."""
    here = select(Association).where(Association.municipality_id == by.municipality_id)
    if by.is_staff:
        return here
    if Role.association_contact not in by.roles or by.person_id is None:
        return here.where(false())
    return here.where(
        Association.closed_at.is_(None),
        exists().where(
            AssociationContact.association_id == Association.id,
            AssociationContact.person_id == by.person_id,
            AssociationContact.left_at.is_(None),
        ),
    )


def visible_referrals(by: Actor) -> Select[Referral]:
    """Staff see all of their municipality; an association only those to itself whose consent stands now."""
    here = select(Referral).where(Referral.municipality_id == by.municipality_id)
    if by.is_staff:
        return here
    mine = visible_associations(by).with_only_columns(Association.id)
    return (
        here.join(ReferralConsent, ReferralConsent.id == Referral.consent_id)
        .where(Referral.association_id.in_(mine), ReferralConsent.withdrawn_at.is_(None))
        .where(Referral.introduced_on.is_not(None), Referral.closed_at.is_(None))
    )


def visible_agreements(by: Actor) -> Select[Agreement]:
    mine = visible_associations(by).with_only_columns(Association.id)
    return select(Agreement).where(Agreement.association_id.in_(mine))


def visible_templates(by: Actor) -> Select[AgreementTemplate]:
    rows = select(AgreementTemplate).where(AgreementTemplate.municipality_id == by.municipality_id)
    return rows if by.is_staff else rows.where(false())


def visible_leads(by: Actor) -> Select[Lead]:
    rows = select(Lead).where(Lead.municipality_id == by.municipality_id)
    return rows if by.is_staff else rows.where(false())
