"""Staff: own data on somebody's behalf, how long things are kept, two records that are one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from flask_babel import gettext as _

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.room import Todo
from mentors.kit.web import actor, open_to
from mentors.own_data import (
    commands,
    commands_merging,
    commands_retention,
    forms_desk,
    queries,
    queries_merging,
    queries_retention,
    rules,
    views,
    words,
    words_desk,
)
from mentors.own_data.views import Place
from mentors.people.models import Person
from mentors.people.queries import the_person

desk = Blueprint("own_data_desk", __name__)
OWN = "/desk/people/<ref:ref>/own-data"
SHOWN = 100


def _place(ref: str) -> Place:
    return Place("own_data_desk", "desk.person", "shell/desk.html", (("ref", ref),))


@desk.get(OWN)
@open_to(web.STAFF_DOOR)
def mine(ref: str) -> Response:
    return web.page("own_data/mine.html", **views.mine(the_person(actor(), ref), _place(ref)))


@desk.route(f"{OWN}/details", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def fix(ref: str) -> Response:
    form, done = views.fix(actor(), the_person(actor(), ref), _place(ref))
    return done or web.page("own_data/fix.html", form=form, **views.frame(the_person(actor(), ref), _place(ref)))


@desk.get(f"{OWN}/file")
@open_to(web.STAFF_DOOR)
def file(ref: str) -> Response:
    return views.file(the_person(actor(), ref))


@desk.get(f"{OWN}/all")
@open_to(web.STAFF_DOOR)
def all_of_it(ref: str) -> Response:
    return web.page("own_data/all_of_it.html", **views.all_of_it(the_person(actor(), ref), _place(ref)))


@desk.route(f"{OWN}/forget", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def forget(ref: str) -> Response:
    someone = the_person(actor(), ref)
    return views.forget(actor(), someone, _place(ref)) or web.page(
        "own_data/forget.html", **views.before_forgetting(someone, _place(ref))
    )


@desk.post(f"{OWN}/forget/withdrawals")
@open_to(web.STAFF_DOOR)
def stay_after_all(ref: str) -> Response:
    return views.take_back(actor(), the_person(actor(), ref), _place(ref))


@desk.post(f"{OWN}/consents")
@open_to(web.STAFF_DOOR)
def consents(ref: str) -> Response:
    return views.give_consent(actor(), the_person(actor(), ref), _place(ref))


@desk.post(f"{OWN}/consents/withdrawals")
@open_to(web.STAFF_DOOR)
def consent_withdrawals(ref: str) -> Response:
    return views.withdraw_consent(actor(), the_person(actor(), ref), _place(ref))


# --- how long things are kept -----------------------------------------------------------------------


@desk.route("/desk/retention", methods=["GET", "POST"])
@open_to(web.ADMIN_DOOR)
def retention() -> Response:
    """How long each kind is kept, and who goes when and why: looked at, before anything happens."""
    form = forms_desk.DecideForm()
    done = web.sent(
        form,
        lambda: commands_retention.decide(actor(), form.chosen(), form.months.data or 0, form.valid_from.data),
        _("Det er gemt."),
        "own_data_desk.retention",
    )
    if done is not None:
        return done
    town, today = actor().municipality_id or 0, clock.today()
    everybody = queries_retention.candidates(town, today)
    going = [one for one in everybody if not one.going.stays]
    return web.page(
        "own_data/retention.html", form=form, months=queries_retention.months_for(town, today),
        decided=queries_retention.decided_for(town), going=going[:SHOWN], more=max(0, len(going) - SHOWN),
        held=len(everybody) - len(going), kept=[one for one in everybody if one.longer][:SHOWN],
        words=words, desk_words=words_desk, notice_days=rules.NOTICE_DAYS, defaults=rules.DEFAULT_MONTHS,
    )  # fmt: skip


@desk.route("/desk/people/<ref:ref>/longer-keeps", methods=["GET", "POST"])
@open_to(web.ADMIN_DOOR)
def longer(ref: str) -> Response:
    someone = the_person(actor(), ref)
    form = forms_desk.LongerForm()
    done = web.sent(
        form,
        lambda: commands_retention.keep_longer(actor(), someone, until=form.until.data, reason=form.reason.data or ""),
        _("Personen bliver gemt længere."),
        "own_data_desk.retention",
    )
    return done or web.page("own_data/longer.html", form=form, person=the_person(actor(), ref))


# --- two records that are one -----------------------------------------------------------------------


@desk.get("/desk/doubles")
@open_to(web.STAFF_DOOR)
def doubles() -> Response:
    found = queries_merging.doubles(actor())
    return web.page("own_data/doubles.html", found=found, because=words_desk.BECAUSE)


@desk.route("/desk/people/<ref:ref>/merge/<ref:other>", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def merge(ref: str, other: str) -> Response:
    """Side by side: what stays, what moves, and that it cannot be undone. `ref` is the one that stays."""
    keep, gone = _two(ref, other)
    form = forms_desk.merge_form(keep, gone, words.MERGED, forms_desk.say_detail)
    if form.validate_on_submit():
        details = forms_desk.chosen_details(form, keep, gone)
        seen = form.seen.data or ""
        if web.tried(form, lambda: commands_merging.merge(actor(), keep, gone, details, seen=seen)):
            web.say(_("De to er nu én."))
            return web.to("desk.person", ref=ref)
        keep, gone = _two(ref, other)
    form.seen.data = queries_merging.mark(keep, gone)
    return web.page(
        "own_data/merge.html", form=form, keep=keep, gone=gone, labels=words.MERGED, chosen=forms_desk.CHOSEN,
        say=forms_desk.say_detail, moves=queries_merging.what_moves(gone), hindrance=queries_merging.hindrance(keep, gone),
    )  # fmt: skip


def _two(ref: str, other: str) -> tuple[Person, Person]:
    if ref == other:
        raise NotThere
    return the_person(actor(), ref), the_person(actor(), other)


# --- what the desk is told --------------------------------------------------------------------------


def todos(by: Actor) -> list[Todo]:
    """Who is being forgotten, and who has been told that her data goes."""
    place = "own_data_desk.mine"
    lines = [
        Todo(
            kind="own_data:erasure", title=_("Vil glemmes"), url=_url(place, one.person), since=one.asked_at,
            person=one.person.name, detail=_("Slettes om et døgn, hvis det ikke fortrydes"),
        )
        for one in queries.waiting_erasures(by) if one.person is not None
    ]  # fmt: skip
    lines += [
        Todo(
            kind="own_data:going", title=_("Slettes snart"), url=_url(place, one.person),
            since=clock.at_local(one.told_on, 8), person=one.person.name, detail=views.on_day(one.goes_on),
            responsible_id=one.person.responsible_id,
        )
        for one in queries_retention.going_soon(by)
    ]  # fmt: skip
    return lines


def _url(endpoint: str, person: Person) -> str:
    from flask import url_for

    return url_for(endpoint, ref=person.ref)


def panel(by: Actor, person_id: int) -> dict[str, Any] | None:
    """On the person's page: the way to her data, and whether she is being forgotten."""
    return {"waiting": queries.waiting_erasure(person_id), "backups": commands.backup_days()} if by.is_staff else None
