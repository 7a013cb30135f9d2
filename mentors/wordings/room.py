from mentors.core.actor import Role
from mentors.core.menu import Part
from mentors.kit.room import NavLink, Room
from mentors.wordings.queries import own_words
from mentors.wordings.views_desk import desk
from mentors.wordings.words_desk import NAV

wordings = Room(
    name="wordings",
    blueprints=(desk,),
    nav=(NavLink(NAV, "wordings_desk.overview", frozenset({Role.administrator}), Part.setup, order=94),),
    own_words=own_words,
)
