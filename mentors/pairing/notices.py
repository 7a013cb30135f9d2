from __future__ import annotations

from datetime import timedelta
from typing import Any

from mentors.kit.links import marker
from mentors.links.commands import make_link, standing_link
from mentors.links.models import PersonalLink
from mentors.messages.commands import post, reader_of
from mentors.messages.models import Message
from mentors.pairing import queries
from mentors.pairing.models import Pair
from mentors.pairing.rules import LAPSE_AFTER_DAYS
from mentors.programmes.rules import Side

# Longer than an answer is awaited, so that whoever opens it late reads a kind sentence, not an error.
PROPOSAL_LINK_LASTS = timedelta(days=60)


def proposal(pair: Pair, side: Side) -> Message | None:
    """Ask one side. None where that person cannot be reached."""
    return _tell(
        pair, side, f"proposal_{side}", key=f"pair-{pair.ref}-proposal-{side}", link=_proposal_link(pair, side)
    )


def reminder(pair: Pair, side: Side) -> Message | None:
    return _tell(
        pair, side, "proposal_reminder", key=f"pair-{pair.ref}-reminder-{side}", link=_proposal_link(pair, side)
    )


def agreed(pair: Pair) -> None:
    """Tell both that they are a pair, with the way to the page that shows the other's number."""
    for side in Side:
        link = _my_contact(pair) if side is Side.newcomer else _proposal_link(pair, side)
        _tell(pair, side, "agreed", key=f"pair-{pair.ref}-agreed-{side}", link=link)


def not_this_time(pair: Pair) -> None:
    """Tell a volunteer who had said yes that nothing came of it; never why."""
    _tell(pair, Side.volunteer, "not_this_time", key=f"pair-{pair.ref}-not-this-time")


def paused(pair: Pair, *, count: int) -> None:
    for side in Side:
        _tell(pair, side, "paused", key=f"pair-{pair.ref}-paused-{count}-{side}", until=pair.paused_until)


def resumed(pair: Pair, *, count: int) -> None:
    for side in Side:
        _tell(pair, side, "resumed", key=f"pair-{pair.ref}-resumed-{count}-{side}")


def extended(pair: Pair, *, count: int) -> None:
    for side in Side:
        _tell(pair, side, "extended", key=f"pair-{pair.ref}-extended-{count}-{side}", until=pair.planned_end_on)


def ended(pair: Pair) -> None:
    """Thank both."""
    for side in Side:
        _tell(pair, side, "ended", key=f"pair-{pair.ref}-ended-{side}")


def _tell(
    pair: Pair, side: Side, kind: str, *, key: str, link: PersonalLink | None = None, **values: Any
) -> Message | None:
    if link is not None:
        values["link"] = marker(link.ref)
    return post(
        reader_of(pair.person_of(side)),
        f"pairing/{kind}",
        key=key,
        about=f"pair:{pair.ref}",
        name=pair.person_of(side).first_name,
        other=pair.other_than(side).first_name,
        days=LAPSE_AFTER_DAYS,
        **values,
    )


def _proposal_link(pair: Pair, side: Side) -> PersonalLink:
    person = pair.person_of(side)
    return queries.find_proposal_link(pair, side) or make_link(
        "proposal",
        municipality_id=pair.municipality_id,
        person_id=person.id,
        thing=f"pair:{pair.ref}",
        language=person.language,
        lasts=PROPOSAL_LINK_LASTS,
    )


def _my_contact(pair: Pair) -> PersonalLink:
    """The newcomer's own page, kept by the room above this one."""
    return standing_link(
        "my_contact",
        municipality_id=pair.municipality_id,
        person_id=pair.newcomer_id,
        language=pair.newcomer.language,
    )
