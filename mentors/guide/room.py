from mentors.guide.queries import PURPOSE
from mentors.guide.views import blueprint
from mentors.guide.views_desk import desk, panel
from mentors.kit.room import Panel, Room

guide = Room(
    name="guide",
    blueprints=(blueprint, desk),
    panels=(Panel("person", "panels/guide/person.html", panel, order=80),),
    link_pages={PURPOSE: "guide.contact"},
)
