from mentors.kit.room import Room
from mentors.timetables import models as models

timetables = Room(name="timetables")
