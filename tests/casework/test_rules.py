"""Where a newcomer stands, in as few words as her caseworker needs: a table of examples."""

from __future__ import annotations

from datetime import date

import pytest

from mentors.casework.rules import CaseFacts, Place, Standing, place, standing
from mentors.pairing.rules import PairState
from mentors.programmes.rules import ParticipationState


@pytest.mark.parametrize(
    ("state", "pair", "said"),
    [
        (ParticipationState.applied, None, Standing.at_desk),
        (ParticipationState.approved, None, Standing.waiting),
        (ParticipationState.approved, PairState.proposed, Standing.asking),
        (ParticipationState.approved, PairState.volunteer_yes, Standing.asking),
        (ParticipationState.approved, PairState.agreed, Standing.has_contact),
        (ParticipationState.approved, PairState.active, Standing.has_contact),
        (ParticipationState.approved, PairState.paused, Standing.resting),
        (ParticipationState.paused, None, Standing.resting),
        (ParticipationState.paused, PairState.active, Standing.has_contact),
        (ParticipationState.left, None, Standing.over),
        (ParticipationState.left, PairState.active, Standing.has_contact),  # the pair goes on to its end
        (ParticipationState.turned_down, None, Standing.turned_down),
    ],
)
def test_where_she_stands(state: ParticipationState, pair: PairState | None, said: Standing) -> None:
    assert standing(CaseFacts(state, pair)) is said


def test_who_wants_to_talk_stands_first_and_what_is_over_last() -> None:
    lines = [
        Place((Standing.over,), False, None, "Ada"),
        Place((Standing.has_contact,), False, date(2026, 12, 1), "Bo"),
        Place((Standing.has_contact,), False, date(2026, 11, 25), "Cille"),
        Place((Standing.over, Standing.waiting), False, None, "Dina"),
        Place((Standing.over,), True, None, "Eva"),
        Place((), False, None, "Fie"),
    ]
    assert [one.name for one in sorted(lines, key=place)] == ["Eva", "Fie", "Dina", "Cille", "Bo", "Ada"]
