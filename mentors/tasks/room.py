from mentors.kit.room import Job, Panel, Room
from mentors.tasks import queries
from mentors.tasks.commands import notice_unreachable
from mentors.tasks.commands_keeping import KEEPER
from mentors.tasks.views_desk import blueprint

tasks = Room(
    name="tasks",
    blueprints=(blueprint,),
    panels=(Panel("person", "panels/tasks/person.html", queries.for_person_page, order=5),),
    todos=queries.todos,
    history=queries.history,
    jobs=(Job("tasks.notice_unreachable", notice_unreachable, 60),),
    keeper=KEEPER,
)
