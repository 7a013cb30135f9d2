from mentors.kit.room import Room
from mentors.tasks import models as models

tasks = Room(name="tasks")
