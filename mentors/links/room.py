from mentors.kit.room import Room
from mentors.links.views import blueprint

links = Room(name="links", blueprints=(blueprint,))
