"""What this room tells on other rooms' pages: a person's panel and history, and the to-do list."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.kit.room import Event, Todo
from mentors.kit.speech import say_date
from mentors.programmes import queries, rules, words_desk
from mentors.programmes.models import Participation
from mentors.programmes.rules import Side


def _mine(by: Actor, person_id: int) -> list[Participation]:
    return [p for p in queries.participations_of(person_id) if p.programme.municipality_id == by.municipality_id]


def person_panel(by: Actor, person_id: int) -> dict[str, Any] | None:
    """The programmes of a person, with state and missing steps."""
    joined = _mine(by, person_id)
    if not joined:
        return None
    return {"joined": joined, "missing": queries.missing_steps_of(joined, clock.today()), "words": words_desk}


def history(by: Actor, person_id: int) -> list[Event]:
    return [event for p in _mine(by, person_id) for event in _events(p)]


def _events(p: Participation) -> list[Event]:
    url = url_for("programmes_desk.application", ref=p.ref)
    text = f"{p.programme.name}: {words_desk.SIDE[p.side]}"
    found = [Event(p.applied_at, _("Meldte sig til"), text, url=url)]
    if p.approved_at:
        found.append(Event(p.approved_at, _("Blev godkendt"), text, "good", url))
    if p.left_at:
        found.append(Event(p.left_at, _("Stoppede i programmet"), text, url=url))
    found += [
        Event(_noon(done.done_on), _("Trin gennemført: %(step)s", step=words_desk.STEP[done.step]), text, "good", url)
        for done in p.steps_done
    ]
    return found


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def todos(by: Actor) -> list[Todo]:
    """Applications waiting for a decision, and certificates whose days to consent have passed."""
    return [*_applications(by), *_consents(by)]


def _applications(by: Actor) -> list[Todo]:
    now = clock.now()
    return [
        Todo(
            kind="application",
            title=_("Ny frivillig: ring og aftal en samtale")
            if p.side is Side.volunteer
            else _("Ny i Danmark: se svarene og sig velkommen"),
            url=url_for("programmes_desk.application", ref=p.ref),
            since=p.applied_at,
            person=p.person.name,
            detail=p.programme.name,
            late=rules.is_late(p.applied_at, now),
        )
        for p in queries.unhandled(by)
    ]


def _consents(by: Actor) -> list[Todo]:
    return [
        Todo(
            kind="consent_overdue",
            title=_("Børneattest: fristen for samtykke er gået. Bestil igen"),
            url=url_for("programmes_desk.application", ref=p.ref),
            since=_noon(consent_by),
            person=p.person.name,
            detail=_("Fristen var %(day)s", day=say_date(consent_by)),
            late=True,
        )
        for p, consent_by in queries.overdue_consents(by, clock.today())
    ]
