from flask_babel import lazy_gettext as _l

from mentors.core.actor import Role
from mentors.kit.room import NavLink, Panel, Room
from mentors.meetings import models as models
from mentors.meetings.commands_keeping import KEEPER
from mentors.meetings.queries import pair_panel
from mentors.meetings.queries_desk import engagements
from mentors.meetings.views_link import link
from mentors.meetings.views_my import my

meetings = Room(
    name="meetings",
    blueprints=(my, link),
    nav=(NavLink(_l("Mine kontakter"), "meetings.mine", frozenset({Role.participant})),),
    panels=(Panel("pair", "panels/meetings/pair.html", pair_panel, order=20),),
    engagements=engagements,
    link_pages={"meeting": "meetings_link.meeting", "calendar": "meetings_link.calendar"},
    keeper=KEEPER,
)
