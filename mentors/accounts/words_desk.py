from __future__ import annotations

from mentors.accounts.rules_absence import ChangeReason
from mentors.accounts.words import CHANGE_REASON

# What a coordinator chooses among; a group's own reasons come with the group.
REASONS = [
    (str(one), CHANGE_REASON[one]) for one in ChangeReason if one not in (ChangeReason.group, ChangeReason.group_over)
]
