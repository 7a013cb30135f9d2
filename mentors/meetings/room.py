from mentors.kit.room import Room
from mentors.meetings import models as models
from mentors.meetings.views_my import my

meetings = Room(name="meetings", blueprints=(my,))
