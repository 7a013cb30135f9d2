"""A newcomer's own data, by her own link and in her language; and the receipt of being forgotten."""

from __future__ import annotations

from flask import Blueprint, Response, g

from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.own_data import commands, commands_retention, queries, views
from mentors.own_data.commands import RECEIPT
from mentors.own_data.commands_retention import STAY
from mentors.own_data.models import Erasure
from mentors.own_data.views import Place
from mentors.people.models import Person

link = Blueprint("own_data_link", __name__)
DOOR = web.link_door("my_contact")
OWN = "/w/<token:token>/own-data"


def _holder() -> Person:
    return views.holder(g.link.person_id)


def _place(token: str) -> Place:
    return Place("own_data_link", "guide.contact", "shell/newcomer.html", (("token", token),))


@link.get(OWN)
@open_to(DOOR)
def mine(token: str) -> Response:
    """Everything that is held about her, in plain words."""
    return web.page("own_data/mine.html", **views.mine(_holder(), _place(token)))


@link.route(f"{OWN}/details", methods=["GET", "POST"])
@open_to(DOOR, at_most=(30, 300))
def fix(token: str) -> Response:
    form, done = views.fix(actor(), _holder(), _place(token))
    return done or web.page("own_data/fix.html", form=form, **views.frame(_holder(), _place(token)))


@link.get(f"{OWN}/file")
@open_to(DOOR)
def file(token: str) -> Response:
    return views.file(_holder())


@link.get(f"{OWN}/all")
@open_to(DOOR)
def all_of_it(token: str) -> Response:
    return web.page("own_data/all_of_it.html", **views.all_of_it(_holder(), _place(token)))


@link.route(f"{OWN}/forget", methods=["GET", "POST"])
@open_to(DOOR, at_most=(10, 300))
def forget(token: str) -> Response:
    """What will happen; a POST begins the day of thinking it over."""
    return views.forget(actor(), _holder(), _place(token)) or web.page(
        "own_data/forget.html", **views.before_forgetting(_holder(), _place(token))
    )


@link.post(f"{OWN}/forget/withdrawals")
@open_to(DOOR, at_most=(10, 300))
def stay_after_all(token: str) -> Response:
    return views.take_back(actor(), _holder(), _place(token))


@link.post(f"{OWN}/consents")
@open_to(DOOR, at_most=(30, 300))
def consents(token: str) -> Response:
    return views.give_consent(actor(), _holder(), _place(token))


@link.post(f"{OWN}/consents/withdrawals")
@open_to(DOOR, at_most=(30, 300))
def consent_withdrawals(token: str) -> Response:
    return views.withdraw_consent(actor(), _holder(), _place(token))


# --- the receipt: names no person ------------------------------------------------------------------


def _erasure() -> Erasure:
    return queries.the_erasure(g.link.thing_ref, g.link.municipality_id)


@link.get("/w/<token:token>/forgotten")
@open_to(web.link_door(RECEIPT))
def forgotten(token: str) -> Response:
    """Before: when it happens, and the way back. Afterwards: what was done, and how old backups can be."""
    erasure = _erasure()
    return web.page("own_data/forgotten.html", erasure=erasure, stays=views.stays(erasure), token=token)


@link.post("/w/<token:token>/forgotten/withdrawals")
@open_to(web.link_door(RECEIPT), at_most=(10, 300))
def forgotten_withdrawals(token: str) -> Response:
    commands.take_back(actor(), _erasure())
    return web.to("own_data_link.forgotten", token=token)


# --- told that her data goes soon -------------------------------------------------------------------


@link.get("/w/<token:token>/stay")
@open_to(web.link_door(STAY))
def stay(token: str) -> Response:
    """One tap to stay. Opening it changes nothing."""
    notice = queries.standing_notice(_holder().id)
    return web.page("own_data/stay.html", notice=notice, token=token)


@link.post("/w/<token:token>/stays")
@open_to(web.link_door(STAY), at_most=(10, 300))
def stays(token: str) -> Response:
    commands_retention.stay(actor(), _holder())
    return web.to("own_data_link.stay", token=token)
