"""What the room offers to the desk: lines of the to-do list, a panel, a history."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from mentors.associations import words_desk
from mentors.associations.queries import declarations_due, last_declarations
from mentors.associations.queries_agreements import leads, renewals_due
from mentors.associations.queries_referrals import referrals_of
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.kit.room import Event, Todo


def todos(by: Actor) -> list[Todo]:
    """Declarations and agreements that are due, and people who wait to hear from a company."""
    if not by.is_staff:
        return []
    return [*_declarations(by), *_renewals(by), *_leads(by)]


def _declarations(by: Actor) -> list[Todo]:
    due = declarations_due(by.municipality_id or 0, clock.today())
    last = last_declarations([association.id for association in due])
    return [
        Todo(
            kind="associations:declaration",
            title=_("Årlig erklæring om børneattester mangler"),
            url=url_for("associations_desk.association", ref=association.ref),
            since=_midnight(last[association.id]) if association.id in last else association.registered_at,
            detail=association.name,
            todo_ref=f"declaration-{association.ref}",
        )
        for association in due
    ]


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _renewals(by: Actor) -> list[Todo]:
    today = clock.today()
    return [
        Todo(
            kind="associations:renewal",
            title=_("Aftale skal fornyes"),
            url=url_for("associations_desk.association", ref=due.association.ref),
            since=due.accepted_at or due.sent_at,
            detail=due.association.name,
            late=due.renew_on is not None and due.renew_on < today,
            todo_ref=f"renewal-{due.ref}",
        )
        for due in renewals_due(today)
        if due.association.municipality_id == by.municipality_id
    ]


def _leads(by: Actor) -> list[Todo]:
    return [
        Todo(
            kind="associations:lead",
            title=_("Vil gerne høre fra en virksomhed"),
            url=url_for("associations_desk_referrals.leads"),
            since=lead.wanted_at,
            person=lead.name,
            detail=lead.company,
            todo_ref=f"lead-{lead.ref}",
        )
        for lead in leads(by)
        if lead.settled_at is None
    ]


def for_person_page(by: Actor, person_id: int) -> dict[str, Any] | None:
    """Where somebody has been sent on to, and the way to do it."""
    if not by.is_staff:
        return None
    return {
        "referrals": referrals_of(by, person_id),
        "stage_word": words_desk.STAGE,
        "stage_tone": words_desk.STAGE_TONE,
    }


def history(by: Actor, person_id: int) -> list[Event]:
    """What happened with her referrals."""
    found = referrals_of(by, person_id) if by.is_staff else []
    events = []
    for referral in found:
        name = referral.association.name
        url = url_for("associations_desk_referrals.desk_referral", ref=referral.ref)
        events.append(Event(referral.asked_at, _("Spurgt om %(association)s", association=name), url=url))
        if referral.consent is not None:
            given, withdrawn = referral.consent.given_at, referral.consent.withdrawn_at
            events.append(Event(given, _("Sagde ja til %(association)s", association=name), tone="good", url=url))
            if withdrawn is not None:
                title = _("Trak sit ja til %(association)s tilbage", association=name)
                events.append(Event(withdrawn, title, tone="attention", url=url))
        if referral.came_on is not None:
            title = _("Kom første gang hos %(association)s", association=name)
            events.append(Event(_midnight(referral.came_on), title, tone="good", url=url))
    return events
