"""What this room keeps about a person: that she was part of what was moved."""

from mentors.kit.keeping import Keeper, Kept
from mentors.portfolios import queries
from mentors.portfolios.models import HandoverItem

KEEPER = Keeper((Kept(HandoverItem),), held_as=queries.held)
