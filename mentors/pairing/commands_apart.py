"""Keeping two people apart, and letting them be paired again."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.pairing.commands_steps import hold_people
from mentors.pairing.models import Pair
from mentors.pairing.models_apart import KeptApart
from mentors.pairing.queries_apart import kept_apart_of
from mentors.people.models import Person


def keep_apart(by: Actor, one: Person, other: Person) -> KeptApart:
    """Never suggest these two to each other. Twice is once, whoever is named first.

    Raises Refused for a person with herself and for two who are a pair now; NotThere across towns.
    """
    if not {one.municipality_id, other.municipality_id} == {by.municipality_id}:
        raise NotThere
    if one.id == other.id:
        raise Refused(_("Vælg en anden person."), field="other")
    hold_people(one.id, other.id)
    for known in kept_apart_of(one.id):
        if other.id in (known.one_id, known.other_id):
            return known
    if _are_a_pair(one, other):
        raise Refused(_("De to er et par nu. Afslut eller træk parret tilbage først."), field="other")
    rule = KeptApart(
        municipality_id=one.municipality_id, one_id=one.id, other_id=other.id, made_at=clock.now(), made_by=by.label
    )
    db.session.add(rule)
    db.session.flush()
    for person in (one, other):
        note(by, "pairing.kept_apart", thing=f"kept_apart:{rule.ref}", person_id=person.id)
    return rule


def _are_a_pair(one: Person, other: Person) -> bool:
    both = [one.id, other.id]
    open_pair = select(Pair.id).where(Pair.newcomer_id.in_(both), Pair.volunteer_id.in_(both), Pair.closed_at.is_(None))
    return db.session.scalar(open_pair.limit(1)) is not None


def let_meet_again(by: Actor, rule: KeptApart) -> None:
    """The two may be suggested to each other again. Raises NotThere in another town."""
    if rule.municipality_id != by.municipality_id or not by.is_staff:
        raise NotThere
    for person_id in (rule.one_id, rule.other_id):
        if person_id is not None:
            note(by, "pairing.not_kept_apart", thing=f"kept_apart:{rule.ref}", person_id=person_id)
    db.session.delete(rule)
    db.session.flush()


# --- as lists say it --------------------------------------------------------------------------------


def keep_apart_from_listed(by: Actor, person: Person, refs: Collection[str], known: Mapping[str, int]) -> list[str]:
    """A newcomer's `not_with`: whoever of these references is here is kept apart from her now, the others as soon as
    a list brings them. Returns the references that made a rule, to take it back by."""
    standing, made = kept_apart_of(person.id), []
    met = {id_ for rule in standing for id_ in (rule.one_id, rule.other_id)}
    awaited = {rule.awaits for rule in standing}
    for ref in sorted(set(refs) - awaited):
        other_id = known.get(ref)
        if other_id == person.id or other_id in met - {person.id}:
            continue
        db.session.add(
            KeptApart(
                municipality_id=person.municipality_id, one_id=person.id, other_id=other_id, awaits=ref,
                made_at=clock.now(), made_by=by.label,
            )
        )  # fmt: skip
        made.append(ref)
        note(by, "pairing.kept_apart", person_id=person.id)
    db.session.flush()
    return made


def meet_awaited(municipality_id: int, here: Mapping[str, int]) -> int:
    """Volunteers have come with lists, by their reference: whoever was to be kept apart from them is from now on."""
    if not here:
        return 0
    waiting = db.session.scalars(
        select(KeptApart).where(
            KeptApart.municipality_id == municipality_id,
            KeptApart.other_id.is_(None),
            KeptApart.awaits.in_(list(here)),
        )
    ).all()
    for rule in waiting:
        if rule.one_id == here[rule.awaits or ""]:
            db.session.delete(rule)  # one person on both sides: nothing to keep apart
        else:
            rule.other_id = here[rule.awaits or ""]
    db.session.flush()
    return len(waiting)
