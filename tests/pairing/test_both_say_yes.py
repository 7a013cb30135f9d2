from __future__ import annotations

from datetime import date

from bs4 import Tag

from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.pairing.models import Pair
from mentors.pairing.rules import PairState
from mentors.programmes.rules import Side
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.given import Given
from tests.page import Form, Page
from tests.pairing.things import link_page, proposal


def _messages(kind: str) -> list[Message]:
    return db.session.query(Message).filter_by(kind=f"pairing/{kind}").order_by(Message.id).all()


def _answer(page: Page, answer: str) -> Page:
    """Press the button with this answer, whatever language its word is in."""
    [form] = [form for form in page.soup.select("main form") if form.find(attrs={"name": "answer", "value": answer})]
    button = form.find("button")
    assert isinstance(button, Tag)
    return Form(page, form, button).submit()


def test_a_coordinator_proposes_and_both_say_yes_each_by_their_link(given: Given) -> None:
    newcomer = given.newcomer(first_name="Amal", last_name="Hemmelig", mobile="+4520305050")
    given.volunteer(first_name="Bente", last_name="Efternavn", mobile="+4520306060", speaks=("da", "ar"))
    karen = given.coordinator()

    page = karen.get(f"/desk/newcomers/{newcomer.ref}/suggestions")
    assert page.says("Bente")
    page = page.press("Foreslå Bente")
    assert page.says("Forslaget er sendt til Bente.")
    pair = db.session.query(Pair).one()
    assert pair.state is PairState.proposed

    bente = given.new_visitor()
    page = bente.get(link_page(pair, Side.volunteer))
    assert page.heading == "Vil du møde Amal ?"  # the blank is the name's own element
    assert page.says("I taler begge arabisk.")
    assert page.says("I har begge tid tirsdag aften og lørdag formiddag.")
    for secret in ("Hemmelig", "20 30 50 50", "+4520305050"):
        assert secret not in page.html
    page = page.press("Ja tak")
    assert page.heading == "Tak for dit ja"

    [asked] = _messages("proposal_newcomer")
    assert asked.language == "ar"
    amal = given.new_visitor()
    page = amal.get(link_page(pair, Side.newcomer))
    assert "Efternavn" not in page.html
    assert "20306060" not in page.html.replace(" ", "")
    page = _answer(page, "yes")
    assert "tel:+4520306060" in page.html

    db.session.expire_all()
    pair = db.session.query(Pair).one()
    assert pair.state is PairState.agreed
    assert pair.starts_on == date(2026, 11, 23)
    assert pair.planned_end_on == date(2027, 3, 23)  # the host programme's four months
    assert len(_messages("agreed")) == 2
    assert "tel:+4520305050" in bente.get(link_page(pair, Side.volunteer)).html


def test_a_volunteer_who_says_no_gives_no_reason_and_the_coordinator_is_told(given: Given) -> None:
    pair = proposal(given)
    page = given.new_visitor().get(link_page(pair, Side.volunteer)).press("Nej tak")
    assert page.status == 200
    assert page.heading == "Forslaget gælder ikke mere"
    db.session.expire_all()
    assert (pair.state, pair.closed_at is None) == (PairState.declined, False)
    [task] = db.session.query(Task).all()
    assert (task.kind, task.person_id) == (TaskKind.declined, pair.newcomer_id)
    assert not _messages("not_this_time")


def test_a_newcomer_who_says_no_gives_the_volunteer_a_kind_message(given: Given) -> None:
    pair = proposal(given)
    given.new_visitor().get(link_page(pair, Side.volunteer)).press("Ja tak")
    _answer(given.new_visitor().get(link_page(pair, Side.newcomer)), "no")
    db.session.expire_all()
    assert pair.state is PairState.declined
    [told] = _messages("not_this_time")
    assert told.person_id == pair.volunteer_id


def test_answering_twice_is_kindly_met_and_counts_once(given: Given) -> None:
    pair = proposal(given)
    bente = given.new_visitor()
    first, again = (bente.get(link_page(pair, Side.volunteer)) for _ in range(2))
    first.press("Ja tak")
    page = again.press("Ja tak")
    assert page.status == 200
    assert page.heading == "Tak for dit ja"
    assert len(_messages("proposal_newcomer")) == 1
    assert again.press("Nej tak").heading == "Tak for dit ja"
    db.session.expire_all()
    assert pair.state is PairState.volunteer_yes


def test_opening_the_link_changes_nothing(given: Given) -> None:
    pair = proposal(given)
    for _ in range(3):
        given.new_visitor().get(link_page(pair, Side.volunteer))
    db.session.expire_all()
    assert pair.state is PairState.proposed


def test_another_towns_coordinator_sees_neither_pair_nor_suggestions(given: Given) -> None:
    newcomer = given.newcomer()
    pair = proposal(given, newcomer)
    stranger = given.coordinator(given.town("andenby", name="Andenby Kommune"))
    for path in (f"/desk/pairs/{pair.ref}", f"/desk/newcomers/{newcomer.ref}/suggestions"):
        assert stranger.get(path).status == 404
    assert pair.newcomer.first_name not in stranger.get("/desk/pairs").text
