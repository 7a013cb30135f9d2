from __future__ import annotations

from mentors.clearances.models import Clearance
from mentors.messages.commands import post, reader_of
from mentors.people.models import Person


def ending(person: Person, clearance: Clearance, *, step: int) -> None:
    """Tell somebody that a check ends soon; once per step of the ladder and end."""
    post(
        reader_of(person),
        "clearances/ending",
        key=f"clearance-{clearance.ref}-{clearance.valid_until}-{step}",
        about=f"clearance:{clearance.ref}",
        name=person.first_name,
        until=clearance.valid_until,
    )
