from flask_babel import lazy_gettext as _l

from mentors.audits import queries
from mentors.audits.commands_keeping import KEEPER
from mentors.audits.views_desk import desk
from mentors.core.actor import STAFF
from mentors.core.menu import Part
from mentors.kit.room import NavLink, Panel, Room

audits = Room(
    name="audits",
    blueprints=(desk,),
    nav=(NavLink(_l("Revision"), "audits_desk.audits", STAFF, Part.records, order=87),),
    panels=(Panel("pair", "panels/audits/pair.html", queries.for_pair_page, order=60),),
    keeper=KEEPER,
)
