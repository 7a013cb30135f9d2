from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from mentors.associations import rules
from mentors.associations.models import (
    Activity,
    Association,
    AssociationContact,
    AssociationVolunteer,
    YearlyDeclaration,
)
from mentors.associations.policy import visible_associations
from mentors.associations.rules import OrganisationKind, Wish
from mentors.core.actor import Actor
from mentors.core.place import find_place
from mentors.core.refusal import NotThere
from mentors.kit.db import db
from mentors.programmes.models import Participation, Programme
from mentors.programmes.rules import ParticipationState, ProgrammeKind, Side


def the_association(by: Actor, ref: str) -> Association:
    """The association with a public reference, for this actor. Raises NotThere."""
    found = db.session.scalar(visible_associations(by).where(Association.ref == ref))
    if found is None:
        raise NotThere
    return found


def associations(by: Actor) -> list[Association]:
    return list(db.session.scalars(visible_associations(by).order_by(Association.name)))


def find_by_cvr(municipality_id: int, cvr: str) -> Association | None:
    wanted = (Association.municipality_id == municipality_id, Association.cvr == cvr)
    return db.session.scalar(select(Association).where(*wanted))


def the_activity(association: Association, ref: str) -> Activity:
    """An open activity of an association. Raises NotThere."""
    found = next((activity for activity in association.open_activities if activity.ref == ref), None)
    if found is None:
        raise NotThere
    return found


# --- public pages ---------------------------------------------------------------------------------


def directory(municipality_id: int, wish: Wish) -> list[tuple[str, list[Activity]]]:
    """What associations offer in public, grouped by town, filtered. Two queries."""
    rows = db.session.scalars(
        select(Activity)
        .join(Association)
        .options(joinedload(Activity.association))
        .where(
            Association.municipality_id == municipality_id,
            Association.public_at.is_not(None),
            Association.closed_at.is_(None),
            Activity.closed_at.is_(None),
        )
        .order_by(Activity.title)
    )
    towns: dict[str, list[Activity]] = {}
    for activity in rows:
        if rules.fits(activity.offer(), wish):
            place = find_place(activity.postcode)
            towns.setdefault(place.town if place else activity.postcode, []).append(activity)
    return sorted(towns.items())


def offered_languages(municipality_id: int) -> list[str]:
    """The languages that some public activity is held in."""
    found = {code for _town, offers in directory(municipality_id, Wish()) for o in offers for code in o.languages}
    return sorted(found)


def partners(municipality_id: int) -> dict[OrganisationKind, list[Association]]:
    """Who takes part and has said yes to being named (systems.md row 54)."""
    rows = db.session.scalars(
        select(Association)
        .where(
            Association.municipality_id == municipality_id,
            Association.public_at.is_not(None),
            Association.closed_at.is_(None),
        )
        .order_by(Association.name)
    ).all()
    return {kind: found for kind in OrganisationKind if (found := [row for row in rows if row.kind is kind])}


# --- people of an association ---------------------------------------------------------------------


def contacts_of(association_id: int) -> list[AssociationContact]:
    return list(
        db.session.scalars(
            select(AssociationContact)
            .where(AssociationContact.association_id == association_id, AssociationContact.left_at.is_(None))
            .order_by(AssociationContact.id)
        )
    )


def volunteers_of(association_id: int) -> list[AssociationVolunteer]:
    rows = db.session.scalars(
        select(AssociationVolunteer).where(
            AssociationVolunteer.association_id == association_id, AssociationVolunteer.left_on.is_(None)
        )
    )
    return sorted(rows, key=lambda row: (row.person.name_folded, row.id))


def the_volunteer(association: Association, ref: str) -> AssociationVolunteer:
    found = next((volunteer for volunteer in volunteers_of(association.id) if volunteer.ref == ref), None)
    if found is None:
        raise NotThere
    return found


def the_contact(association: Association, ref: str) -> AssociationContact:
    found = next((contact for contact in contacts_of(association.id) if contact.ref == ref), None)
    if found is None:
        raise NotThere
    return found


def programmes_for_nominees(municipality_id: int) -> list[Programme]:
    """The open programmes that companies and unions put mentors forward for."""
    mentoring = (ProgrammeKind.business_mentor, ProgrammeKind.career_mentor)
    rows = select(Programme).where(
        Programme.municipality_id == municipality_id, Programme.is_open.is_(True), Programme.kind.in_(mentoring)
    )
    return list(db.session.scalars(rows.order_by(Programme.name)))


# --- declarations ---------------------------------------------------------------------------------


def last_declarations(association_ids: list[int]) -> dict[int, date]:
    """When each association last declared, in one question."""
    rows = db.session.execute(
        select(YearlyDeclaration.association_id, func.max(YearlyDeclaration.declared_on))
        .where(YearlyDeclaration.association_id.in_(association_ids))
        .group_by(YearlyDeclaration.association_id)
    )
    return dict(rows.all())


def must_declare(association: Association) -> bool:
    """Whether an association meets children under 15 at all: by an activity of theirs."""
    return any(activity.age_from < 15 for activity in association.open_activities)


def declarations_due(municipality_id: int, on: date) -> list[Association]:
    """The associations with children whose yearly declaration is missing or a year old. Three queries."""
    open_here = (Association.municipality_id == municipality_id, Association.closed_at.is_(None))
    found = db.session.scalars(select(Association).where(*open_here).order_by(Association.name))
    rows = [row for row in found if must_declare(row)]
    last = last_declarations([row.id for row in rows])
    return [row for row in rows if rules.is_declaration_due(last.get(row.id), on)]


# --- from receiving to contributing (systems.md row 7) --------------------------------------------


@dataclass(frozen=True, slots=True)
class Moved:
    total: int
    by_quarter: list[tuple[str, int]]


def moved_to_contributing(municipality_id: int) -> Moved:
    """People who came as newcomers and later began to volunteer, in a programme or an association."""
    newcomer = db.session.execute(
        select(Participation.person_id, func.min(Participation.applied_at))
        .join(Programme)
        .where(Programme.municipality_id == municipality_id, Participation.side == Side.newcomer)
        .group_by(Participation.person_id)
    )
    received = {person_id: at.date() for person_id, at in newcomer}
    helping = db.session.execute(
        select(Participation.person_id, Participation.approved_at)
        .join(Programme)
        .where(
            Programme.municipality_id == municipality_id,
            Participation.side == Side.volunteer,
            Participation.approved_at.is_not(None),
            Participation.state != ParticipationState.turned_down,
        )
    )
    began = [(person_id, at.date()) for person_id, at in helping if at is not None]
    members = db.session.execute(
        select(AssociationVolunteer.person_id, AssociationVolunteer.since_on)
        .join(Association)
        .where(Association.municipality_id == municipality_id)
    )
    began += [(person_id, since) for person_id, since in members]
    first: dict[int, date] = {}
    for person_id, day in began:
        first[person_id] = min(day, first.get(person_id, day))
    lives = [(received[person_id], day) for person_id, day in first.items() if person_id in received]
    quarters = rules.moved_by_quarter(lives)
    return Moved(sum(count for _quarter, count in quarters), quarters)


def counts_by_kind(by: Actor) -> Counter[OrganisationKind]:
    return Counter(row.kind for row in associations(by) if row.closed_at is None)
