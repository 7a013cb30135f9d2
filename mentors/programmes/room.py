from mentors.core.actor import STAFF
from mentors.core.menu import Part
from mentors.kit.room import Job, NavLink, Panel, Room
from mentors.programmes import commands, commands_sign_up
from mentors.programmes.commands_keeping import KEEPER
from mentors.programmes.views_cases_desk import cases_desk
from mentors.programmes.views_desk import desk
from mentors.programmes.views_links import links
from mentors.programmes.views_public import public
from mentors.programmes.views_told_desk import history, person_panel, todos
from mentors.programmes.words_desk import NAV

programmes = Room(
    name="programmes",
    blueprints=(public, desk, cases_desk, links),
    nav=(
        NavLink(NAV["applications"], "programmes_desk.applications", STAFF, order=12),
        NavLink(NAV["newcomers"], "programmes_desk.newcomers", STAFF, Part.people, order=14),
        NavLink(NAV["programmes"], "programmes_desk.programmes", STAFF, Part.setup, order=80),
    ),
    panels=(Panel("person", "panels/programmes/person.html", person_panel, order=20),),
    todos=todos,
    history=history,
    jobs=(
        Job("programmes.resume_paused", commands.resume_paused, 3600),
        Job("programmes.forget_drafts", commands_sign_up.forget_drafts, 86_400),
    ),
    link_pages={"declaration": "programmes_links.declaration"},
    keeper=KEEPER,
)
