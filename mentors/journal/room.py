from mentors.journal import models as models
from mentors.kit.room import Room

journal = Room(name="journal")
