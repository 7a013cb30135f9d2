"""Keeping things for so long and no longer: decided with a date, told thirty days ahead, done at night."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, or_, select, update

from mentors.core import clock
from mentors.core.actor import Actor, system
from mentors.core.calendar import add_months
from mentors.core.refusal import NotThere, Refused
from mentors.gatherings.models import Session
from mentors.gatherings.models_people import Attendance, SignUp
from mentors.journal.commands import note
from mentors.journal.models import Entry
from mentors.kit.db import change_rows, db, transaction
from mentors.links.commands import make_link
from mentors.messages.commands import cancel_about
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.municipalities.queries import all_municipalities
from mentors.own_data import notices, queries, queries_retention, rules
from mentors.own_data.commands import forget
from mentors.own_data.models import Erasure, LongerKeep, RetentionNotice, RetentionRule
from mentors.own_data.queries_retention import Candidate
from mentors.own_data.rules import RetentionKind, Step
from mentors.pairing.commands_plans import thin_plans
from mentors.pairing.commands_steps import hold_people
from mentors.people.models import Person

STAY = "own_data_stay"
_STILL_GOING = (MessageState.waiting, MessageState.leased, MessageState.sending)


def decide(by: Actor, kind: RetentionKind, months: int, valid_from: date) -> RetentionRule:
    """How long a kind is kept from a day on. Raises Refused for a day that is past: what has happened under the
    old rule is not rewritten; and for a second decision from the same day."""
    if by.municipality_id is None:
        raise NotThere
    if valid_from < clock.today():
        raise Refused(_("Vælg en dag fra i dag og frem."), field="valid_from")
    if not rules.LEAST_MONTHS <= months <= rules.MOST_MONTHS:
        raise Refused(_("Skriv et tal mellem 1 og 120."), field="months")
    known = queries_retention.decided_for(by.municipality_id)
    if any(one.kind is kind and one.valid_from == valid_from for one in known):
        raise Refused(_("Der er allerede valgt noget fra den dag. Vælg en anden dag."), field="valid_from")
    rule = RetentionRule(
        municipality_id=by.municipality_id, kind=kind, months=months, valid_from=valid_from, set_at=clock.now(),
        set_by=by.label,
    )  # fmt: skip
    db.session.add(rule)
    db.session.flush()
    note(by, "own_data.retention_decided", thing=f"retention_rule:{rule.ref}", reason=f"{kind}:{months}")
    return rule


def keep_longer(by: Actor, person: Person, *, until: date, reason: str) -> LongerKeep:
    """Keep somebody through a day, with a reason; a later word replaces it. Raises Refused for a day that is
    past or too far off."""
    if person.municipality_id != by.municipality_id:
        raise NotThere
    today = clock.today()
    if until <= today:
        raise Refused(_("Vælg en dag, der kommer."), field="until")
    if until > add_months(today, rules.LONGEST_EXTRA_MONTHS):
        raise Refused(_("Vælg en dag inden for to år. I kan forlænge igen."), field="until")
    kept = _keep_until(by, person, until, reason)
    note(by, "own_data.kept_longer", thing=f"longer_keep:{kept.ref}", person_id=person.id, reason=until.isoformat())
    return kept


def stay(by: Actor, person: Person) -> None:
    """She wants to stay: as long again as the rule for unfinished things says, counted from today."""
    months = queries_retention.months_for(person.municipality_id, clock.today())[RetentionKind.application]
    _keep_until(by, person, add_months(clock.today(), months), "herself")
    note(by, "own_data.stays", person_id=person.id)


def _keep_until(by: Actor, person: Person, until: date, reason: str) -> LongerKeep:
    """The last word on how long somebody is kept; what was said before ends, and so does what she was told."""
    hold_people(person.id)
    standing = (LongerKeep.person_id == person.id, LongerKeep.ended_at.is_(None))
    change_rows(update(LongerKeep).where(*standing).values(ended_at=clock.now()))
    kept = LongerKeep(person_id=person.id, until_on=until, reason=reason, made_at=clock.now(), made_by=by.label)
    db.session.add(kept)
    db.session.flush()
    take_back_notice(by, person.id)
    return kept


def take_back_notice(by: Actor, person_id: int) -> bool:
    """Nothing happens on the day that was told; False where nobody was told."""
    notice = queries.standing_notice(person_id)
    if notice is None:
        return False
    notice.taken_back_at = clock.now()
    cancel_about(f"retention:{notice.ref}")
    note(by, "own_data.notice_taken_back", thing=f"retention_notice:{notice.ref}", person_id=person_id)
    db.session.flush()
    return True


# --- every night ----------------------------------------------------------------------------------


def keep_the_rules() -> int:
    """The nightly job: who is told, who goes, what is only a count from now on; how many steps were taken.
    Safe to run twice: each step is asked from what is so."""
    towns = [town.id for town in all_municipalities()]
    taken = 0
    for municipality_id in towns:
        with transaction():
            taken += thin_out(municipality_id)
        today = clock.today()
        wanted = [
            (one.person.id, step)
            for one in queries_retention.candidates(municipality_id, today)
            if (step := _step(one, today)) is not Step.nothing
        ]
        db.session.rollback()
        for person_id, _found in wanted:
            with transaction():
                taken += _take(municipality_id, person_id, today)
    return taken


def _step(one: Candidate, today: date) -> Step:
    return rules.next_step(one.going, today, one.notice.told_on if one.notice else None)


def _take(municipality_id: int, person_id: int, today: date) -> int:
    """One person's step, decided anew with her row held: she may have signed up a moment ago."""
    hold_people(person_id)
    by = system(municipality_id)
    found = queries_retention.candidates(municipality_id, today, only=[person_id])
    if not found:
        return 0
    one = found[0]
    step = _step(one, today)
    if step is Step.take_back:
        take_back_notice(by, person_id)
    elif step is Step.tell:
        _tell(by, one, today)
    elif step is Step.go:
        _let_go(by, one.person)
    return step is not Step.nothing


def _tell(by: Actor, one: Candidate, today: date) -> None:
    person = one.person
    notice = RetentionNotice(
        person_id=person.id, kind=one.going.kind, told_on=today, goes_on=rules.goes_on(one.going, today)
    )
    db.session.add(notice)
    db.session.flush()
    note(by, f"own_data.told:{one.going.kind}", thing=f"retention_notice:{notice.ref}", person_id=person.id)
    link = make_link(
        STAY, municipality_id=person.municipality_id, person_id=person.id, thing=f"retention:{notice.ref}",
        language=person.language, lasts=timedelta(days=rules.NOTICE_DAYS + 1),
    )  # fmt: skip
    notices.goes_soon(notice, link)


def _let_go(by: Actor, person: Person) -> None:
    now = clock.now()
    erasure = Erasure(
        municipality_id=person.municipality_id, person_id=person.id, asked_at=now, asked_by="system", due_at=now, stays=[]
    )  # fmt: skip
    db.session.add(erasure)
    db.session.flush()
    forget(by, erasure)


def thin_out(municipality_id: int) -> int:
    """What has an age of its own and no reader to tell: names at the door, messages, names in the journal."""
    months = queries_retention.months_for(municipality_id, clock.today())
    before = {kind: _ago(months[kind]) for kind in RetentionKind}
    sessions = select(Session.id).where(
        Session.municipality_id == municipality_id, Session.starts_at < before[RetentionKind.attendance]
    )
    named = or_(Attendance.person_id.is_not(None), Attendance.sign_up_id.is_not(None), Attendance.tag_id.is_not(None))
    counted = change_rows(
        update(Attendance)
        .where(Attendance.session_id.in_(sessions), named)
        .values(person_id=None, sign_up_id=None, tag_id=None)
        .execution_options(synchronize_session=False)
    )
    seats = change_rows(
        delete(SignUp).where(SignUp.session_id.in_(sessions)).execution_options(synchronize_session=False)
    )
    said = change_rows(
        delete(Message)
        .where(
            Message.municipality_id == municipality_id,
            Message.created_at < before[RetentionKind.messages],
            Message.state.not_in(_STILL_GOING),
        )
        .execution_options(synchronize_session=False)
    )
    lines = change_rows(
        update(Entry)
        .where(
            Entry.municipality_id == municipality_id, Entry.at < before[RetentionKind.journal],
            or_(Entry.person_id.is_not(None), Entry.reason.is_not(None)),
        )
        .values(person_id=None, reason=None)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    plans = thin_plans(municipality_id, before[RetentionKind.plans])
    if counted or seats or said or lines or plans:
        note(system(municipality_id), "own_data.thinned_out", reason=f"{counted}/{seats}/{said}/{lines}/{plans}")
    return counted + seats + said + lines + plans


def _ago(months: int) -> datetime:
    return clock.at_local(add_months(clock.today(), -months), 0)
