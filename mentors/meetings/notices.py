from __future__ import annotations

from datetime import timedelta

from mentors.kit.links import marker
from mentors.links.commands import make_link
from mentors.meetings.models import Meeting
from mentors.messages.commands import post, reader_of
from mentors.programmes.rules import Side

LINK_OUTLIVES = timedelta(days=30)


def planned(meeting: Meeting, sides: tuple[Side, ...]) -> None:
    _tell(meeting, sides, "planned")


def moved(meeting: Meeting, sides: tuple[Side, ...]) -> None:
    _tell(meeting, sides, "moved")


def cancelled(meeting: Meeting, sides: tuple[Side, ...]) -> None:
    _tell(meeting, sides, "cancelled")


def _tell(meeting: Meeting, sides: tuple[Side, ...], kind: str) -> None:
    """Tell people about a meeting; urgent where it is soon, so that nobody stands waiting."""
    pair = meeting.pair
    for side in sides:
        person = pair.person_of(side)
        link = make_link(
            "meeting",
            municipality_id=pair.municipality_id,
            person_id=person.id,
            thing=f"meeting:{meeting.ref}",
            language=person.language,
            lasts=_until_after(meeting),
        )
        post(
            reader_of(person),
            f"meetings/{kind}",
            key=f"meeting-{meeting.ref}-{kind}-{meeting.sequence}-{side}",
            about=f"pair:{pair.ref}",
            urgent=_is_soon(meeting),
            link=marker(link.ref),
            name=person.first_name,
            other=pair.other_than(side).first_name,
            starts_at=meeting.starts_at,
            place=meeting.place,
        )


def _until_after(meeting: Meeting) -> timedelta:
    return max(timedelta(), meeting.starts_at - meeting.told_at) + LINK_OUTLIVES


def _is_soon(meeting: Meeting) -> bool:
    return meeting.starts_at - meeting.told_at < timedelta(hours=24)
