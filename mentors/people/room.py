from mentors.kit.room import Room
from mentors.people import models as models

people = Room(name="people")
