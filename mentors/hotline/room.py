from flask_babel import lazy_gettext as _l

from mentors.core.actor import STAFF, Role
from mentors.hotline import commands_desk, queries_desk
from mentors.hotline.commands_keeping import KEEPER
from mentors.hotline.views_desk import desk
from mentors.kit.room import Job, NavLink, Room

hotline = Room(
    name="hotline",
    blueprints=(desk,),
    nav=(NavLink(_l("Mentor-telefonen"), "hotline_desk.queue", STAFF | {Role.hotline}, order=25),),
    todos=queries_desk.todos,
    history=queries_desk.history,
    jobs=(
        Job("hotline.chase_promises", commands_desk.chase_promises, 60),
        Job("hotline.forget_old", commands_desk.forget_old, 86400),
    ),
    keeper=KEEPER,
)
