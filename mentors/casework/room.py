from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.casework import queries_desk
from mentors.casework.views_desk import desk
from mentors.core.actor import Role
from mentors.kit.room import NavLink, Panel, Room

_CASEWORKERS = frozenset({Role.caseworker})

casework = Room(
    name="casework",
    blueprints=(desk,),
    nav=(
        NavLink(_l("Mine borgere"), "casework_desk.mine", _CASEWORKERS, order=5),
        NavLink(_l("Henvis en ny"), "referring.refer", _CASEWORKERS, order=6),
    ),
    panels=(Panel("person", "panels/casework/person.html", queries_desk.for_person_page, order=40),),
    todos=queries_desk.todos,
)
