from typing import Any

from flask_babel import lazy_gettext as _l

from mentors.clearances import commands, queries, words, words_desk
from mentors.clearances.commands_keeping import KEEPER
from mentors.clearances.views_desk import blueprint
from mentors.core import clock
from mentors.core.actor import STAFF, Actor
from mentors.core.menu import Part
from mentors.kit.room import Job, NavLink, Panel, Room
from mentors.people.queries import person as person_with


def for_person_page(by: Actor, person_id: int) -> dict[str, Any] | None:
    """What is known of a person's checks, for her page; nothing where there is nothing."""
    someone = person_with(person_id)
    if not by.is_staff or someone.municipality_id != by.municipality_id:
        return None
    checks = [line for line in queries.checks_of(someone, clock.today()) if line.clearance is not None]
    return {"checks": checks, "kind_word": words.KIND, "standing_word": words_desk.STANDING, "tone": words_desk.TONE}


clearances = Room(
    name="clearances",
    blueprints=(blueprint,),
    nav=(NavLink(_l("Attester"), "clearances.register", STAFF, Part.people),),
    panels=(Panel("person", "panels/clearances/person.html", for_person_page, order=40),),
    keeper=KEEPER,
    jobs=(Job("clearances.remind", commands.remind, 3600), Job("clearances.watch", commands.watch, 3600)),
)
