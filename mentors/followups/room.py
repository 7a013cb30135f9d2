from mentors.followups import queries
from mentors.followups.commands_sweep import sweep
from mentors.followups.views import blueprint
from mentors.kit.room import Job, Keeper, Panel, Room

followups = Room(
    name="followups",
    blueprints=(blueprint,),
    panels=(
        Panel("pair", "panels/followups/pair.html", queries.for_pair_page, order=30),
        Panel("person", "panels/followups/person.html", queries.for_person_page, order=40),
    ),
    history=queries.history,
    jobs=(Job("followups.sweep", sweep, 120),),
    link_pages={"check_in": "followups.question"},
    keeper=Keeper(queries.held),
)
