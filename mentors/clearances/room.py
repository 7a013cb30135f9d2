from mentors.clearances import models as models
from mentors.kit.room import Room

clearances = Room(name="clearances")
