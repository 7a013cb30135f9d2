from flask_babel import lazy_gettext as _l

from mentors.core.actor import STAFF
from mentors.core.menu import Part
from mentors.kit.room import Job, NavLink, Panel, Room
from mentors.youth import commands, queries_desk
from mentors.youth.commands_keeping import KEEPER
from mentors.youth.views_desk import desk
from mentors.youth.views_desk_activities import desk as desk_activities
from mentors.youth.views_public import public

youth = Room(
    name="youth",
    blueprints=(public, desk, desk_activities),
    nav=(NavLink(_l("Unge"), "youth_desk.young", STAFF, Part.people),),
    panels=(Panel("person", "panels/youth/person.html", queries_desk.for_person_page, order=35),),
    todos=queries_desk.todos,
    history=queries_desk.history,
    jobs=(Job("youth.birthdays", commands.birthdays, 86400),),
    keeper=KEEPER,
    link_pages={"guardian": "youth.guardian", "spare_job": "youth.spare_job"},
)
