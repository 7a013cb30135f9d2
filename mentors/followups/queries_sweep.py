from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from mentors.core import clock
from mentors.followups import rules, rules_job_ladder, rules_ladder
from mentors.followups.models import CheckIn, LadderVersion, QuestionStop
from mentors.followups.rules import CheckKind, Closing, PairFacts
from mentors.followups.rules_job_ladder import JobLadder
from mentors.followups.rules_ladder import Ladder
from mentors.gatherings.models import ClosingDay
from mentors.gatherings.rules import ClosingKind
from mentors.kit.db import db
from mentors.pairing.models import Pair, PairChange
from mentors.pairing.rules import RUNNING_STATES, PairState
from mentors.programmes.models import Programme
from mentors.programmes.rules import Side

Asked = dict[tuple[CheckKind, Side], date]


@dataclass(frozen=True, slots=True)
class Followed:
    """A pair as the sweep sees it: one that runs, or has ended not long ago."""

    pair_id: int
    municipality_id: int
    programme_id: int
    facts: PairFacts
    asked: Mapping[tuple[CheckKind, Side], date]

    @property
    def is_running(self) -> bool:
        return self.facts.state in RUNNING_STATES


# --- what the sweep asks: six statements, however many pairs ------------------------------------------

_PAIR = (
    Pair.id, Pair.municipality_id, Pair.programme_id, Pair.state, Pair.newcomer_id, Pair.volunteer_id,
    Pair.proposed_at, Pair.volunteer_said_yes_at, Pair.newcomer_said_yes_at, Pair.first_met_on, Pair.active_at,
    Pair.planned_end_on, Pair.paused_at, Pair.paused_until, Pair.closed_at, Pair.newcomer_fit, Pair.volunteer_fit,
    Programme.first_contact_days, Programme.fit_after_days, Programme.check_every_days,
)  # fmt: skip
_OVER_DAYS = rules_ladder.MOST_DAYS + rules.LATEST_DAYS


def followed_pairs(
    pair_id: int | None = None, programme_id: int | None = None, *, among: Collection[int] | None = None
) -> list[Followed]:
    """The running pairs of all municipalities, of one programme, or those named, and those that have ended and
    may still be asked how it went on."""
    lately = Pair.closed_at >= clock.now() - timedelta(days=_OVER_DAYS)
    wanted: list[Any] = [
        Pair.state.in_(RUNNING_STATES) | ((Pair.state == PairState.ended) & Pair.active_at.is_not(None) & lately)
    ]
    if pair_id is not None:
        wanted.append(Pair.id == pair_id)
    if among is not None:
        wanted.append(Pair.id.in_(among))
    if programme_id is not None:
        wanted.append(Pair.programme_id == programme_id)
    rows = db.session.execute(
        select(*_PAIR).join(Programme, Programme.id == Pair.programme_id).where(*wanted).order_by(Pair.id)
    ).all()
    resumed, asked, stopped = _resumed(wanted), _asked(wanted), _stopped(wanted)
    ladders, closings = current_ladders(programme_id), closings_by_town()
    found = []
    for row in rows:
        facts = _facts(
            row,
            ladders.get(row.programme_id) or _own_ladder(row),
            resumed_on=resumed.get(row.id),
            stopped=stopped.get(row.id, {}),
            closings=closings.get(row.municipality_id, ()),
        )
        found.append(Followed(row.id, row.municipality_id, row.programme_id, facts, asked.get(row.id, {})))
    return found


def _resumed(wanted: Iterable[Any]) -> dict[int, date]:
    rows = db.session.execute(
        select(PairChange.pair_id, func.max(PairChange.at).label("at"))
        .join(Pair, Pair.id == PairChange.pair_id)
        .where(*wanted, PairChange.what == "resumed")
        .group_by(PairChange.pair_id)
    )
    return {row.pair_id: clock.local_day(row.at) for row in rows}


def _asked(wanted: Iterable[Any]) -> dict[int, Asked]:
    rows = db.session.execute(
        select(
            CheckIn.pair_id, CheckIn.person_id, CheckIn.kind, Pair.newcomer_id, func.max(CheckIn.due_on).label("due_on")
        )
        .join(Pair, Pair.id == CheckIn.pair_id)
        .where(*wanted)
        .group_by(CheckIn.pair_id, CheckIn.person_id, CheckIn.kind, Pair.newcomer_id)
    )
    asked: dict[int, Asked] = defaultdict(dict)
    for row in rows:
        asked[row.pair_id][row.kind, _side(row)] = row.due_on
    return asked


def _stopped(wanted: Iterable[Any]) -> dict[int, Asked]:
    rows = db.session.execute(
        select(QuestionStop.pair_id, QuestionStop.person_id, QuestionStop.kind, QuestionStop.at, Pair.newcomer_id)
        .join(Pair, Pair.id == QuestionStop.pair_id)
        .where(*wanted, QuestionStop.taken_back_at.is_(None))
    )
    stopped: dict[int, Asked] = defaultdict(dict)
    for row in rows:
        stopped[row.pair_id][row.kind, _side(row)] = clock.local_day(row.at)
    return stopped


def _side(row: Any) -> Side:
    return Side.newcomer if row.person_id == row.newcomer_id else Side.volunteer


def current_ladders(programme_id: int | None = None) -> dict[int, Ladder]:
    """The ladder in force of each programme that has one of its own."""
    newest = (
        select(LadderVersion.programme_id, func.max(LadderVersion.number).label("number"))
        .where(LadderVersion.programme_id.is_not(None))
        .group_by(LadderVersion.programme_id)
    )
    if programme_id is not None:
        newest = newest.where(LadderVersion.programme_id == programme_id)
    last = newest.subquery()
    rows = db.session.scalars(
        select(LadderVersion).join(
            last, (LadderVersion.programme_id == last.c.programme_id) & (LadderVersion.number == last.c.number)
        )
    )
    return {
        row.programme_id: rules_ladder.read(row.content, row.number) for row in rows if row.programme_id is not None
    }


def current_job_ladders(municipality_id: int | None = None) -> dict[int, JobLadder]:
    """The ladder after a job start of each town that has written its own; the others have `JOB_LADDER`."""
    town = LadderVersion.municipality_id
    newest = select(town, func.max(LadderVersion.number).label("number")).where(town.is_not(None)).group_by(town)
    if municipality_id is not None:
        newest = newest.where(town == municipality_id)
    last = newest.subquery()
    rows = db.session.scalars(
        select(LadderVersion).join(last, (town == last.c.municipality_id) & (LadderVersion.number == last.c.number))
    )
    return {
        row.municipality_id: rules_job_ladder.read(row.content, row.number, clock.local_day(row.at))
        for row in rows
        if row.municipality_id is not None
    }


def ladder_changes() -> dict[int, datetime]:
    """When each programme's ladder was last changed."""
    rows = db.session.execute(
        select(LadderVersion.programme_id, func.max(LadderVersion.at).label("at"))
        .where(LadderVersion.programme_id.is_not(None))
        .group_by(LadderVersion.programme_id)
    )
    return {row.programme_id: row.at for row in rows}


def ladder_for(programme: Programme) -> Ladder:
    """The ladder in force for a programme: its newest version, or what its settings make."""
    return current_ladders(programme.id).get(programme.id) or _own_ladder(programme)


def _own_ladder(row: Any) -> Ladder:
    return rules_ladder.ladder_of(row.first_contact_days, row.fit_after_days, row.check_every_days)


def closings_by_town() -> dict[int, tuple[Closing, ...]]:
    """The days on which each town hall is shut, from a year back; school holidays are none."""
    rows = db.session.execute(
        select(ClosingDay.municipality_id, ClosingDay.from_on, ClosingDay.to_on)
        .where(ClosingDay.kind == ClosingKind.closing, ClosingDay.to_on >= clock.today() - timedelta(days=366))
        .order_by(ClosingDay.from_on)
    )
    found: dict[int, tuple[Closing, ...]] = {}
    for town, first, last in rows:
        found[town] = (*found.get(town, ()), (first, last))
    return found


def _facts(
    row: Any, ladder: Ladder, *, resumed_on: date | None, stopped: Asked, closings: tuple[Closing, ...]
) -> PairFacts:
    said_yes = [at for at in (row.volunteer_said_yes_at, row.newcomer_said_yes_at) if at is not None]
    return PairFacts(
        state=PairState(row.state),
        agreed_on=clock.local_day(max(said_yes, default=row.proposed_at)),
        first_met_on=row.first_met_on,
        active_on=clock.local_day(row.active_at) if row.active_at else None,
        planned_end_on=row.planned_end_on,
        paused_on=clock.local_day(row.paused_at) if row.paused_at else None,
        paused_until=row.paused_until,
        resumed_on=resumed_on,
        ended_on=clock.local_day(row.closed_at) if row.closed_at else None,
        fits={Side.newcomer: row.newcomer_fit, Side.volunteer: row.volunteer_fit},
        ladder=ladder,
        stopped=stopped,
        closings=closings,
    )


def open_check_ins() -> list[CheckIn]:
    """Questions nobody has answered yet, with their pair and persons."""
    return list(db.session.scalars(select(CheckIn).where(CheckIn.closed_at.is_(None)).order_by(CheckIn.id)).unique())


def next_follow_up_of(pair_id: int) -> date | None:
    """The day somebody will next look after a pair; None for one nobody will."""
    found = followed_pairs(pair_id)
    return rules.next_follow_up(found[0].facts, found[0].asked, clock.today()) if found else None


def next_follow_ups_of(pair_ids: Collection[int]) -> dict[int, date]:
    """The same for several pairs, in as many statements as for one; those nobody will look after are left out."""
    if not pair_ids:
        return {}
    today = clock.today()
    days = {one.pair_id: rules.next_follow_up(one.facts, one.asked, today) for one in followed_pairs(among=pair_ids)}
    return {pair_id: day for pair_id, day in days.items() if day is not None}
