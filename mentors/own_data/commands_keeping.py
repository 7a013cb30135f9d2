"""What this room keeps about a person: that she asked to be forgotten, and how long she is kept."""

from mentors.kit.keeping import Keeper, Kept
from mentors.own_data.models import Erasure, LongerKeep, RetentionNotice

KEEPER = Keeper((Kept(Erasure, blanks={"person_id": None}), Kept(LongerKeep), Kept(RetentionNotice)))
