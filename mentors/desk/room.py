from mentors.desk.views import blueprint
from mentors.kit.room import Room

desk = Room(name="desk", blueprints=(blueprint,))
