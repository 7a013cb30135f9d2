from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from mentors.core import clock
from mentors.core.calendar import Window
from mentors.followups import queries_jobs, rules, rules_jobs, rules_timeline
from mentors.followups.models import CheckIn, LadderVersion
from mentors.followups.models_jobs import Job
from mentors.followups.queries_sweep import (
    closings_by_town,
    current_ladders,
    followed_pairs,
    ladder_changes,
)
from mentors.followups.rules import Closing
from mentors.followups.rules_job_ladder import JobLadder
from mentors.followups.rules_jobs import CheckEnd
from mentors.followups.rules_ladder import Ladder
from mentors.followups.rules_timeline import Change, Mark, MarkState, Span
from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.messages.rules import OPEN
from mentors.municipalities.queries import municipality
from mentors.pairing.models import Pair
from mentors.programmes.models import Programme
from mentors.programmes.rules import Side


@dataclass(frozen=True, slots=True)
class Picture:
    """What a timeline shows: marks with their place, the days under the line, and where today stands."""

    marks: list[tuple[Mark, int]]
    span: Span
    today: date
    lanes: tuple[str, ...]

    def x(self, day: date) -> float:
        return self.span.percent(day)


def _picture(marks: list[Mark], lanes: tuple[str, ...], today: date) -> Picture:
    marks = sorted(marks, key=lambda mark: (mark.on, mark.lane, mark.kind))
    return Picture(
        rules_timeline.side_by_side(marks), rules_timeline.span([mark.on for mark in marks], today), today, lanes
    )


def told_at(check_ins: list[CheckIn]) -> dict[str, datetime | None]:
    """When the message of each question left, by the question's ref; None where it still waits. One question.

    A ref that is missing had no message: the person cannot be reached.
    """
    keys = {f"check_in:{row.ref}": row.ref for row in check_ins}
    if not keys:
        return {}
    rows = db.session.execute(select(Message.key, Message.state, Message.sent_at).where(Message.key.in_(list(keys))))
    return {keys[row.key]: row.sent_at for row in rows if row.sent_at is not None or row.state in OPEN}


def lateness(
    check_in: CheckIn, sent_at: datetime | None, window: Window, closings: tuple[Closing, ...] = (),
    since: date | None = None,
) -> int:  # fmt: skip
    """Days between the first on which a question could leave and the one on which it did, or today.

    `since`: the day the ladder changed; what a new ladder makes due in the past is not late before it.
    """
    day = max(check_in.due_on, since or check_in.due_on)
    while rules.is_resting(day, closings):
        day += timedelta(days=1)
    opens_on = clock.local_day(window.next_open(clock.at_local(day, window.from_hour)))
    return rules.days_late(check_in.due_on, clock.local_day(sent_at) if sent_at else clock.today(), opens_on)


def of_pair(pair: Pair, *, only: Side | None = None) -> Picture | None:
    """The follow-ups of a pair on a line: all of them for the desk, one side's own for herself."""
    today = clock.today()
    check_ins = list(
        db.session.scalars(select(CheckIn).where(CheckIn.pair_id == pair.id).order_by(CheckIn.due_on, CheckIn.id))
    )
    told, late = told_at(check_ins), _late_by(pair.municipality_id)
    marks = [_mark(row, told, late) for row in check_ins if only is None or row.side is only]
    found = followed_pairs(pair.id)
    if found:
        coming = rules_timeline.ahead(found[0].facts, found[0].asked, today)
        marks += [mark for mark in coming if only is None or mark.lane == only]
    lanes = (str(only),) if only else rules_timeline.sides()
    return _picture(marks, lanes, today) if marks else None


def _late_by(municipality_id: int) -> Callable[[CheckIn, datetime | None], int]:
    """How late a question of a town was, with all that could hold it up rightly."""
    window, closings = municipality(municipality_id).window, closings_by_town().get(municipality_id, ())
    changed = {programme_id: clock.local_day(at) for programme_id, at in ladder_changes().items()}
    return lambda row, sent_at: lateness(row, sent_at, window, closings, changed.get(row.pair.programme_id))


def _mark(row: CheckIn, told: dict[str, datetime | None], late_by: Callable[[CheckIn, datetime | None], int]) -> Mark:
    said = row.answers[-1].said if row.answers else None
    sent_at = told.get(row.ref)
    late = late_by(row, sent_at) if row.ref in told else 0
    if said is not None:
        state = MarkState.answered
    elif row.escalated_at is not None:
        state = MarkState.missed
    elif row.closed_at is not None:
        state = MarkState.dropped
    else:
        state = MarkState.waiting if sent_at is not None or row.ref not in told else MarkState.unsent
    return Mark(clock.local_day(sent_at) if sent_at else row.due_on, row.side, row.kind, state, late, said)


def of_job(job: Job) -> Picture:
    """A job's checks on a line: what was asked and answered, and what is to come."""
    today, marks = clock.today(), []
    for check in job.checks:
        said = check.answers[-1].said if check.answers else None
        state = {
            None: MarkState.waiting, CheckEnd.done: MarkState.answered, CheckEnd.moved: MarkState.dropped,
            CheckEnd.missed: MarkState.missed,
        }[check.ended_as]  # fmt: skip
        marks.append(Mark(check.due_on, check.side, "job", state, said=said))
    for found in queries_jobs.followed_jobs(job.id):  # none where it has ended
        coming = [(side, day) for side in rules_jobs.JobSide for day in rules_jobs.to_come(found.facts, side)]
        first = min((day for _side, day in coming), default=None)
        marks += [Mark(day, side, "job", MarkState.next if day == first else MarkState.planned) for side, day in coming]
    return _picture(marks, tuple(str(side) for side in rules_jobs.JobSide), today)


def of_ladder(ladder: Ladder, months: int) -> Picture:
    """A ladder on an example pair that begins today."""
    today = clock.today()
    marks = [
        Mark(today + timedelta(days=day), str(kind), str(kind), MarkState.planned)
        for kind, day in rules_timeline.example(ladder, months)
    ]
    return _picture(marks, tuple(str(kind) for kind in rules.CheckKind), today)


def of_job_ladder(ladder: JobLadder) -> Picture:
    """A ladder after a job start on an example job that begins today."""
    today, sides = clock.today(), rules_jobs.JobSide
    marks = [Mark(day, side, "job", MarkState.planned) for side, day in rules_jobs.plan(today, ladder)]
    return _picture(marks, tuple(str(side) for side in sides if ladder.days(side)), today)


# --- ladders ----------------------------------------------------------------------------------------


def versions_of(programme: Programme) -> list[LadderVersion]:
    """Every version of a programme's ladder, newest first."""
    wanted = select(LadderVersion).where(LadderVersion.programme_id == programme.id)
    return list(db.session.scalars(wanted.order_by(LadderVersion.number.desc())))


def changes_by(programme: Programme, ladder: Ladder) -> list[tuple[Pair, Change]]:
    """What a new ladder would do to the programme's running pairs, those with a change first."""
    today = clock.today()
    found = [one for one in followed_pairs(programme_id=programme.id) if one.is_running]
    pairs = {pair.id: pair for pair in db.session.scalars(select(Pair).where(Pair.id.in_([p.pair_id for p in found])))}
    changes = []
    for one in found:
        before = rules.next_follow_up(one.facts, one.asked, today)
        after = rules.next_follow_up(rules.with_ladder(one.facts, ladder), one.asked, today)
        changes.append((pairs[one.pair_id], Change(one.pair_id, before, after)))
    return sorted(changes, key=lambda row: (row[1].comes(today) == "same", row[1].after or today, row[1].pair_id))


def ladder_number(programme: Programme) -> int:
    """The version in force; 0 where the programme's own settings still hold."""
    found = current_ladders(programme.id).get(programme.id)
    return found.number if found else 0


# --- what was late ----------------------------------------------------------------------------------

LATE_BACK_DAYS = 30


@dataclass(frozen=True, slots=True)
class LateLine:
    """A question that left too late, or has not left at all though its day has passed."""

    check_in: CheckIn
    days: int
    sent_at: datetime | None


def late_lines(municipality_id: int) -> list[LateLine]:
    """What was put too late in the last thirty days, the longest delay first. Two statements and the answers."""
    since = clock.now() - timedelta(days=LATE_BACK_DAYS)
    rows = list(
        db.session.scalars(
            select(CheckIn)
            .join(Pair, Pair.id == CheckIn.pair_id)
            .where(Pair.municipality_id == municipality_id, CheckIn.asked_at >= since)
            .order_by(CheckIn.due_on, CheckIn.id)
        ).unique()
    )
    told, late_by = told_at(rows), _late_by(municipality_id)
    lines = [LateLine(row, late_by(row, told[row.ref]), told[row.ref]) for row in rows if row.ref in told]
    return sorted((line for line in lines if line.days > 0), key=lambda line: (-line.days, line.check_in.id))
