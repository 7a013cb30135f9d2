from flask_babel import lazy_gettext as _l

from mentors.core.actor import STAFF
from mentors.kit.room import Job, NavLink, Panel, Room
from mentors.pairing import commands, commands_reports, queries_desk
from mentors.pairing import models_reports as models_reports
from mentors.pairing import models_settings as models_settings
from mentors.pairing.views_desk import blueprint
from mentors.pairing.views_link import link
from mentors.pairing.views_my import my
from mentors.pairing.views_reports_desk import reports
from mentors.pairing.words_reports_desk import NAV

pairing = Room(
    name="pairing",
    blueprints=(blueprint, link, my, reports),
    nav=(NavLink(_l("Par"), "pairing.pairs", STAFF), NavLink(NAV, "pairing_reports.pools", STAFF, order=52)),
    panels=(Panel("person", "panels/pairing/person.html", queries_desk.person_panel, order=20),),
    todos=queries_desk.todos,
    history=queries_desk.history,
    jobs=(
        Job("pairing.chase_proposals", commands.chase_proposals, 600),
        Job("pairing.end_pauses", commands.end_pauses, 3600),
        Job("pairing.make_reports", commands_reports.make_reports, 5),
    ),
    link_pages={"proposal": "pairing_link.proposal"},
)
