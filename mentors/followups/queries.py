from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.followups import rules, words, words_desk
from mentors.followups.models import CheckIn
from mentors.followups.policy import visible_check_ins
from mentors.followups.queries_share import share_without_follow_up as share_without_follow_up
from mentors.followups.rules import CheckKind, PairFacts
from mentors.kit.db import db
from mentors.kit.room import Event
from mentors.pairing.models import Pair, PairChange
from mentors.pairing.rules import RUNNING_STATES, PairState
from mentors.programmes.models import Programme
from mentors.programmes.rules import Side

Asked = dict[tuple[CheckKind, Side], date]


@dataclass(frozen=True, slots=True)
class Followed:
    """A running pair as the sweep sees it."""

    pair_id: int
    facts: PairFacts
    asked: Mapping[tuple[CheckKind, Side], date]


def the_check_in(by: Actor, ref: str) -> CheckIn:
    """The question with a public reference, for this actor. Raises NotThere."""
    found = db.session.scalar(visible_check_ins(by).where(CheckIn.ref == ref))
    if found is None:
        raise NotThere
    return found


def check_ins_of(pair_id: int) -> list[CheckIn]:
    """Every question put to a pair with its answers, newest first. Two statements."""
    return list(
        db.session.scalars(
            select(CheckIn).where(CheckIn.pair_id == pair_id).order_by(CheckIn.due_on.desc(), CheckIn.id.desc())
        )
    )


def check_ins_with(person_id: int) -> list[CheckIn]:
    """Every question put to a person, newest first. Two statements."""
    return list(
        db.session.scalars(
            select(CheckIn).where(CheckIn.person_id == person_id).order_by(CheckIn.due_on.desc(), CheckIn.id.desc())
        )
    )


def last_said(check_in: CheckIn) -> str | None:
    """The answer that counts."""
    return check_in.answers[-1].said if check_in.answers else None


# --- what the sweep asks: three statements, however many pairs ----------------------------------------

_PAIR = (
    Pair.id, Pair.state, Pair.newcomer_id, Pair.volunteer_id, Pair.proposed_at, Pair.volunteer_said_yes_at,
    Pair.newcomer_said_yes_at, Pair.first_met_on, Pair.active_at, Pair.planned_end_on, Pair.paused_at,
    Pair.paused_until, Pair.newcomer_fit, Pair.volunteer_fit,
    Programme.first_contact_days, Programme.fit_after_days, Programme.check_every_days,
)  # fmt: skip


def followed_pairs(pair_id: int | None = None) -> list[Followed]:
    """The running pairs of all municipalities, or the one named, with what follow-ups need to know."""
    running = (Pair.state.in_(RUNNING_STATES), *([Pair.id == pair_id] if pair_id else []))
    rows = db.session.execute(
        select(*_PAIR).join(Programme, Programme.id == Pair.programme_id).where(*running).order_by(Pair.id)
    ).all()
    resumed = _resumed(running)
    asked = _asked(running)
    return [Followed(row.id, _facts(row, resumed.get(row.id)), asked.get(row.id, {})) for row in rows]


def _resumed(running: Any) -> dict[int, date]:
    rows = db.session.execute(
        select(PairChange.pair_id, func.max(PairChange.at).label("at"))
        .join(Pair, Pair.id == PairChange.pair_id)
        .where(*running, PairChange.what == "resumed")
        .group_by(PairChange.pair_id)
    )
    return {row.pair_id: local_day(row.at) for row in rows}


def _asked(running: Any) -> dict[int, Asked]:
    rows = db.session.execute(
        select(
            CheckIn.pair_id, CheckIn.person_id, CheckIn.kind, Pair.newcomer_id, func.max(CheckIn.due_on).label("due_on")
        )
        .join(Pair, Pair.id == CheckIn.pair_id)
        .where(*running)
        .group_by(CheckIn.pair_id, CheckIn.person_id, CheckIn.kind, Pair.newcomer_id)
    )
    asked: dict[int, Asked] = defaultdict(dict)
    for row in rows:
        side = Side.newcomer if row.person_id == row.newcomer_id else Side.volunteer
        asked[row.pair_id][row.kind, side] = row.due_on
    return asked


def _facts(row: Any, resumed_on: date | None) -> PairFacts:
    said_yes = [at for at in (row.volunteer_said_yes_at, row.newcomer_said_yes_at) if at is not None]
    return PairFacts(
        state=PairState(row.state),
        agreed_on=local_day(max(said_yes, default=row.proposed_at)),
        first_met_on=row.first_met_on,
        active_on=local_day(row.active_at) if row.active_at else None,
        planned_end_on=row.planned_end_on,
        paused_on=local_day(row.paused_at) if row.paused_at else None,
        paused_until=row.paused_until,
        resumed_on=resumed_on,
        fits={Side.newcomer: row.newcomer_fit, Side.volunteer: row.volunteer_fit},
        first_contact_days=row.first_contact_days,
        fit_after_days=row.fit_after_days,
        check_every_days=row.check_every_days,
    )


def local_day(instant: Any) -> date:
    day: date = instant.astimezone(clock.COPENHAGEN).date()
    return day


def open_check_ins() -> list[CheckIn]:
    """Questions nobody has answered yet, with their pair and persons."""
    return list(db.session.scalars(select(CheckIn).where(CheckIn.closed_at.is_(None)).order_by(CheckIn.id)).unique())


def next_follow_up_of(pair_id: int) -> date | None:
    """The day somebody will next look after a pair; None for one that does not run."""
    found = followed_pairs(pair_id)
    return rules.next_follow_up(found[0].facts, found[0].asked, clock.today()) if found else None


# --- what the room offers to the desk ---------------------------------------------------------------


def for_pair_page(by: Actor, pair_id: int) -> dict[str, Any] | None:
    """Questions and answers of a pair, and when somebody will next look after it."""
    if not by.is_staff:
        return None
    return {**_told(check_ins_of(pair_id)), "next_on": next_follow_up_of(pair_id), "pair_id": pair_id}


def for_person_page(by: Actor, person_id: int) -> dict[str, Any] | None:
    rows = check_ins_with(person_id) if by.is_staff else []
    return _told(rows) if rows else None


def _told(rows: list[CheckIn]) -> dict[str, Any]:
    return {"check_ins": rows, "words": words, "words_desk": words_desk, "last_said": last_said}


def history(by: Actor, person_id: int) -> list[Event]:
    """Answers for a person's history."""
    if not by.is_staff:
        return []
    return [
        Event(answer.at, words_desk.KIND[row.kind], words.ANSWER[row.kind].get(answer.said), words_desk.TONE.get(answer.said, "neutral"))
        for row in check_ins_with(person_id)
        for answer in row.answers
    ]  # fmt: skip


def held(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """What this room keeps about a person."""
    rows = check_ins_with(person_id)
    asked = ("kind", "due_on", "asked_at", "reminded_at", "closed_at")
    return {
        "check_in": [{name: getattr(row, name) for name in asked} for row in rows],
        "answer": [{"at": answer.at, "said": answer.said} for row in rows for answer in row.answers],
    }
