"""What this room keeps about a person: the ways to her pages."""

from mentors.kit.keeping import Keeper, Kept
from mentors.links.models import PersonalLink

KEEPER = Keeper((Kept(PersonalLink),))
