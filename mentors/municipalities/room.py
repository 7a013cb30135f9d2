from mentors.kit.room import Room
from mentors.municipalities.views import blueprint

municipalities = Room(name="municipalities", blueprints=(blueprint,))
