from mentors.kit.room import Room
from mentors.people import models as models
from mentors.people.commands_keeping import KEEPER

people = Room(name="people", keeper=KEEPER)
