from flask_babel import lazy_gettext as _l

from mentors.core.actor import STAFF
from mentors.core.menu import Part
from mentors.gatherings import (
    commands,
    commands_advice,
    commands_people,
    commands_seats,
    queries_desk,
    queries_hosts,
    views_calendar_desk,
    views_desk,
    views_door_desk,
    views_people_desk,
    views_seats_desk,
    views_sessions_desk,
)
from mentors.gatherings import models_people as models_people
from mentors.gatherings.commands_keeping import KEEPER
from mentors.gatherings.views_feeds import feeds
from mentors.gatherings.views_links import links
from mentors.gatherings.views_public import blueprint as public
from mentors.kit.room import Job, NavLink, Panel, Room

DESK_PAGES = (
    views_desk,
    views_seats_desk,
    views_sessions_desk,
    views_door_desk,
    views_people_desk,
    views_calendar_desk,
)

gatherings = Room(
    name="gatherings",
    blueprints=(views_desk.blueprint, public, links, feeds),
    nav=(
        NavLink(_l("Caféer og hold"), "gatherings_desk.series_list", STAFF, Part.pairs),
        NavLink(_l("Kalender"), "gatherings_desk.desk_calendar", STAFF),
    ),
    panels=(
        Panel("person", "panels/gatherings/person.html", queries_desk.person_panel, order=60),
        Panel("association", "gatherings/_association_panel.html", queries_hosts.hosted),
    ),
    todos=queries_desk.todos,
    history=queries_desk.history,
    jobs=(
        Job("gatherings.offer_seats", commands_seats.offer_seats, 300),
        Job("gatherings.extend_series", commands.extend_series, 24 * 3600),
        Job("gatherings.notice_absences", commands_people.notice_absences, 3600),
        Job("gatherings.notice_leaves", commands_people.notice_leaves, 24 * 3600),
        Job("gatherings.turn_leaders", commands_people.turn_leaders, 6 * 3600),
        Job("gatherings.forget_names", commands_advice.forget_names, 3600),
    ),
    link_pages={
        "seat": "gatherings_links.seat",
        "speaking": "gatherings_links.speaking",
        "advice_slot": "gatherings_links.talk",
        "my_gatherings": "gatherings_links.my_gatherings",
        "desk_calendar": "gatherings_feeds.desk_feed",
    },
    keeper=KEEPER,
    engagements=queries_desk.engagements,
)
