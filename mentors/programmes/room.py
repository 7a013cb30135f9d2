from mentors.kit.room import Room
from mentors.programmes.views_public import public

programmes = Room(name="programmes", blueprints=(public,))
