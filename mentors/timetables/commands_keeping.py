"""What this room keeps about a person: her week."""

from mentors.kit.keeping import Keeper, Kept
from mentors.timetables.models import BusyTime, Week

KEEPER = Keeper((Kept(Week), Kept(BusyTime)))
