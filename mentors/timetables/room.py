from mentors.kit.room import Room
from mentors.timetables import models as models
from mentors.timetables.commands_keeping import KEEPER
from mentors.timetables.views_desk import blueprint

timetables = Room(name="timetables", blueprints=(blueprint,), keeper=KEEPER)
