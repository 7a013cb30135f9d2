from typing import Any

from mentors.core.actor import STAFF, Actor
from mentors.core.menu import Part
from mentors.imports import commands, commands_work, queries
from mentors.imports.commands_keeping import KEEPER
from mentors.imports.views_desk import blueprint
from mentors.imports.words_desk import NAV
from mentors.kit.room import Job, NavLink, Panel, Room
from mentors.programmes.words_desk import THROUGH


def person_panel(by: Actor, person_id: int) -> dict[str, Any] | None:
    """Which list brought somebody, and where her yes stands; nothing for whoever came herself."""
    found = queries.came_with(by, person_id)
    return {"lists": found, "through": THROUGH} if found else None


imports = Room(
    name="imports",
    blueprints=(blueprint,),
    nav=(NavLink(NAV, "imports.lists", STAFF, Part.records, order=82),),
    panels=(Panel("person", "panels/imports/person.html", person_panel, order=90),),
    jobs=(Job("imports.work", commands_work.work, 5), Job("imports.forget", commands.forget, 86_400)),
    keeper=KEEPER,
)
