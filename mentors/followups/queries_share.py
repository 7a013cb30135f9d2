from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import exists, func, select

from mentors.core import clock
from mentors.followups import rules_share
from mentors.followups.models import Answer, CheckIn
from mentors.followups.rules_share import FollowUpShare, PairInPeriod
from mentors.kit.db import db
from mentors.pairing.models import Pair
from mentors.pairing.rules import RUNNING_STATES, PairState
from mentors.tasks.models import Task


def share_without_follow_up(municipality_id: int, since: date, until: date) -> FollowUpShare:
    """The active pairs of a town in a period (both days included) and those of them without documented follow-up.

    One question, however many pairs. The refs name the pairs, oldest first, for the desk and the audit pack.
    """
    begins, ends = clock.at_local(since, 0), clock.at_local(until + timedelta(days=1), 0)
    began = func.coalesce(Pair.newcomer_said_yes_at, Pair.active_at, Pair.proposed_at)
    heard = exists().where(
        CheckIn.pair_id == Pair.id, Answer.check_in_id == CheckIn.id, Answer.at >= begins, Answer.at < ends
    )
    seen_to = exists().where(
        Task.thing == "pair:" + Pair.ref, Task.done_at >= begins, Task.done_at < ends, Task.done_by.like("account:%")
    )
    ran = Pair.state.in_(RUNNING_STATES) | (
        (Pair.state == PairState.ended) & Pair.newcomer_said_yes_at.is_not(None) & (Pair.closed_at >= begins)
    )
    rows = db.session.execute(
        select(Pair.ref, Pair.closed_at, Pair.paused_at, Pair.newcomer_said_yes_at, Pair.active_at, Pair.proposed_at,
               (heard | seen_to).label("followed"))
        .where(Pair.municipality_id == municipality_id, ran, began < ends)
        .order_by(Pair.id)
    )  # fmt: skip
    found = [
        PairInPeriod(
            ref=row.ref,
            began_on=clock.local_day(row.newcomer_said_yes_at or row.active_at or row.proposed_at),
            ended_on=clock.local_day(row.closed_at) if row.closed_at else None,
            paused_since=clock.local_day(row.paused_at) if row.paused_at else None,
            is_followed_up=bool(row.followed),
        )
        for row in rows
    ]
    return rules_share.share(found, since, until)
