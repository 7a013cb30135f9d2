from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from mentors.associations.models_agreements import Agreement, AgreementTemplate, Lead, Nomination
from mentors.associations.policy import visible_agreements, visible_leads, visible_templates
from mentors.associations.rules import NOMINATION_LASTS, RENEWAL_NOTICE, AgreementKind
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.kit.db import db


def templates(by: Actor) -> list[AgreementTemplate]:
    """Every version of every text, newest first within its kind."""
    rows = db.session.scalars(visible_templates(by))
    return sorted(rows, key=lambda row: (list(AgreementKind).index(row.kind), -row.version))


def newest(by: Actor) -> dict[AgreementKind, AgreementTemplate]:
    """The version of each kind that is sent now."""
    found: dict[AgreementKind, AgreementTemplate] = {}
    for row in templates(by):
        found.setdefault(row.kind, row)
    return found


def agreements_of(by: Actor, association_id: int) -> list[Agreement]:
    rows = visible_agreements(by).where(Agreement.association_id == association_id)
    return list(db.session.scalars(rows.order_by(Agreement.sent_at.desc(), Agreement.id.desc())))


def the_agreement(ref: str, municipality_id: int) -> Agreement:
    """The agreement that a personal link is about. Raises NotThere."""
    found = db.session.scalar(select(Agreement).where(Agreement.ref == ref))
    if found is None or found.association.municipality_id != municipality_id:
        raise NotThere
    return found


def renewals_due(on: date) -> list[Agreement]:
    """Accepted agreements that end within a month or have ended, and are not replaced."""
    rows = db.session.scalars(
        select(Agreement)
        .where(Agreement.renew_on <= on + RENEWAL_NOTICE, Agreement.replaced_at.is_(None))
        .order_by(Agreement.renew_on)
    )
    return [row for row in rows if row.association.closed_at is None]


def nominations_of(association_id: int) -> list[Nomination]:
    rows = select(Nomination).where(Nomination.association_id == association_id)
    return list(db.session.scalars(rows.order_by(Nomination.nominated_at.desc(), Nomination.id.desc())))


def the_nomination(ref: str, municipality_id: int) -> Nomination:
    """The nomination that a personal link is about. Raises NotThere."""
    found = db.session.scalar(select(Nomination).where(Nomination.ref == ref))
    if found is None or found.association.municipality_id != municipality_id:
        raise NotThere
    return found


def unanswered_nominations(now: datetime) -> list[Nomination]:
    """Names that nobody stood by within a month."""
    rows = select(Nomination).where(
        Nomination.answered_at.is_(None),
        Nomination.name.is_not(None),
        Nomination.nominated_at <= now - NOMINATION_LASTS,
    )
    return list(db.session.scalars(rows))


def leads(by: Actor) -> list[Lead]:
    """Wishes to hear from a company, those not settled first, longest wait first."""
    rows = db.session.scalars(visible_leads(by).order_by(Lead.wanted_at))
    return sorted(rows, key=lambda row: row.settled_at is not None)


def the_lead(by: Actor, ref: str) -> Lead:
    found = db.session.scalar(visible_leads(by).where(Lead.ref == ref))
    if found is None:
        raise NotThere
    return found
