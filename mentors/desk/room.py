from flask_babel import lazy_gettext as _l

from mentors.core.actor import STAFF, Role
from mentors.core.menu import Part
from mentors.desk.commands_protected import warn_of_endings
from mentors.desk.commands_week import look_at_week
from mentors.desk.queries_household import household_panel
from mentors.desk.queries_week import week_panel
from mentors.desk.views import blueprint
from mentors.desk.views_household import blueprint as households
from mentors.desk.views_looks import blueprint as looks
from mentors.desk.views_protected import blueprint as protected
from mentors.kit.room import Job, NavLink, Panel, Room

desk = Room(
    name="desk",
    blueprints=(blueprint, households, looks, protected),
    nav=(
        NavLink(_l("Opgaver"), "desk.todo", STAFF, order=10),
        NavLink(_l("Søg"), "desk.search", STAFF, order=20),
        NavLink(_l("Medarbejdere"), "desk.team", frozenset({Role.administrator}), Part.setup, order=90),
    ),
    panels=(
        Panel("week", "panels/desk/week.html", week_panel),
        Panel("person", "panels/desk/household.html", household_panel, order=70),
    ),
    jobs=(Job("desk.warn_of_endings", warn_of_endings, 24 * 3600),),
    week_changed=look_at_week,
)
