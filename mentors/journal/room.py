from mentors.journal import commands
from mentors.journal import models as models
from mentors.journal.commands_keeping import KEEPER
from mentors.kit.room import Job, Room

journal = Room(name="journal", jobs=(Job("journal.anchor", commands.anchor, 24 * 3600),), keeper=KEEPER)
