"""Own data for somebody who is signed in."""

from __future__ import annotations

from flask import Blueprint, Response

from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.own_data import views
from mentors.own_data.views import Place
from mentors.people.models import Person

my = Blueprint("own_data_my", __name__)
DOOR = web.MY_DOOR
OWN = "/my/own-data"
PLACE = Place("own_data_my", "meetings.mine", "shell/my.html", ())


def _holder() -> Person:
    return views.holder(actor().person_id or 0)


@my.get(OWN)
@open_to(DOOR)
def mine() -> Response:
    """Everything that is held about her, in plain words."""
    return web.page("own_data/mine.html", **views.mine(_holder(), PLACE))


@my.route(f"{OWN}/details", methods=["GET", "POST"])
@open_to(DOOR, at_most=(30, 300))
def fix() -> Response:
    form, done = views.fix(actor(), _holder(), PLACE)
    return done or web.page("own_data/fix.html", form=form, **views.frame(_holder(), PLACE))


@my.get(f"{OWN}/file")
@open_to(DOOR)
def file() -> Response:
    return views.file(_holder())


@my.get(f"{OWN}/all")
@open_to(DOOR)
def all_of_it() -> Response:
    return web.page("own_data/all_of_it.html", **views.all_of_it(_holder(), PLACE))


@my.route(f"{OWN}/forget", methods=["GET", "POST"])
@open_to(DOOR, at_most=(10, 300))
def forget() -> Response:
    """What will happen; a POST begins the day of thinking it over."""
    return views.forget(actor(), _holder(), PLACE) or web.page(
        "own_data/forget.html", **views.before_forgetting(_holder(), PLACE)
    )


@my.post(f"{OWN}/forget/withdrawals")
@open_to(DOOR, at_most=(10, 300))
def stay_after_all() -> Response:
    return views.take_back(actor(), _holder(), PLACE)


@my.post(f"{OWN}/consents")
@open_to(DOOR, at_most=(30, 300))
def consents() -> Response:
    return views.give_consent(actor(), _holder(), PLACE)


@my.post(f"{OWN}/consents/withdrawals")
@open_to(DOOR, at_most=(30, 300))
def consent_withdrawals() -> Response:
    return views.withdraw_consent(actor(), _holder(), PLACE)
