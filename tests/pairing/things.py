"""What tests about pairs start from."""

from __future__ import annotations

from typing import Any

from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.models import PersonalLink
from mentors.pairing import commands
from mentors.pairing.models import Pair
from mentors.pairing.queries import find_proposal_link
from mentors.programmes.models import Participation
from mentors.programmes.rules import Side
from tests.databases import statements
from tests.given import Given


def proposal(
    given: Given, newcomer: Participation | None = None, volunteer: Participation | None = None, **values: Any
) -> Pair:
    """A proposal the volunteer has not answered."""
    newcomer, volunteer = newcomer or given.newcomer(), volunteer or given.volunteer()
    pair = commands.propose_pair(given.by(), newcomer, volunteer, **values)
    db.session.commit()
    return pair


def agreed_pair(given: Given, newcomer: Participation | None = None, volunteer: Participation | None = None) -> Pair:
    """A pair that both have just said yes to."""
    pair = proposal(given, newcomer, volunteer)
    for side in (Side.volunteer, Side.newcomer):
        commands.answer_proposal(given.by(), pair, side, yes=True)
    db.session.commit()
    return pair


def link_page(pair: Pair, side: Side) -> str:
    """The address in the message that asks one side."""
    link = find_proposal_link(pair, side)
    assert isinstance(link, PersonalLink)
    return f"/w/{token_for(link.ref)}"


def questions(given: Given, path: str) -> int:
    """How many statements a page costs a coordinator who has it open for the second time."""
    karen = given.coordinator()
    karen.get(path)
    with statements() as asked:
        assert karen.get(path).status == 200
    return len(asked)
