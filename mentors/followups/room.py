from mentors.followups import models as models
from mentors.kit.room import Room

followups = Room(name="followups")
