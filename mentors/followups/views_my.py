from __future__ import annotations

from flask import Blueprint, Response

from mentors.followups import queries_timeline, words
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.pairing.queries import pairs_of
from mentors.programmes.rules import Side

my = Blueprint("followups_my", __name__)


@my.get("/my/follow-ups")
@open_to(web.MY_DOOR)
def mine() -> Response:
    """What somebody was asked and has answered, and when she is asked next: her own side alone."""
    me = actor().person_id or 0
    pictures = []
    for pair in pairs_of(me):
        side = pair.side_of(me)
        if side is not None and (pair.is_running or pair.active_at is not None):
            pictures.append((pair, pair.other_than(side).first_name, queries_timeline.of_pair(pair, only=side)))
    return web.page("followups/mine.html", pictures=pictures, words=words, tones=words.STATE_TONE, Side=Side)
