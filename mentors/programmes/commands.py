from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from mentors.clearances import commands as clearances
from mentors.clearances.rules import ClearanceKind
from mentors.clearances.words import DECLARATION_VERSION
from mentors.core import clock
from mentors.core.actor import Actor, system
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note as write_down
from mentors.kit.db import db, transaction
from mentors.links.commands import make_link, withdraw_links
from mentors.links.models import PersonalLink
from mentors.messages.commands import cancel_about
from mentors.people.models import Person
from mentors.people.rules import Gender
from mentors.programmes import notices, policy, queries, rules, words, words_desk
from mentors.programmes.models import Participation, Programme, StepDone
from mentors.programmes.rules import (
    ConsentThrough,
    JoinFacts,
    JoinHurdle,
    ParticipationState,
    ProgrammeKind,
    Side,
    StepKind,
)

_FIELD = {JoinHurdle.company: "company_cvr"} | dict.fromkeys(
    (JoinHurdle.impossible, JoinHurdle.too_young, JoinHurdle.too_old), "birth_year"
)

# --- programmes -----------------------------------------------------------------------------------


def open_programme(by: Actor, kind: ProgrammeKind, name: str, **changes: Any) -> Programme:
    """A new programme of a kind, with that kind's defaults but for the changes (columns by name)."""
    if by.municipality_id is None:
        raise ValueError("a programme belongs to a municipality")
    start = rules.DEFAULTS[kind]
    values = {column: getattr(start, column) for column in start.__slots__} | changes
    programme = Programme(municipality_id=by.municipality_id, kind=kind, name=name, **values)
    _sound(programme)
    db.session.add(programme)
    db.session.flush()
    write_down(by, "programmes.opened", thing=f"programme:{programme.ref}")
    return programme


def change_programme(by: Actor, programme: Programme, **changes: Any) -> Programme:
    """Change a programme's settings. Raises Refused where they contradict each other or the law."""
    _may_decide(by, programme)
    for column, value in changes.items():
        setattr(programme, column, value)
    _sound(programme)
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError:  # the pairs that meet now point at `meets_children` (see Pair)
        raise Refused(words_desk.PAIRS_NOT_CLEARED, field="meets_children") from None
    write_down(by, "programmes.changed", thing=f"programme:{programme.ref}")
    return programme


def _sound(programme: Programme) -> None:
    steps = [StepKind(step) for step in programme.steps]
    if not rules.steps_allowed(steps, meets_children=programme.meets_children):
        raise Refused(words_desk.NEEDS_CERTIFICATE, field="steps")
    if programme.months_at_most is not None and programme.months_at_most < programme.months:
        raise Refused(words_desk.TOO_SHORT, field="months_at_most")


# --- joining --------------------------------------------------------------------------------------


def join(
    by: Actor,
    programme: Programme,
    person: Person,
    side: Side,
    *,
    capacity: int = 1,
    wants_gender: Gender | None = None,
    interpreter_ok: bool = False,
    max_km: int | None = None,
    company_cvr: str | None = None,
    company_name: str | None = None,
    note: str | None = None,
    consent_through: ConsentThrough = ConsentThrough.herself,
) -> Participation:
    """Sign a person up for a side of a programme; whoever is in it already stays as she is.

    Somebody who has left or was turned down applies anew. Raises Refused with the first hurdle, and
    NotThere where person, programme and actor are not of one municipality.
    """
    if len({by.municipality_id, programme.municipality_id, person.municipality_id}) != 1:
        raise NotThere
    known = queries.find_participation(programme.id, person.id, side)
    if known is not None and known.state not in (ParticipationState.left, ParticipationState.turned_down):
        return known
    _look_for_hurdles(by, programme, person, side, has_company=bool(company_cvr and company_name))
    participation = known or Participation(programme=programme, person=person, side=side)
    participation.state, participation.applied_at = ParticipationState.applied, clock.now()
    participation.approved_at = participation.left_at = participation.paused_until = None
    participation.capacity = min(max(capacity, min(rules.CAPACITIES)), max(rules.CAPACITIES))
    participation.wants_gender, participation.interpreter_ok = wants_gender, interpreter_ok
    participation.max_km, participation.note = max_km, note
    participation.company_cvr, participation.company_name = company_cvr, company_name
    participation.consent_through = consent_through
    db.session.add(participation)
    db.session.flush()
    _note_needs(by, participation)
    return _noted(by, participation, "applied")


def _note_needs(by: Actor, participation: Participation) -> None:
    """What the town's policy asks of a volunteer stands in the register from the day she joins."""
    programme = participation.programme
    if participation.side is Side.volunteer:
        work = rules.work_of(programme.kind, meets_children=programme.meets_children)
        clearances.note_needs(by, participation.person_id, work, notices.about(participation))


def _look_for_hurdles(by: Actor, programme: Programme, person: Person, side: Side, *, has_company: bool) -> None:
    other = Side.newcomer if side is Side.volunteer else Side.volunteer
    facing = queries.find_participation(programme.id, person.id, other)
    at_desk = policy.may_decide(by, programme)
    hurdle = rules.join_hurdle(
        JoinFacts(
            kind=programme.kind,
            side=side,
            herself=not at_desk,
            is_open=programme.is_open,
            is_on_other_side=facing is not None and facing.state is not ParticipationState.left,
            has_company=has_company,
            needs_company=programme.needs_company,
            birth_year=person.birth_year,
            this_year=clock.today().year,
        )
    )
    if hurdle is not None:
        at_desk = at_desk and side is Side.newcomer
        sentence = words_desk.HURDLE_AT_DESK.get(hurdle) if at_desk else None
        raise Refused(sentence or words.HURDLE[hurdle], field=_FIELD.get(hurdle, "programmes"))


# --- steps ----------------------------------------------------------------------------------------


def do_step(by: Actor, participation: Participation, step: StepKind, on: date) -> None:
    """Mark a volunteer's step as done on a day: held, taken, signed, or assessed as in order.

    A declaration signed at the desk is noted today, whatever day it was signed on. Raises Refused for
    a day to come.
    """
    _may_decide(by, participation.programme)
    if on > clock.today():
        raise Refused(words_desk.NOT_YET, field="on")
    if step is StepKind.confidentiality:
        clearances.sign_declaration(by, participation.person_id, wording=DECLARATION_VERSION)
    elif step is StepKind.child_certificate:
        clearances.assess(by, participation.person_id, ClearanceKind.child_certificate, clean=True, on=on)
    else:
        done = next((done for done in participation.steps_done if done.step is step), None)
        if done is None:
            done = StepDone(step=step, done_on=on, done_by=by.label)
            participation.steps_done.append(done)
        done.done_on, done.done_by = on, by.label
        _noted(by, participation, f"step_done:{step}")


def undo_step(by: Actor, participation: Participation, step: StepKind) -> None:
    """Take back that a step is done."""
    _may_decide(by, participation.programme)
    if step in (StepKind.confidentiality, StepKind.child_certificate):
        clearances.take_back(by, participation.person_id, ClearanceKind(step))
        return
    participation.steps_done[:] = [done for done in participation.steps_done if done.step is not step]
    _noted(by, participation, f"step_undone:{step}")


def send_declaration(by: Actor, participation: Participation) -> PersonalLink:
    """Send the volunteer a link to sign the declaration of confidentiality; an earlier one closes."""
    _may_decide(by, participation.programme)
    person = participation.person
    withdraw_links(person_id=person.id, purpose="declaration")
    link = make_link(
        "declaration",
        municipality_id=person.municipality_id,
        person_id=person.id,
        thing=notices.about(participation),
        language=person.language,
        lasts=rules.DECLARATION_LINK_LASTS,
    )
    notices.declaration(participation, link)
    _noted(by, participation, "declaration_sent")
    return link


# --- decisions ------------------------------------------------------------------------------------


def approve(by: Actor, participation: Participation, *, tell: bool = True) -> None:
    """Let somebody in; `tell` a volunteer so. Raises Refused with the names of the steps a volunteer still lacks, and where
    nobody's parent has said yes for somebody under 18."""
    missing = queries.missing_steps_of([participation], clock.today())[participation.id]
    if missing:
        raise Refused(words_desk.still_missing(missing))
    child = rules.needs_guardian(participation.person.birth_year, clock.today().year)
    if child and participation.consent_through is not ConsentThrough.guardian:
        raise Refused(words_desk.NEEDS_GUARDIAN, field="consent_through")
    _become(by, participation, ParticipationState.approved)
    participation.approved_at = clock.now()
    _noted(by, participation, "approved")
    if tell and participation.side is Side.volunteer:
        notices.approved(participation)


def turn_down(by: Actor, participation: Participation) -> None:
    _become(by, participation, ParticipationState.turned_down)
    clearances.drop_needs(participation.person_id, notices.about(participation))
    _noted(by, participation, "turned_down")


def pause(by: Actor, participation: Participation, until: date | None) -> None:
    """Let somebody rest until a day (None: until further notice). Raises Refused for a day that is past."""
    if until is not None and until <= clock.today():
        raise Refused(words_desk.PAST, field="until")
    _become(by, participation, ParticipationState.paused)
    participation.paused_until = until
    _noted(by, participation, "paused")


def resume(by: Actor, participation: Participation) -> None:
    if participation.state is not ParticipationState.paused:
        raise Refused(words_desk.NOT_NOW)
    _become(by, participation, ParticipationState.approved)
    participation.paused_until = None
    _noted(by, participation, "resumed")


def leave(by: Actor, participation: Participation) -> None:
    """Note that somebody has stopped; her history stays."""
    _become(by, participation, ParticipationState.left)
    participation.left_at = clock.now()
    clearances.drop_needs(participation.person_id, notices.about(participation))
    _noted(by, participation, "left")


def reopen(by: Actor, participation: Participation) -> None:
    """Undo a decision: the application stands as new again, and what has not been sent is not said."""
    _become(by, participation, ParticipationState.applied)
    _note_needs(by, participation)
    participation.approved_at = participation.left_at = None
    cancel_about(notices.about(participation))
    _noted(by, participation, "reopened")


def resume_paused() -> int:
    """The job that ends pauses whose day has come; how many."""
    due = [(p.id, p.programme.municipality_id) for p in queries.due_back(clock.today())]
    for participation_id, municipality_id in due:
        with transaction():
            participation = db.session.get_one(Participation, participation_id)
            if participation.state is ParticipationState.paused:
                resume(system(municipality_id), participation)
    return len(due)


def _may_decide(by: Actor, programme: Programme) -> None:
    if not policy.may_decide(by, programme):
        raise NotThere


def _become(by: Actor, participation: Participation, wanted: ParticipationState) -> None:
    _may_decide(by, participation.programme)
    if not rules.may_become(participation.state, wanted):
        raise Refused(words_desk.NOT_NOW)
    participation.state = wanted


def _noted(by: Actor, participation: Participation, verb: str) -> Participation:
    db.session.flush()
    write_down(by, f"programmes.{verb}", thing=f"participation:{participation.ref}", person_id=participation.person_id)
    return participation


def mark_meeting_children(by: Actor, participation: Participation, meets: bool) -> None:
    """Whoever is paired with this newcomer meets children, so it takes a child certificate (systems.md row 4), or not
    any more. Raises Refused for a volunteer."""
    why_not = _("Det kan kun siges om en, der er ny i Danmark.")
    _mark_newcomer(by, participation, "meets_children", meets, act="programmes.meets_children", why_not=why_not)


def mark_urgent(by: Actor, participation: Participation, urgent: bool) -> None:
    """Let a newcomer come before the others when contacts are found, or not any more. Raises Refused for a volunteer."""
    why_not = _("Kun en, der er ny i Danmark, kan haste.")
    _mark_newcomer(by, participation, "is_urgent", urgent, act="programmes.marked_urgent", why_not=why_not)


def _mark_newcomer(
    by: Actor, participation: Participation, column: str, value: bool, *, act: str, why_not: str
) -> None:
    """Set a mark that newcomers alone have. Raises NotThere for another town's, and Refused (`why_not`) for a volunteer."""
    if participation.programme.municipality_id != by.municipality_id:
        raise NotThere
    if participation.side is not Side.newcomer:
        raise Refused(why_not)
    setattr(participation, column, value)
    write_down(by, act, thing=f"participation:{participation.ref}",
         person_id=participation.person_id, reason=str(value))  # fmt: skip
    db.session.flush()
