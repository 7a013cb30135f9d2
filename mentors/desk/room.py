from flask_babel import lazy_gettext as _l

from mentors.core.actor import STAFF, Role
from mentors.desk.commands_week import look_at_week
from mentors.desk.queries_week import week_panel
from mentors.desk.views import blueprint
from mentors.kit.room import NavLink, Panel, Room

desk = Room(
    name="desk",
    blueprints=(blueprint,),
    nav=(
        NavLink(_l("Opgaver"), "desk.todo", STAFF, order=10),
        NavLink(_l("Søg"), "desk.search", STAFF, order=20),
        NavLink(_l("Medarbejdere"), "desk.team", frozenset({Role.administrator}), order=90),
    ),
    panels=(Panel("week", "panels/desk/week.html", week_panel),),
    week_changed=look_at_week,
)
