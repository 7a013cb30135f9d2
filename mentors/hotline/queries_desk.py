"""What the room offers to the desk."""

from __future__ import annotations

from typing import Any

from flask import url_for

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.hotline import policy, queries, rules, words_desk
from mentors.hotline.models import HotlineCall
from mentors.hotline.rules import CallCategory, Urgency
from mentors.kit.room import Event, Todo


def name_of(by: Actor, call: HotlineCall) -> str:
    """A caller's name as this reader may see it: a first name for whoever only answers the phone, and none of
    somebody whose name is protected."""
    person = call.person
    if person is None:
        return call.caller or words_desk.nobody()
    if policy.sees_people(by):
        return person.name
    return words_desk.protected() if person.is_protected else person.first_name


def phone_of(call: HotlineCall) -> str | None:
    """The number to call back: the one given on the phone, else the person's own."""
    return call.phone or (call.person.mobile if call.person else None)


def hides_number(call: HotlineCall, hidden: frozenset[str]) -> bool:
    """Whether the number is a protected person's (`hidden`: all of the town's): shown after a press alone."""
    return phone_of(call) is not None and (
        (call.person is not None and call.person.is_protected) or phone_of(call) in hidden
    )


def todos(by: Actor) -> list[Todo]:
    """The queue as lines of the coordinator's list."""
    if not by.is_staff:
        return []
    now = clock.now()
    return [
        Todo(
            kind="hotline:call",
            title=str(words_desk.CATEGORY[call.category]),
            url=url_for("hotline_desk.call", ref=call.ref),
            since=call.called_at,
            person=name_of(by, call),
            detail=str(words_desk.RELATION[call.relation]),
            late=rules.is_overdue(call.promised_by, None, now),
            urgent=call.category is CallCategory.quitting or call.urgency is Urgency.now,
            todo_ref=f"hotline-{call.ref}",
            responsible_id=call.taken_by_id,
        )
        for call in queries.open_calls(by)
    ]


def history(by: Actor, person_id: int) -> list[Event]:
    if not by.is_staff:
        return []
    return [
        Event(
            call.called_at, words_desk.rang(call.category), call.words,
            "neutral" if call.answered_at else "attention", url_for("hotline_desk.call", ref=call.ref),
        )
        for call in queries.calls_about(person_id)
        if call.municipality_id == by.municipality_id
    ]  # fmt: skip


def held(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """What this room keeps about a person."""
    kept = ("caller", "phone", "relation", "category", "urgency", "words", "called_at", "promised_by", "answered_at")
    return {"hotline_call": [{name: getattr(one, name) for name in kept} for one in queries.calls_about(person_id)]}
