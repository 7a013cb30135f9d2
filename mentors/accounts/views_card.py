from __future__ import annotations

from flask import Blueprint, Response, current_app, g, url_for
from flask_babel import gettext as _

from mentors.accounts import commands, commands_cards, forms, queries, queries_cards
from mentors.accounts.rules import CardProblem
from mentors.accounts.views_sitting import browser_mark, device, enter
from mentors.kit import throttle, web
from mentors.kit.web import open_to
from mentors.people.queries import person as person_of

cards = Blueprint("cards", __name__)


@cards.route("/w/<token:token>/card", methods=["GET", "POST"])
@open_to(web.link_door(queries_cards.PURPOSE))
def card(token: str) -> Response:
    """A printed card asks for its PIN, and says nothing about whose it is until it has it."""
    form = forms.PinForm()
    link_id, ref = g.link.id, g.link.ref
    mark = browser_mark()
    own_phone = queries.knows_person_device(g.link.person_id, mark)
    if form.validate_on_submit():
        if own_phone:
            throttle.count(f"card-own:{ref}:{mark}", limit=10, seconds=900)
        else:
            throttle.count(f"card-from:{web.client_address()}", limit=30, seconds=300)
        found = queries_cards.the_card(link_id)
        person = person_of(found.person_id)
        problem = commands_cards.try_card(
            found, ref, "".join((form.pin.data or "").split()), own_phone=own_phone,
            address=current_app.config["BASE_URL"] + url_for("desk.person", ref=person.ref),
        )  # fmt: skip
        if problem is None:
            account = commands.account_for(person)
            return enter(account, commands.begin_sitting(account, device=device()), url_for("guide.mine"))
        form.pin.errors = [
            _("Koden er forkert. Prøv igen.")
            if problem is CardProblem.wrong
            else _("Kortet er låst i en time. Ring til os.")
        ]
        # A wrong try must be kept, so this answer is a good one to the house.
        return web.page("accounts/card.html", form=form, status=200)
    return web.page("accounts/card.html", form=form)
