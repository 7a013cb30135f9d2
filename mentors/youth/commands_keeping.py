"""What this room keeps about a person: her month of birth, what she said about a job, the activities she is in."""

from mentors.kit.keeping import Keeper, Kept
from mentors.youth.models import SpareJobAnswer, YouthHelper, YouthMember, YouthProfile

KEEPER = Keeper((Kept(YouthProfile), Kept(SpareJobAnswer), Kept(YouthMember), Kept(YouthHelper)))
