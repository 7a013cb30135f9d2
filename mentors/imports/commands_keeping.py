"""What this room keeps about a person: which row of which list brought her."""

from typing import Any

from mentors.imports.models import ImportRow
from mentors.kit.db import new_ref
from mentors.kit.keeping import Keeper, Kept

# The row stays, so that the list's numbers still add up; it says nothing any more and cannot be taken back.
_NOTHING: dict[str, Any] = {
    "person_id": None, "said": None, "problems": [], "made": {}, "digest": "", "stands": False, "row_ref": new_ref,
}  # fmt: skip
KEEPER = Keeper((Kept(ImportRow, blanks=_NOTHING, hides=frozenset({"digest", "made"})),))
