"""Which pages and files of the desk tell so much about somebody that having read them is written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from mentors.core.actor import Actor
from mentors.hotline.models import HotlineCall
from mentors.journal.rules_looks import Look
from mentors.kit.db import Base, db
from mentors.messages.models import Message
from mentors.people.models import Person
from mentors.programmes.models import Participation
from mentors.tasks.models import Task

# By endpoint: what was seen. Contact details and consents, the week, notes, clearances, the young, own data, messages.
OF_SOMEBODY: dict[str, str] = {
    "desk.person": "desk.person_seen",
    "desk.details": "desk.person_seen",
    "desk.free_times": "timetables.week_seen",
    "timetables_desk.week": "timetables.week_seen",
    "timetables_desk.last_day": "timetables.week_seen",
    "own_data_desk.mine": "own_data.page_seen",
    "own_data_desk.fix": "own_data.page_seen",
    "own_data_desk.all_of_it": "own_data.page_seen",
    "own_data_desk.file": "own_data.file_seen",
    "own_data_desk.merge": "own_data.both_seen",
    "clearances.person": "clearances.page_seen",
    "clearances.assessment": "clearances.page_seen",
    "youth_desk.youth": "youth.page_seen",
    "guide_desk.card": "guide.card_seen",
    "gatherings_desk.notes": "gatherings.notes_seen",
    "gatherings_desk.certificate": "gatherings.certificate_seen",
    "programmes_desk.application": "programmes.application_seen",
    "messages_unsaid.message": "messages.message_seen",
    "hotline_desk.call": "hotline.call_seen",
    "tasks.task": "tasks.task_seen",
}
# Lists and files with many people in them: one line about the list.
OF_MANY: dict[str, str] = {
    "gatherings_desk.fire_list": "gatherings.fire_list_seen",
    "gatherings_desk.series_people": "gatherings.people_seen",
    "gatherings_desk.tag_cards": "gatherings.tag_cards_seen",
    "audits_desk.pack": "audits.pack_seen",
    "imports.one": "imports.list_seen",
    "pairing_plans.certificate": "pairing.certificate_seen",
    "pairing_reports.recruiting_csv": "pairing.recruiting_seen",
}
_ABOUT: dict[str, type[Base]] = {
    "programmes_desk.application": Participation,
    "messages_unsaid.message": Message,
    "hotline_desk.call": HotlineCall,
    "tasks.task": Task,
}


def looks(by: Actor, endpoint: str, values: Mapping[str, Any]) -> list[Look]:
    """What is to be written down when this page is shown to this reader; nothing of other towns' things."""
    if endpoint in OF_MANY:
        return [Look(OF_MANY[endpoint], f"{endpoint.partition('.')[0]}:{values.get('ref', '-')}")]
    if endpoint not in OF_SOMEBODY:
        return []
    kind: Any = _ABOUT.get(endpoint, Person)
    refs = [values[name] for name in ("person", "ref", "other") if name in values]
    refs = refs[:1] if "person" in values or kind is not Person else refs
    whose = kind.id if kind is Person else kind.person_id
    if kind is Participation:
        rows = select(kind.ref, Person.id).join(Person, Person.id == kind.person_id)
        rows = rows.where(Person.municipality_id == by.municipality_id)
    else:
        rows = select(kind.ref, whose).where(kind.municipality_id == by.municipality_id)
    found = db.session.execute(rows.where(kind.ref.in_(refs))).all()
    return [Look(OF_SOMEBODY[endpoint], f"{kind.__tablename__}:{ref}", person_id) for ref, person_id in found]
