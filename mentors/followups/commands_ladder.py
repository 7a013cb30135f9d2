from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere, Refused
from mentors.followups import queries_job_ladder, queries_timeline, rules_job_ladder, rules_ladder
from mentors.followups.models import LadderVersion
from mentors.followups.rules_job_ladder import JOB_LADDER, JobLadder
from mentors.followups.rules_ladder import Ladder
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.municipalities.models import Municipality
from mentors.programmes.models import Programme


def write_ladder(by: Actor, programme: Programme, ladder: Ladder, *, instead_of: int) -> LadderVersion:
    """A new version of a programme's ladder, in force at once. What has been asked is not asked again within a week;
    what is overdue under the new one is asked at the next sweep.

    Raises Refused where a colleague has changed it meanwhile (`instead_of` is the version that was looked at) or the
    ladder would let a pair be forgotten.
    """
    if programme.municipality_id != by.municipality_id or not by.is_staff:
        raise NotThere
    faults = [rules_ladder.fault_in(kind, rungs) for kind, rungs in ladder.rungs.items()]
    missing = [kind for kind in rules_ladder.RUNNING if kind not in ladder.rungs]
    if any(faults) or missing or not rules_ladder.are_levels(ladder.levels):
        raise Refused(_("Planen mangler noget. Se på linjerne igen."))
    db.session.execute(select(Programme.id).where(Programme.id == programme.id).with_for_update()).all()
    newest = next(iter(queries_timeline.versions_of(programme)), None)
    made = LadderVersion(programme_id=programme.id, content=rules_ladder.written(ladder))
    version, is_new = _kept(by, newest, made, instead_of)
    if is_new:
        note(by, "followups.ladder_written", thing=f"programme:{programme.ref}", reason=str(version.number))
    return version


def write_job_ladder(by: Actor, ladder: JobLadder, *, instead_of: int) -> LadderVersion | None:
    """A new version of the actor's town's ladder after a job start, in force at once, under the same promises as
    `write_ladder`. None where the town has none of its own yet and what is written is what every town begins with.

    Raises Refused where a colleague has changed it meanwhile or the ladder would let a job be forgotten.
    """
    if not by.is_staff or by.municipality_id is None:
        raise NotThere
    if not rules_job_ladder.is_sound(ladder):
        raise Refused(_("Planen mangler noget. Se på linjerne igen."))
    town = select(Municipality).where(Municipality.id == by.municipality_id)
    ref = db.session.scalars(town.with_for_update()).one().ref
    newest = next(iter(queries_job_ladder.versions_of(by.municipality_id)), None)
    content = rules_job_ladder.written(ladder)
    if newest is None and instead_of == 0 and content == rules_job_ladder.written(JOB_LADDER):
        return None
    made = LadderVersion(municipality_id=by.municipality_id, content=content)
    version, is_new = _kept(by, newest, made, instead_of)
    if is_new:
        note(by, "followups.job_ladder_written", thing=f"municipality:{ref}", reason=str(version.number))
    return version


def _kept(by: Actor, newest: LadderVersion | None, made: LadderVersion, instead_of: int) -> tuple[LadderVersion, bool]:
    """The version that now holds, and whether it is a new one: what says the same as the newest is that one."""
    number = newest.number if newest else 0
    if number != instead_of:
        raise Refused(_("En kollega har ændret planen imens. Se på den nye, og prøv igen."))
    if newest is not None and newest.content == made.content:
        return newest, False
    made.number, made.at, made.by = number + 1, clock.now(), by.name or by.label
    db.session.add(made)
    db.session.flush()
    return made, True
