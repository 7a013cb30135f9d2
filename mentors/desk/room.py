from flask_babel import lazy_gettext as _l

from mentors.core.actor import STAFF, Role
from mentors.desk.views import blueprint
from mentors.kit.room import NavLink, Room

desk = Room(
    name="desk",
    blueprints=(blueprint,),
    nav=(
        NavLink(_l("Opgaver"), "desk.todo", STAFF, order=10),
        NavLink(_l("Søg"), "desk.search", STAFF, order=20),
        NavLink(_l("Medarbejdere"), "desk.team", frozenset({Role.administrator}), order=90),
    ),
)
