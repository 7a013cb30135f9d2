from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from mentors.audits import rules, words_desk
from mentors.audits.models import AuditPack, AuditPair, ComplaintNotice
from mentors.audits.rules import AgreementFacts, FollowUpState, Requirement
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.followups.models import CheckIn
from mentors.followups.queries import share_without_follow_up
from mentors.followups.rules import CheckKind
from mentors.kit.db import db
from mentors.meetings.models import Meeting
from mentors.pairing.models import Pair
from mentors.people.models import Person
from mentors.programmes.rules import Side
from mentors.tasks.models import Task


def the_pack(by: Actor, ref: str) -> AuditPack:
    """An audit pack of the actor's own town. Raises NotThere."""
    wanted = (AuditPack.ref == ref, AuditPack.municipality_id == by.municipality_id)
    found = db.session.scalar(select(AuditPack).where(*wanted)) if by.is_staff else None
    if found is None:
        raise NotThere
    return found


def recent_packs(by: Actor, limit: int = 20) -> list[AuditPack]:
    return list(
        db.session.scalars(
            select(AuditPack)
            .where(AuditPack.municipality_id == by.municipality_id)
            .order_by(AuditPack.made_at.desc(), AuditPack.id.desc())
            .limit(limit)
        )
    )


def pairs_in(municipality_id: int, since: date, until: date) -> dict[str, int]:
    """The pairs that ran on at least one day of a period, by reference: both had said yes, and it was not over."""
    begins, ends = clock.at_local(since, 0), clock.at_local(until + timedelta(days=1), 0)
    began = func.coalesce(Pair.newcomer_said_yes_at, Pair.active_at)
    rows = db.session.execute(
        select(Pair.ref, Pair.id).where(
            Pair.municipality_id == municipality_id, began.is_not(None), began < ends,
            or_(Pair.closed_at.is_(None), Pair.closed_at >= begins), Pair.volunteer_said_yes_at.is_not(None),
        )
    )  # fmt: skip
    return {row.ref: row.id for row in rows}


# --- what a pack shows ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FollowUp:
    kind: CheckKind
    side: Side
    due_on: date
    asked_at: datetime
    answered_at: datetime | None
    state: FollowUpState


@dataclass(frozen=True, slots=True)
class Line:
    """One pair of a pack; `pair` is None where its people have been erased."""

    position: int
    ref: str
    pair: Pair | None
    newcomer: str
    mentor: str
    facts: AgreementFacts | None = None
    missing: tuple[Requirement, ...] = ()
    planned: int | None = None
    delivered: int = 0
    meetings: dict[str, int] = field(default_factory=dict)
    follow_ups: Sequence[FollowUp] = ()
    tasks_done: int = 0
    is_without: bool = False

    def count(self, state: str) -> int:
        return sum(one.state == state for one in self.follow_ups)


def lines_of(pack: AuditPack) -> list[Line]:
    """Every pair of a pack with what was agreed, delivered and followed up in its period. Six questions."""
    ids = [row.pair_id for row in pack.pairs if row.pair_id is not None]
    pairs = {one.id: one for one in db.session.scalars(select(Pair).where(Pair.id.in_(ids)))}
    told = {one.pair_id: one.given_on for one in db.session.scalars(
        select(ComplaintNotice).where(ComplaintNotice.pair_id.in_(ids)))}  # fmt: skip
    meetings, asked = _meetings(pack, ids), _follow_ups(pack, ids)
    done = _tasks_done(pack, [one.ref for one in pairs.values()])
    without = set(share_without_follow_up(pack.municipality_id, pack.from_on, pack.until_on).without)
    lines = []
    for row in pack.pairs:
        pair = pairs.get(row.pair_id or 0)
        if pair is None:
            gone = words_desk.erased()
            lines.append(Line(row.position, row.pair_ref, None, gone, gone))
            continue
        facts = agreement_of(pair, told.get(pair.id))
        runs = (facts.starts_on, _last_day(pair))
        lines.append(
            Line(
                row.position, pair.ref, pair, _name(pack, pair.newcomer, pair), _name(pack, pair.volunteer, pair), facts,
                rules.missing(facts), rules.planned_minutes(facts.minutes_a_month, runs, (pack.from_on, pack.until_on)),
                meetings[pair.id]["minutes"], dict(meetings[pair.id]), asked[pair.id], done[pair.ref], pair.ref in without,
            )
        )  # fmt: skip
    return lines


def agreement_of(pair: Pair, complaint_on: date | None) -> AgreementFacts:
    """What stands in a pair's agreement."""
    mentor = pair.volunteer
    return AgreementFacts(
        pair.goal, mentor.name, mentor.mobile or mentor.email, pair.tasks, pair.starts_on, pair.planned_end_on,
        pair.minutes_a_month, complaint_on,
    )  # fmt: skip


def _last_day(pair: Pair) -> date | None:
    """The day an agreement ended or is to end."""
    ended = clock.local_day(pair.closed_at) if pair.closed_at else None
    return min((day for day in (ended, pair.planned_end_on) if day is not None), default=None)


def _name(pack: AuditPack, person: Person, pair: Pair) -> str:
    """A name as the paper may tell it: none unless asked for, and never a protected one."""
    if not pack.with_names:
        return words_desk.no_name(pair.ref)
    return words_desk.protected() if person.is_protected else person.name


def _period(pack: AuditPack) -> tuple[datetime, datetime]:
    return clock.at_local(pack.from_on, 0), clock.at_local(pack.until_on + timedelta(days=1), 0)


def _meetings(pack: AuditPack, ids: list[int]) -> dict[int, dict[str, int]]:
    begins, ends = _period(pack)
    found: dict[int, dict[str, int]] = defaultdict(lambda: {"planned": 0, "held": 0, "cancelled": 0, "minutes": 0})
    rows = db.session.execute(
        select(Meeting.pair_id, Meeting.held_at, Meeting.cancelled_at, Meeting.minutes).where(
            Meeting.pair_id.in_(ids), Meeting.starts_at >= begins, Meeting.starts_at < ends
        )
    )
    for row in rows:
        counts = found[row.pair_id]
        counts["planned"] += 1
        counts["held"] += row.held_at is not None
        counts["cancelled"] += row.cancelled_at is not None
        counts["minutes"] += (row.minutes or 0) if row.held_at is not None else 0
    return found


def _follow_ups(pack: AuditPack, ids: list[int]) -> dict[int, list[FollowUp]]:
    found: dict[int, list[FollowUp]] = defaultdict(list)
    rows = db.session.scalars(
        select(CheckIn)
        .where(CheckIn.pair_id.in_(ids), CheckIn.due_on >= pack.from_on, CheckIn.due_on <= pack.until_on)
        .order_by(CheckIn.due_on, CheckIn.id)
    )
    for row in rows:
        answered_at = row.answers[0].at if row.answers else None
        state = rules.follow_up_state(row.due_on, bool(row.answers), clock.today())
        found[row.pair_id].append(FollowUp(row.kind, row.side, row.due_on, row.asked_at, answered_at, state))
    return found


def _tasks_done(pack: AuditPack, refs: list[str]) -> dict[str, int]:
    """How many tasks about each pair a member of staff has done in the period."""
    begins, ends = _period(pack)
    rows = db.session.execute(
        select(Task.thing, func.count())
        .where(
            Task.thing.in_([f"pair:{ref}" for ref in refs]), Task.done_at >= begins, Task.done_at < ends,
            Task.done_by.like("account:%"),
        )
        .group_by(Task.thing)
    )  # fmt: skip
    return defaultdict(int, {(row[0] or "").removeprefix("pair:"): row[1] for row in rows})


def pairs_named(by: Actor, refs: Sequence[str]) -> list[Pair]:
    """Pairs of the actor's town by reference, in the order given."""
    rows = db.session.scalars(select(Pair).where(Pair.ref.in_(refs), Pair.municipality_id == by.municipality_id))
    found = {one.ref: one for one in rows}
    return [found[ref] for ref in refs if ref in found]


# --- what the room offers to the desk ---------------------------------------------------------------


def for_pair_page(by: Actor, pair_id: int) -> dict[str, Any] | None:
    """What the agreement of a running pair still lacks."""
    pair = db.session.get(Pair, pair_id)
    if not by.is_staff or pair is None or not (pair.is_running or pair.starts_on):
        return None
    notice = db.session.get(ComplaintNotice, pair_id)
    lacks = rules.missing(agreement_of(pair, notice.given_on if notice else None))
    return {"lacks": lacks, "notice": notice, "requirement_word": words_desk.REQUIREMENT}


def held(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """What this room keeps about a person: which samples her pairs were in, and that she was told how to complain."""
    mine = select(Pair.id).where(or_(Pair.newcomer_id == person_id, Pair.volunteer_id == person_id))
    packs = db.session.execute(
        select(AuditPack.made_at, AuditPair.pair_ref)
        .join(AuditPair, AuditPair.pack_id == AuditPack.id)
        .where(AuditPair.pair_id.in_(mine))
        .order_by(AuditPack.made_at)
    )
    told = db.session.scalars(select(ComplaintNotice).where(ComplaintNotice.pair_id.in_(mine)))
    return {
        "audit_pair": [{"made_at": row.made_at, "pair": row.pair_ref} for row in packs],
        "complaint_notice": [{"given_on": row.given_on} for row in told],
    }
