from flask_babel import lazy_gettext as _l

from mentors.core.actor import STAFF, Role
from mentors.core.menu import Part
from mentors.kit.room import Job, NavLink, Panel, Room
from mentors.own_data import commands, commands_retention, words_desk
from mentors.own_data.commands import RECEIPT
from mentors.own_data.commands_keeping import KEEPER
from mentors.own_data.commands_retention import STAY
from mentors.own_data.views_desk import desk, panel, todos
from mentors.own_data.views_link import link
from mentors.own_data.views_my import my

own_data = Room(
    name="own_data",
    blueprints=(link, my, desk),
    nav=(
        NavLink(_l("Mine oplysninger"), "own_data_my.mine", frozenset({Role.participant}), order=90),
        NavLink(words_desk.NAV["doubles"], "own_data_desk.doubles", STAFF, Part.records, order=84),
        NavLink(
            words_desk.NAV["retention"],
            "own_data_desk.retention",
            frozenset({Role.administrator}),
            Part.setup,
            order=92,
        ),
    ),
    panels=(Panel("person", "panels/own_data/person.html", panel, order=95),),
    todos=todos,
    jobs=(
        Job("own_data.forget_due", commands.forget_due, 600),
        Job("own_data.keep_the_rules", commands_retention.keep_the_rules, 86_400),
    ),
    link_pages={RECEIPT: "own_data_link.forgotten", STAY: "own_data_link.stay"},
    keeper=KEEPER,
)
