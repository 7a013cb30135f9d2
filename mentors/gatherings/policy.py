from __future__ import annotations

from sqlalchemy import Select, false, select

from mentors.core.actor import Actor
from mentors.gatherings.models import ClosingDay, Owner, Series, Session
from mentors.gatherings.models_people import DoorTag, SignUp, UnitNote


def visible_series(by: Actor) -> Select[Series]:
    """The series of the actor's municipality: all for staff, the public ones for others."""
    mine = select(Series).where(Series.municipality_id == by.municipality_id)
    return mine if by.is_staff else mine.where(Series.is_public)


def visible_sessions(by: Actor) -> Select[Session]:
    mine = select(Session).where(Session.municipality_id == by.municipality_id)
    return mine if by.is_staff else mine.join(Series).where(Series.is_public)


def visible_sign_ups(by: Actor) -> Select[SignUp]:
    """Families' places: staff all of their municipality, a person her own."""
    mine = select(SignUp).where(SignUp.municipality_id == by.municipality_id)
    if by.is_staff:
        return mine
    return mine.where(SignUp.person_id == by.person_id) if by.person_id else mine.where(false())


def visible_tags(by: Actor) -> Select[DoorTag]:
    mine = select(DoorTag).where(DoorTag.municipality_id == by.municipality_id)
    return mine if by.is_staff else mine.where(false())


def visible_closings(municipality_id: int | None) -> Select[ClosingDay]:
    return select(ClosingDay).where(ClosingDay.municipality_id == municipality_id)


def visible_notes(by: Actor, series: Series) -> Select[UnitNote]:
    """What the actor's own unit has written about a group's participants; another unit's notes never."""
    unit = (
        select(Owner.unit)
        .where(Owner.series_id == series.id, Owner.account_id == by.account_id, Owner.unit.is_not(None))
        .scalar_subquery()
    )
    return select(UnitNote).where(UnitNote.series_id == series.id, UnitNote.unit == unit)


def may_run(by: Actor, series: Series) -> bool:
    """Whether the actor may plan and change a series: the municipality's staff, and the house itself."""
    return by.municipality_id == series.municipality_id and (by.is_staff or by.label == "system")
