from mentors.core.actor import Role
from mentors.core.menu import Part
from mentors.kit.room import NavLink, Room
from mentors.municipalities.forms_desk import NAV
from mentors.municipalities.views import blueprint
from mentors.municipalities.views_desk import desk

municipalities = Room(
    name="municipalities",
    blueprints=(blueprint, desk),
    nav=(NavLink(NAV, "municipalities_desk.settings", frozenset({Role.administrator}), Part.setup, order=95),),
)
