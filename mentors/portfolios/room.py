from flask_babel import lazy_gettext as _l

from mentors.core.actor import STAFF
from mentors.core.menu import Part
from mentors.kit.room import NavLink, Panel, Room
from mentors.portfolios import queries
from mentors.portfolios.commands_keeping import KEEPER
from mentors.portfolios.views_desk import desk

portfolios = Room(
    name="portfolios",
    blueprints=(desk,),
    nav=(NavLink(_l("Fordeling"), "portfolios_desk.caseload", STAFF, Part.records, order=86),),
    panels=(Panel("person", "panels/portfolios/person.html", queries.for_person_page, order=90),),
    keeper=KEEPER,
)
