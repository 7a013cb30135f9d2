"""What this room keeps about a person: what staff had to do."""

from mentors.kit.keeping import Keeper, Kept
from mentors.tasks.models import Task

KEEPER = Keeper((Kept(Task, hides=frozenset({"key"})),))
