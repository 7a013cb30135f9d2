from mentors.kit.room import Room
from mentors.links.commands_keeping import KEEPER
from mentors.links.views import blueprint

links = Room(name="links", blueprints=(blueprint,), keeper=KEEPER)
