from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere, Refused
from mentors.followups import queries_timeline, rules_ladder
from mentors.followups.models import LadderVersion
from mentors.followups.rules_ladder import Ladder
from mentors.journal.commands import note
from mentors.kit.db import db
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
    number = (
        db.session.scalar(select(func.max(LadderVersion.number)).where(LadderVersion.programme_id == programme.id)) or 0
    )
    if number != instead_of:
        raise Refused(_("En kollega har ændret planen imens. Se på den nye, og prøv igen."))
    content = rules_ladder.written(ladder)
    newest = queries_timeline.versions_of(programme)
    if newest and newest[0].content == content:
        return newest[0]
    version = LadderVersion(
        programme_id=programme.id, number=number + 1, content=content, at=clock.now(), by=by.name or by.label
    )
    db.session.add(version)
    db.session.flush()
    note(by, "followups.ladder_written", thing=f"programme:{programme.ref}", reason=str(version.number))
    return version
