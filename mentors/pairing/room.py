from flask_babel import lazy_gettext as _l

from mentors.core.actor import STAFF
from mentors.kit.room import Job, NavLink, Panel, Room
from mentors.pairing import commands, queries_desk
from mentors.pairing import models_reports as models_reports
from mentors.pairing import models_settings as models_settings
from mentors.pairing.views_desk import blueprint
from mentors.pairing.views_link import link
from mentors.pairing.views_my import my

pairing = Room(
    name="pairing",
    blueprints=(blueprint, link, my),
    nav=(NavLink(_l("Par"), "pairing.pairs", STAFF),),
    panels=(Panel("person", "panels/pairing/person.html", queries_desk.person_panel, order=20),),
    todos=queries_desk.todos,
    history=queries_desk.history,
    jobs=(
        Job("pairing.chase_proposals", commands.chase_proposals, 600),
        Job("pairing.end_pauses", commands.end_pauses, 3600),
    ),
    link_pages={"proposal": "pairing_link.proposal"},
)
