"""Commands of the sign-up: drafts that survive a closed browser, and sending, which counts once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, or_, update

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.journal.commands import note as write_down
from mentors.kit import links as tokens
from mentors.kit.db import change_rows, db
from mentors.people.commands import Details, give_consent, welcome_person
from mentors.people.models import Person
from mentors.people.queries import others_at_the_same_address
from mentors.people.rules import ConsentKind, Gender
from mentors.people.words import CONSENT_VERSION
from mentors.programmes import commands, notices, rules
from mentors.programmes.models import Draft, Participation, Programme
from mentors.programmes.rules import ConsentThrough, Side
from mentors.tasks.commands import raise_task
from mentors.tasks.rules import TaskKind
from mentors.timetables.commands import set_free_times
from mentors.timetables.queries import free_times_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """Everything a sign-up says, checked."""

    side: Side
    details: Details
    free: tuple[str, ...]
    programmes: tuple[Programme, ...]
    consents: tuple[ConsentKind, ...]
    capacity: int = 1
    wants_gender: Gender | None = None
    interpreter_ok: bool = False
    company_cvr: str | None = None
    company_name: str | None = None
    note: str | None = None
    consent_through: ConsentThrough = ConsentThrough.herself


def begin_draft(by: Actor, side: Side) -> tuple[Draft, str]:
    """A new draft and the secret the browser keeps of it; we keep only its hash."""
    if by.municipality_id is None:
        raise ValueError("a draft belongs to a municipality")
    token, now = secrets.token_urlsafe(32), clock.now()
    draft = Draft(
        municipality_id=by.municipality_id,
        side=side,
        token_hash=tokens.digest(token),
        answers={},
        created_at=now,
        touched_at=now,
    )
    db.session.add(draft)
    db.session.flush()
    return draft, token


def keep_answers(draft: Draft, step: int, answers: dict[str, Any]) -> None:
    """Keep what was typed on a step as it was typed, right or wrong, so that nothing is lost."""
    draft.answers = {**draft.answers, str(step): answers}
    draft.touched_at = clock.now()
    db.session.flush()


def drop_draft(draft: Draft) -> None:
    db.session.delete(draft)
    db.session.flush()


def send(by: Actor, draft: Draft, sign_up: SignUp) -> list[Participation]:
    """Send a sign-up, once: whoever presses twice, or in two tabs, gets the same receipt.

    The row is claimed by a conditional update, so of two requests at once the second waits for the
    first and then finds it sent: an empty list. Raises Refused, which undoes the claim.
    """
    now = clock.now()
    claimed = change_rows(
        update(Draft).where(Draft.id == draft.id, Draft.sent_at.is_(None)).values(sent_at=now, touched_at=now)
    )
    if claimed != 1:
        return []
    db.session.refresh(draft)
    joined = sign_up_person(by, sign_up)
    # What was typed is kept where it belongs now; the draft keeps only what its receipt shows.
    draft.answers = {"name": sign_up.details.first_name, "participations": [p.ref for p in joined]}
    db.session.flush()
    person = joined[0].person
    notices.applied(person, key=draft.ref, answer_by=rules.answer_by(clock.today()))
    write_down(by, f"programmes.signed_up:{sign_up.side}", thing=f"draft:{draft.ref}", person_id=person.id)
    return joined


def sign_up_person(by: Actor, sign_up: SignUp) -> list[Participation]:
    """The person, her week, her consents and her participations. Raises Refused."""
    person = welcome_person(by, sign_up.details)
    # Somebody known keeps her week: a public form never overwrites what is known.
    if sign_up.free and (by.is_staff or not free_times_of(person.id)):
        set_free_times(by, person.id, sign_up.free)
    for kind in sign_up.consents:
        give_consent(by, person, kind, wording=CONSENT_VERSION, language=sign_up.details.language)
    _ask_whether_same(by, person)
    return [
        commands.join(
            by,
            programme,
            person,
            sign_up.side,
            capacity=sign_up.capacity,
            wants_gender=sign_up.wants_gender,
            interpreter_ok=sign_up.interpreter_ok,
            company_cvr=sign_up.company_cvr if programme.needs_company else None,
            company_name=sign_up.company_name if programme.needs_company else None,
            note=sign_up.note,
            consent_through=sign_up.consent_through,
        )
        for programme in sign_up.programmes
    ]


def sign_up_newcomer(by: Actor, sign_up: SignUp) -> list[Participation]:
    """A coordinator signs a newcomer up: known to staff, she is approved at once and waits for a contact."""
    joined = sign_up_person(by, sign_up)
    for participation in joined:
        if rules.may_become(participation.state, rules.ParticipationState.approved):
            commands.approve(by, participation)
    return joined


def _ask_whether_same(by: Actor, person: Person) -> None:
    """Another name at the same number or address may be a family, or one person twice: staff look."""
    for other in others_at_the_same_address(person):
        first, second = sorted((person.ref, other.ref))
        raise_task(by, TaskKind.maybe_same_person, person, key=f"same-{first}-{second}", thing=f"person:{other.ref}")


def forget_drafts() -> int:
    """The job that drops drafts nobody came back to, and sent ones a week later; how many."""
    now = clock.now()
    return change_rows(
        delete(Draft).where(
            or_(
                Draft.touched_at < now - rules.DRAFT_LASTS,
                Draft.sent_at < now - rules.SENT_DRAFT_LASTS,
            )
        )
    )
