from mentors.journal import models as models
from mentors.journal.commands_keeping import KEEPER
from mentors.kit.room import Room

journal = Room(name="journal", keeper=KEEPER)
