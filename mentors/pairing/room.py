from flask_babel import lazy_gettext as _l

from mentors.core.actor import STAFF
from mentors.core.menu import Part
from mentors.kit.room import Job, NavLink, Panel, Room
from mentors.pairing import (
    commands,
    commands_children,
    commands_plans,
    commands_plans_edits,
    commands_plans_sending,
    commands_reports,
    queries_children,
    queries_desk,
    queries_plans_engine,
)
from mentors.pairing import models_reports as models_reports
from mentors.pairing import models_settings as models_settings
from mentors.pairing.commands_keeping import KEEPER
from mentors.pairing.views_apart_desk import apart
from mentors.pairing.views_desk import blueprint
from mentors.pairing.views_link import link
from mentors.pairing.views_my import my
from mentors.pairing.views_plans_desk import plans_blueprint
from mentors.pairing.views_reports_desk import reports
from mentors.pairing.views_settings_desk import blueprint as settings
from mentors.pairing.words_reports_desk import NAV

pairing = Room(
    name="pairing",
    blueprints=(blueprint, link, my, plans_blueprint, settings, reports, apart),
    nav=(
        NavLink(_l("Par"), "pairing.pairs", STAFF, Part.pairs, order=48),
        NavLink(_l("Planer"), "pairing_plans.plans", STAFF, Part.pairs, order=51),
        NavLink(NAV, "pairing_reports.pools", STAFF, Part.pairs, order=52),
    ),
    panels=(
        Panel("person", "panels/pairing/person.html", queries_desk.person_panel, order=20),
        Panel("person", "panels/pairing/apart.html", queries_desk.apart_panel, order=22),
        Panel("pair", "panels/pairing/child.html", queries_children.pair_panel, order=10),
    ),
    todos=queries_desk.todos,
    history=queries_desk.history,
    jobs=(
        Job("pairing.chase_proposals", commands.chase_proposals, 600),
        Job("pairing.watch_children", commands_children.watch_children, 600),
        Job("pairing.end_pauses", commands.end_pauses, 3600),
        Job("pairing.run_plans", commands_plans.run_plans, 5),
        Job("pairing.try_edits", commands_plans_edits.try_edits, 5),
        Job("pairing.send_waiting", commands_plans_sending.send_waiting, 5),
        Job("pairing.look_at_plans", commands_plans.look_at_plans, 300),
        Job("pairing.make_reports", commands_reports.make_reports, 5),
    ),
    link_pages={"proposal": "pairing_link.proposal"},
    keeper=KEEPER,
    warm_up=queries_plans_engine.warm,
)
