"""The mentor telephone: ring, whatever it is about (systems.md row 36)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mentors.accounts import commands_absence_desk as absences
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.hotline import commands_desk as commands
from mentors.hotline import queries, queries_desk
from mentors.hotline.commands_desk import Draft
from mentors.hotline.models import HotlineCall, HotlineShift
from mentors.hotline.rules import CallCategory, Promise, Relation, Urgency
from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.tasks.commands import finish_task, reopen_task
from mentors.tasks.models import Task
from tests.given import Given
from tests.guide.newcomers import page_of
from tests.page import Page, Visitor

PHONE = "20 30 99 01"


def log(page: Page, **values: Any) -> Page:
    filled = {"phone": PHONE, "caller": "Nordlys ApS", "relation": "company", **values}
    return page.press("Gem opkaldet", **filled)


def a_call(given: Given, **values: Any) -> HotlineCall:
    draft: dict[str, Any] = {
        "caller": None, "phone": "+4520309901", "relation": Relation.unknown, "category": CallCategory.other,
        "urgency": Urgency.today, "promise": Promise.today, "words": None, "is_answered": False, **values,
    }  # fmt: skip
    person = draft.pop("person", None)
    by = Actor("account:x", given.town().id, frozenset({Role.coordinator}))
    call = commands.log_call(by, Draft(**draft), person=person)
    db.session.commit()
    return call


def answering(given: Given) -> Visitor:
    return given.signed_in(given.staff(Role.hotline, name="Hans Hør"))


def test_a_company_rings_is_written_down_and_called_back(given: Given) -> None:
    karen = given.coordinator()
    page = karen.get("/desk/").click("Mentor-telefonen")
    assert page.says("Ingen venter")
    page = log(page, category="workplace")
    assert page.says("Nordlys ApS") and page.says("På arbejdspladsen") and "tel:+4520309901" in page.html
    call = page.click("På arbejdspladsen")
    done = call.press("Jeg har ringet")
    assert done.says("Opkaldet er besvaret.") and karen.get("/desk/hotline/").says("Ingen venter")
    assert done.press("Fortryd: sæt i køen igen").says("Opkaldet står i køen igen.")
    assert karen.get("/desk/").says("Nordlys ApS")


def test_whoever_thinks_of_quitting_stands_first_and_is_an_urgent_task_at_once(given: Given) -> None:
    karen = given.staff(name="Karen Kofoed")
    person = given.person(first_name="Amal", mobile="+4520309901")
    person.responsible_id = karen.id
    desk = given.signed_in(karen)
    log(desk.get("/desk/hotline/"), phone="20 30 99 02", caller="Ali", urgency="now")
    page = log(desk.get("/desk/hotline/"), category="quitting", urgency="this_week", caller="", relation="newcomer")
    first = page.soup.select("table.rows tbody tr")[0].get_text(" ", strip=True)
    assert "Overvejer at stoppe" in first and "Amal" in first and "Først i køen" in first
    task = db.session.query(Task).one()
    assert task.person_id == person.id
    assert db.session.query(Message).filter_by(kind="tasks/urgent").one().account_id == karen.id
    call = db.session.query(HotlineCall).filter_by(category=CallCategory.quitting).one()
    desk.get(f"/desk/hotline/{call.ref}").press("Jeg har ringet")
    db.session.expire_all()
    assert db.session.get_one(Task, task.id).done_at is not None


def test_a_call_and_its_task_are_one_truth(given: Given) -> None:
    call = a_call(given, person=given.person(), category=CallCategory.quitting)
    task, by = db.session.query(Task).one(), Actor("account:x", given.town().id, frozenset({Role.coordinator}))
    finish_task(by, task)
    assert call.answered_at is not None and queries.open_calls(by) == []
    reopen_task(by, task)
    assert call.answered_at is None and queries.open_calls(by) == [call]
    commands.answer_call(by, call)
    assert task.done_at is not None
    commands.reopen_call(by, call)
    assert task.done_at is None and call.answered_at is None


def test_a_broken_promise_is_said_once_to_whoever_has_the_phone(given: Given) -> None:
    hans, bo = given.staff(Role.hotline, name="Hans Hør"), given.staff(name="Bo Berg")
    given.keep(HotlineShift(municipality_id=hans.municipality_id, account_id=hans.id, weekday=0, starts=540, ends=960))
    today = clock.today()
    absences.be_away(given.by(), hans, from_on=today, until_on=today, substitute=bo)
    person = given.person()
    call = a_call(given, promise=Promise.hour, person=person)
    assert commands.chase_promises() == 0
    with clock.stopped(clock.now() + timedelta(minutes=61)):
        assert commands.chase_promises() == 1 and commands.chase_promises() == 0
        mails = db.session.query(Message).filter_by(kind="hotline/promise").all()
        assert [mail.account_id for mail in mails] == [bo.id]
        assert person.first_name not in mails[0].body and "20309901" not in mails[0].body
        assert db.session.query(Task).filter_by(key=f"hotline:{call.ref}").one().person_id == person.id
        assert given.coordinator().get("/desk/hotline/").says("Løftet er ikke holdt")


def test_whoever_only_answers_the_phone_sees_no_more_than_she_needs(given: Given) -> None:
    person = given.person(first_name="Amal", last_name="Hassan", mobile="+4520309901")
    call = a_call(given)
    hans = answering(given)
    for path in ("/desk/hotline/", f"/desk/hotline/{call.ref}"):
        page = hans.get(path)
        assert page.says("Amal") and "tel:+4520309901" in page.html
        assert "Hassan" not in page.html and person.ref not in page.html
    home = hans.get("/desk/hotline/")
    assert "Opgaver" not in home.links() and "Søg" not in home.links()
    for path in (
        "/desk/",
        "/desk/search",
        f"/desk/people/{person.ref}",
        "/desk/caseload",
        "/desk/audits/",
        "/desk/team",
    ):
        assert hans.get(path).status == 403, path
    assert given.coordinator().get("/desk/hotline/").says("Hassan")
    person.is_protected = True
    page, one = hans.get("/desk/hotline/"), hans.get(f"/desk/hotline/{call.ref}")
    assert "Amal" not in page.html and page.says("Beskyttet navn") and "20309901" not in page.html + one.html
    assert "tel:+4520309901" in one.press("Vis nummeret").html


def test_she_signs_in_and_lands_on_the_queue(given: Given) -> None:
    hans = answering(given)
    assert hans.get("/desk/hotline/roster").status == 200
    page = hans.get("/desk/hotline/roster")
    assert not page.says("Ny fast vagt")
    sent = {"csrf_token": hans.get("/desk/hotline/").form("Gem opkaldet").values[0][1]}
    assert hans.post("/desk/hotline/roster", data=sent).status == 404
    assert hans.post("/desk/hotline/number", data=sent).status == 403
    assert "/desk/hotline/" in {page.links()[one] for one in page.links()}


def test_a_number_that_a_family_shares_names_nobody(given: Given) -> None:
    for name in ("Amal", "Omar"):
        given.person(first_name=name, mobile="+4520309901")
    assert a_call(given).person_id is None


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"phone": ""}, "Skriv et nummer, så vi kan ringe tilbage."),
        ({"phone": "12"}, "Det nummer kender vi ikke."),
        ({"words": "CPR 010190-1234"}, "Det ligner et CPR-nummer."),
        ({"words": "x" * 201}, "Skriv højst 200 tegn."),
        ({"category": "health"}, "Vælg en af mulighederne"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(given: Given, values: dict[str, str], sentence: str) -> None:
    page = given.coordinator().get("/desk/hotline/")
    after = log(page, **({"words": "Ring efter tre"} | values))
    assert after.status == 422 and after.says(sentence), after
    assert ("caller", "Nordlys ApS") in after.form("Gem opkaldet").values
    assert db.session.query(HotlineCall).count() == 0


def test_settled_on_the_phone_needs_no_number(given: Given) -> None:
    page = log(given.coordinator().get("/desk/hotline/"), phone="", caller="", relation="unknown", answered=True)
    assert page.says("Opkaldet er skrevet ned.") and page.says("Ingen venter")
    assert page.click("Besvarede opkald").says("0 minutter")


def test_a_call_is_handed_to_a_colleague_who_hears_of_it(given: Given) -> None:
    bo, far = given.staff(name="Bo Berg"), given.staff(town=given.town("nabo"))
    call = a_call(given)
    desk = given.coordinator()
    page = desk.get(f"/desk/hotline/{call.ref}").press("Gem", account=bo.ref)
    assert page.says("Opkaldet er givet videre.") and page.says("Bo Berg")
    assert [m.account_id for m in db.session.query(Message).filter_by(kind="hotline/handed")] == [bo.id]
    assert page.press("Gem", account=far.ref).status == 422
    assert given.signed_in(bo).get("/desk/?mine=1").says("Andet")
    assert given.signed_in(far).get(f"/desk/hotline/{call.ref}").status == 404


def test_time_to_answer_is_a_middle_and_a_chart_with_its_table(given: Given) -> None:
    desk = given.coordinator()
    for minutes in (5, 30, 240):
        call = a_call(given)
        with clock.stopped(clock.now() + timedelta(minutes=minutes)):
            commands.answer_call(given.by(), call)
            db.session.commit()
    page = desk.get("/desk/hotline/answered")
    assert page.soup.select_one("figure.chart table td.number").get_text() == "30"  # type: ignore[union-attr]
    assert desk.get("/desk/hotline/").says("30 minutter")


def test_the_roster_shows_who_has_the_phone_and_the_substitute(given: Given) -> None:
    karen, bo = given.staff(name="Karen Kofoed"), given.staff(name="Bo Berg")
    desk = given.signed_in(karen)
    page = desk.get("/desk/hotline/roster").press(
        "Gem vagten", account=bo.ref, weekday="1", starts="09:00", ends="15:30"
    )
    assert page.says("Vagten er gemt.") and page.says("9–15.30 Bo Berg")
    for bad in (
        {"starts": "15:00", "ends": "09:00"},
        {"starts": "", "ends": "10:00"},
        {"starts": "10:00", "ends": "11:00"},
    ):
        assert page.press("Gem vagten", account=bo.ref, weekday="1", **bad).status == 422, bad
    tuesday = clock.today() + timedelta(days=1)
    absences.be_away(given.by(), bo, from_on=tuesday, until_on=tuesday, substitute=karen)
    assert desk.get("/desk/hotline/roster").says("Vikar for Bo Berg")
    assert not desk.get("/desk/hotline/roster?week=2").says("Vikar for")
    assert desk.get("/desk/hotline/roster?week=6").says("Helligdag: lukket")  # the week of New Year's Day
    assert desk.get("/desk/hotline/roster").press("Fjern").says("Vagten er fjernet.")


def test_newcomers_and_volunteers_press_one_button_and_read_todays_hours(given: Given) -> None:
    newcomer = given.newcomer(language="da").person
    host = given.volunteer().person
    assert not page_of(given, newcomer).says("Mentor-telefonen")  # no roster, no number, no button
    bo = given.staff(name="Bo Berg")
    given.keep(HotlineShift(municipality_id=bo.municipality_id, account_id=bo.id, weekday=0, starts=540, ends=900))
    page = page_of(given, newcomer)
    assert (
        page.says("Ring til Mentor-telefonen")
        and page.says("Åben nu. I dag kl. 9–15")
        and 'href="tel:+4563112233"' in page.html
    )
    given.coordinator().get("/desk/hotline/roster").press("Gem nummeret", phone="70 20 30 40")
    assert 'href="tel:+4570203040"' in page_of(given, newcomer).html
    mine = given.as_person(host).get("/my/")
    assert mine.says("Mentor-telefonen") and 'href="tel:+4570203040"' in mine.html
    with clock.stopped(clock.now() + timedelta(hours=8)):
        assert page_of(given, newcomer).says("Lukket nu. Åbner")


def test_after_half_a_year_nothing_tells_who_called(given: Given) -> None:
    person = given.person()
    call = a_call(given, person=person, caller="Amal", words="Ring efter tre")
    commands.answer_call(given.by(), call)
    db.session.commit()
    with clock.stopped(clock.now() + timedelta(days=182)):
        assert commands.forget_old() == 0
    with clock.stopped(clock.now() + timedelta(days=184)):
        assert commands.forget_old() == 1 and commands.forget_old() == 0
    db.session.expire_all()
    assert (call.person_id, call.caller, call.phone, call.words) == (None, None, None, None)
    assert call.answered_at is not None


def test_what_is_kept_about_somebody_can_be_shown_and_goes_with_her(given: Given) -> None:
    person = given.person()
    a_call(given, person=person, words="Ring efter tre")
    assert queries_desk.held(person.id)["hotline_call"][0]["words"] == "Ring efter tre"
    db.session.delete(person)
    db.session.commit()
    assert db.session.query(HotlineCall).count() == 0


def test_another_towns_calls_are_not_there(given: Given) -> None:
    call = a_call(given)
    far = given.signed_in(given.staff(Role.hotline, town=given.town("nabo")))
    assert far.get(f"/desk/hotline/{call.ref}").status == 404
    assert queries.open_calls(Actor("public")) == []
