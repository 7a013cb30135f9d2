from __future__ import annotations

from typing import Any

from sqlalchemy import select

from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.followups import words, words_desk, words_ladder_desk
from mentors.followups.models import CheckIn, QuestionStop
from mentors.followups.policy import visible_check_ins
from mentors.followups.queries_jobs import held as held_jobs
from mentors.followups.queries_share import share_without_follow_up as share_without_follow_up
from mentors.followups.queries_sweep import followed_pairs as followed_pairs
from mentors.followups.queries_sweep import ladder_for as ladder_for
from mentors.followups.queries_sweep import next_follow_up_of as next_follow_up_of
from mentors.followups.queries_sweep import open_check_ins as open_check_ins
from mentors.followups.queries_timeline import of_pair
from mentors.kit.db import db
from mentors.kit.room import Event
from mentors.pairing.models import Pair


def the_check_in(by: Actor, ref: str) -> CheckIn:
    """The question with a public reference, for this actor. Raises NotThere."""
    found = db.session.scalar(visible_check_ins(by).where(CheckIn.ref == ref))
    if found is None:
        raise NotThere
    return found


def newest_like(check_in: CheckIn) -> CheckIn:
    """The newest question of the same kind to the same person about the same pair: what an old link leads to."""
    like = (CheckIn.pair_id == check_in.pair_id, CheckIn.person_id == check_in.person_id, CheckIn.kind == check_in.kind)
    newest = db.session.scalar(select(CheckIn).where(*like).order_by(CheckIn.id.desc()).limit(1))
    return newest or check_in


def live_stop(check_in: CheckIn) -> QuestionStop | None:
    """The standing no to a question, if there is one."""
    return db.session.scalar(
        select(QuestionStop).where(
            QuestionStop.pair_id == check_in.pair_id,
            QuestionStop.person_id == check_in.person_id,
            QuestionStop.kind == check_in.kind,
            QuestionStop.taken_back_at.is_(None),
        )
    )


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


# --- what the room offers to the desk ---------------------------------------------------------------


def for_pair_page(by: Actor, pair_id: int) -> dict[str, Any] | None:
    """Questions and answers of a pair, and when somebody will next look after it."""
    if not by.is_staff:
        return None
    pair = db.session.get_one(Pair, pair_id)
    stops = db.session.scalars(
        select(QuestionStop).where(QuestionStop.pair_id == pair_id, QuestionStop.taken_back_at.is_(None))
    )
    return {
        **_told(check_ins_of(pair_id)),
        "next_on": next_follow_up_of(pair_id),
        "pair_id": pair_id,
        "picture_shown": of_pair(pair),
        "words_ladder": words_ladder_desk,
        "stopped": [(pair.newcomer.first_name if stop.person_id == pair.newcomer_id else pair.volunteer.first_name,
                     stop.kind) for stop in stops],
    }  # fmt: skip


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
    asked = ("kind", "due_on", "asked_at", "reminded_at", "second_at", "closed_at")
    stops = db.session.scalars(select(QuestionStop).where(QuestionStop.person_id == person_id))
    return {
        "check_in": [{name: getattr(row, name) for name in asked} for row in rows],
        "answer": [{"at": answer.at, "said": answer.said} for row in rows for answer in row.answers],
        "question_stop": [{"kind": stop.kind, "at": stop.at, "taken_back_at": stop.taken_back_at} for stop in stops],
        **held_jobs(person_id),
    }
