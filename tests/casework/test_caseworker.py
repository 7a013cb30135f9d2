"""A caseworker refers newcomers and reads where her own stand; nobody else's (issue 6, item 1: "reads own")."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mentors.accounts.models import Account
from mentors.core import clock
from mentors.core.actor import Role
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.people.commands import protect
from mentors.people.models import Person
from mentors.programmes.commands_cases_desk import keep_case
from mentors.programmes.models_cases import NewcomerCase
from tests.given import Given
from tests.guide.newcomers import agreed, proposed
from tests.page import Page, Visitor


def caseworker(given: Given, name: str = "Sofie Sand", **more: Any) -> tuple[Account, Visitor]:
    account = given.staff(Role.caseworker, name=name, **more)
    return account, given.signed_in(account)


def answers(given: Given, **values: object) -> dict[str, object]:
    return {
        "name": "Leila Haddad", "language": "ar", "mobile": "20304052", "no_address": True,
        "programmes": [given.programme().ref], "speaks": ["ar"], "free": ["tue-evening", "sat-morning"],
        "consent_through": "meeting", "sign_up": True, "share": True, **values,
    }  # fmt: skip


def referred(given: Given, sofie: Visitor, **values: object) -> Page:
    filled = answers(given, **values)
    return sofie.get("/desk/cases/new").press("Send henvisningen", **filled)


def of(given: Given, person: Person, account: Account, *, confirmed: bool = True) -> NewcomerCase:
    case = keep_case(given.by(), person, account, confirmed=confirmed, verb="named")
    db.session.commit()
    return case


def test_she_lands_at_her_own_list_which_is_empty_at_first(given: Given) -> None:
    _account, sofie = caseworker(given)
    page = sofie.get("/desk/cases/")
    assert page.heading == "Mine borgere" and page.says("Ingen endnu") and "Henvis en ny" in page.links()
    assert "Mentor-telefonen" not in page.links() and "Ansøgninger" not in page.links()


def test_she_refers_a_newcomer_and_follows_her_from_the_desk_to_a_contact(given: Given) -> None:
    given.programme()
    _account, sofie = caseworker(given)
    sent = referred(given, sofie)
    assert sent.says("Henvisningen er sendt") and sent.heading == "Leila" and sent.says("Hos koordinatoren")
    karen = given.coordinator()
    application = karen.get("/desk/applications").click("Leila Haddad")
    application.press("Godkend")
    page = sofie.get("/desk/cases/")
    assert page.says("Leila Haddad") and page.says("Venter på en kontakt")
    leila = db.session.query(Person).filter_by(first_name="Leila").one()
    newcomer = next(one for one in given_participations(leila))
    agreed(given, newcomer)
    page = sofie.get("/desk/cases/").click("Leila Haddad")
    assert page.says("Har en kontakt") and page.says("Næste opfølgning")
    assert "20304052" not in page.html and "20 30 40 52" not in page.html, "no number: she has her own"


def given_participations(person: Person) -> list[Any]:
    from mentors.programmes.queries import participations_of

    return participations_of(person.id)


def test_who_the_contact_is_is_not_hers_to_read(given: Given) -> None:
    account, sofie = caseworker(given)
    newcomer = given.newcomer(first_name="Amal")
    pair = agreed(given, newcomer, first_name="Mette", last_name="Holm")
    case = of(given, newcomer.person, account)
    page = sofie.get(f"/desk/cases/{case.ref}")
    assert page.says("Har en kontakt") and "Mette" not in page.html and pair.ref not in page.html


def test_somebody_asked_reads_as_asked(given: Given) -> None:
    account, sofie = caseworker(given)
    newcomer = given.newcomer()
    proposed(given, newcomer)
    of(given, newcomer.person, account)
    assert sofie.get("/desk/cases/").says("En frivillig er spurgt")


def test_pressed_twice_and_in_two_tabs_it_is_one(given: Given) -> None:
    given.programme()
    _account, sofie = caseworker(given)
    form = sofie.get("/desk/cases/new").form("Send henvisningen").fill(**answers(given))
    first, second = form.submit(), form.submit()
    assert first.path == second.path
    assert db.session.query(Person).count() == db.session.query(NewcomerCase).count() == 1


def test_a_slip_in_the_form_loses_nothing(given: Given) -> None:
    given.programme()
    _account, sofie = caseworker(given)
    page = referred(given, sofie, sign_up=False)
    assert page.status == 422 and 'value="Leila Haddad"' in page.html and db.session.query(Person).count() == 0
    page = referred(given, sofie, mobile="", email="")
    assert page.status == 422 and page.says("Skriv et mobilnummer eller en e-mail")


def test_without_an_open_programme_she_is_told_whom_to_ask(given: Given) -> None:
    given.programme(is_open=False, name="Lukket")
    _account, sofie = caseworker(given)
    assert sofie.get("/desk/cases/new").says("Ingen programmer er åbne")


# --- own, another's, another town's -----------------------------------------------------------------


def test_anothers_and_another_towns_are_not_there(given: Given) -> None:
    _mine, sofie = caseworker(given)
    other, _browser = caseworker(given, "Ole Olsen")
    far, _away = caseworker(given, "Fie Fjern", town=given.town("andetby", name="Andetby Kommune"))
    case = of(given, given.newcomer().person, other)
    elsewhere = given.town("andetby")
    theirs = of(given, given.person(town=elsewhere), far)
    token = sofie.get("/desk/cases/").soup.find("input", attrs={"name": "csrf_token"})
    assert token is not None
    for ref in (case.ref, theirs.ref, "aaaaaaaa"):
        assert sofie.get(f"/desk/cases/{ref}").status == 404
        for what in ("showings", "talks", "endings", "returns"):
            page = sofie.post(f"/desk/cases/{ref}/{what}", data={"csrf_token": token["value"]})
            assert page.status == 404, what
        page = sofie.post(f"/desk/cases/{ref}/confirmations", data={"csrf_token": token["value"]})
        assert page.status == 403
    assert db.session.query(NewcomerCase).filter(NewcomerCase.ended_at.is_not(None)).count() == 0


def test_the_desk_is_not_hers(given: Given) -> None:
    account, sofie = caseworker(given)
    person = given.newcomer().person
    of(given, person, account)
    for path in ("/desk/", f"/desk/people/{person.ref}", "/desk/search?q=a", "/desk/hotline/", "/desk/applications"):
        assert sofie.get(path).status == 403, path
    assert given.coordinator().get("/desk/cases/").status == 403, "and hers is not the desk's"


def test_a_name_and_a_number_typed_tell_nothing_of_whom_the_house_knows(given: Given) -> None:
    """Somebody known becomes hers when a coordinator confirms it; until then the answer is that of somebody new."""
    _account, sofie = caseworker(given)
    known = given.newcomer(first_name="Leila", last_name="Haddad", mobile="+4520304052")
    agreed(given, known)
    new = referred(given, sofie, name="Nora Ny", mobile="20304053")
    old = referred(given, sofie)
    same = [page.text.replace("Nora", "Leila") for page in (new, old)]
    assert same[0] == same[1]
    listed = sofie.get("/desk/cases/")
    assert not listed.says("Har en kontakt") and not listed.says("Haddad")
    karen = given.coordinator()
    karen.get("/desk/").click("Er det personens sagsbehandler?").press("Ja, det passer")
    assert sofie.get("/desk/cases/").says("Har en kontakt")


def test_what_the_desk_says_no_to_is_gone(given: Given) -> None:
    _account, sofie = caseworker(given)
    given.newcomer(first_name="Leila", last_name="Haddad", mobile="+4520304052")
    path = referred(given, sofie).path
    given.coordinator().get("/desk/").click("Er det personens sagsbehandler?").press("Nej")
    assert sofie.get(path).status == 404 and not sofie.get("/desk/cases/").says("Leila")


def test_the_desk_names_a_caseworker_and_takes_it_back(given: Given) -> None:
    _account, sofie = caseworker(given)
    person = given.newcomer(first_name="Amal", last_name="Haddad").person
    karen = given.coordinator()
    page = karen.get(f"/desk/people/{person.ref}").press("Sofie Sand")
    assert page.says("Gemt.") and sofie.get("/desk/cases/").says("Amal Haddad")
    assert karen.get(f"/desk/people/{person.ref}").press("Ikke mere").says("Ingen sagsbehandler følger med.")
    assert sofie.get("/desk/cases/").says("Ingen endnu")


def test_a_volunteer_gets_no_caseworker(given: Given) -> None:
    account, _sofie = caseworker(given)
    volunteer = given.volunteer().person
    karen = given.coordinator()
    page = karen.get(f"/desk/people/{volunteer.ref}")
    assert "Sagsbehandlere" not in page.text
    token = page.soup.find("input", attrs={"name": "csrf_token"})
    sent = {"csrf_token": token["value"], "account": account.ref}  # type: ignore[index]
    assert karen.post(f"/desk/people/{volunteer.ref}/caseworkers", data=sent).status == 404


@pytest.mark.parametrize("chosen", ["", "aaaaaaaa", "coordinator"])
def test_only_a_caseworker_can_be_named(given: Given, chosen: str) -> None:
    caseworker(given)
    person, colleague = given.newcomer().person, given.staff(name="Bo Berg")
    karen = given.coordinator()
    token = karen.get(f"/desk/people/{person.ref}").soup.find("input", attrs={"name": "csrf_token"})
    sent = {"csrf_token": token["value"], "account": colleague.ref if chosen == "coordinator" else chosen}  # type: ignore[index]
    assert karen.post(f"/desk/people/{person.ref}/caseworkers", data=sent).says("Vælg en kollega på listen.")
    assert db.session.query(NewcomerCase).count() == 0


# --- ending, undoing, standing in, leaving ----------------------------------------------------------


def test_she_takes_one_off_her_list_and_undoes_it(given: Given) -> None:
    account, sofie = caseworker(given)
    case = of(given, given.newcomer(first_name="Amal").person, account)
    page = sofie.get(f"/desk/cases/{case.ref}").press("Jeg er ikke sagsbehandler her mere")
    assert page.says("Du kan fortryde i to uger.") and sofie.get(f"/desk/cases/{case.ref}").status == 404
    back = page.press("Fortryd")
    assert back.says("Venter på en kontakt") and not sofie.get("/desk/cases/").says("Taget af listen")


def test_what_the_desk_ended_is_not_hers_to_take_back(given: Given) -> None:
    account, sofie = caseworker(given)
    person = given.newcomer(first_name="Amal").person
    case = of(given, person, account)
    given.coordinator().get(f"/desk/people/{person.ref}").press("Ikke mere")
    page = sofie.get("/desk/cases/")
    assert not page.says("Amal")
    token = page.soup.find("input", attrs={"name": "csrf_token"})
    sent = {"csrf_token": token["value"]}  # type: ignore[index]
    assert sofie.post(f"/desk/cases/{case.ref}/returns", data=sent).status == 404


def test_after_a_fortnight_it_is_too_late_to_undo(given: Given) -> None:
    account, sofie = caseworker(given)
    case = of(given, given.newcomer(first_name="Amal").person, account)
    sofie.get(f"/desk/cases/{case.ref}").press("Jeg er ikke sagsbehandler her mere")
    with clock.stopped(clock.now() + timedelta(days=15)):
        assert not given.signed_in(account).get("/desk/cases/").says("Amal")


def test_a_colleague_stands_in_for_her(given: Given) -> None:
    from mentors.accounts.commands_absence_desk import be_away

    away, _sofie = caseworker(given)
    here, ole = caseworker(given, "Ole Olsen")
    of(given, given.newcomer(first_name="Amal").person, away)
    assert not ole.get("/desk/cases/").says("Amal")
    be_away(given.by(), away, from_on=clock.today(), until_on=None, substitute=here)
    assert ole.get("/desk/cases/").says("Du er vikar for Sofie Sand")


def test_the_telephone_is_not_for_caseworkers(given: Given) -> None:
    """Neither in the roster, nor as who takes a call, nor as a stand-in for who answers it."""
    caseworker(given)
    hans = given.staff(Role.hotline, name="Hans Hør")
    karen = given.coordinator()
    assert "Sofie Sand" not in karen.get("/desk/hotline/roster").html
    page = karen.get("/desk/absences")
    sofie = next(option["value"] for option in page.soup.find_all("option") if "Sofie" in option.text)
    refused = page.press("Gem", account=hans.ref, substitute=str(sofie))
    assert refused.status == 422 and refused.says("Vælg en kollega på listen.")


def test_when_she_leaves_a_caseworker_takes_over(given: Given) -> None:
    account, sofie = caseworker(given)
    other, ole = caseworker(given, "Ole Olsen")
    shared = given.newcomer(first_name="Delt").person
    of(given, given.newcomer(first_name="Amal").person, account)
    of(given, shared, account), of(given, shared, other)
    anna = given.signed_in(given.staff(Role.administrator, name="Anna Admin"))
    page = anna.get(f"/desk/team/{account.ref}/closings")
    assert page.says("Borgere som sagsbehandler")
    assert page.press("Ja, luk kontoen").status == 422, "somebody must take over"
    assert page.press("Ja, luk kontoen", to=[other.ref]).says("Kontoen er lukket.")
    listed = ole.get("/desk/cases/")
    assert listed.says("Amal") and listed.text.count("Delt") == 1
    assert sofie.get("/desk/cases/").path.startswith("/sign-in")
    live = db.session.query(NewcomerCase).filter(NewcomerCase.ended_at.is_(None))
    assert {case.account_id for case in live} == {other.id}


def test_a_handover_can_be_undone(given: Given) -> None:
    account, sofie = caseworker(given)
    other, ole = caseworker(given, "Ole Olsen")
    of(given, given.newcomer(first_name="Amal").person, account)
    karen = given.coordinator()
    page = karen.get(f"/desk/caseload/{account.ref}").press("Se, hvad der flytter", to=[other.ref])
    moved = page.press("Ja, flyt det")
    assert ole.get("/desk/cases/").says("Amal") and not sofie.get("/desk/cases/").says("Amal")
    moved.press("Fortryd")
    assert sofie.get("/desk/cases/").says("Amal") and not ole.get("/desk/cases/").says("Amal")


def test_a_coordinators_things_never_go_to_a_caseworker(given: Given) -> None:
    account, _sofie = caseworker(given)
    karen = given.staff(name="Karen Kofoed")
    given.newcomer().person.responsible_id = karen.id
    db.session.commit()
    anna = given.signed_in(given.staff(Role.administrator, name="Anna Admin"))
    page = anna.get(f"/desk/team/{karen.ref}/closings")
    assert account.ref not in page.html
    assert page.form("Ja, luk kontoen").fill(to=[account.ref]).submit().status == 422


# --- what is protected ------------------------------------------------------------------------------


def test_a_protected_surname_takes_the_need_a_press_and_a_line_she_can_read(given: Given) -> None:
    account, sofie = caseworker(given)
    person = given.newcomer(first_name="Amal", last_name="Zqhemmelig").person
    protect(given.by(), person, True)
    case = of(given, person, account)
    page = sofie.get(f"/desk/cases/{case.ref}")
    assert page.says("Beskyttet navn og adresse") and "Zqhemmelig" not in page.html
    assert "Zqhemmelig" not in sofie.get("/desk/cases/").html
    assert page.press("Vis efternavnet").heading == "Amal Zqhemmelig"
    lines = db.session.query(Entry).filter_by(act="people.protected_shown", person_id=person.id).all()
    assert [line.by for line in lines] == [f"account:{account.ref}"]
    with clock.stopped(clock.now() + timedelta(minutes=11)):
        assert "Zqhemmelig" not in sofie.get(f"/desk/cases/{case.ref}").html


def test_before_it_is_hers_nothing_can_be_shown(given: Given) -> None:
    account, sofie = caseworker(given)
    person = given.newcomer(first_name="Amal", last_name="Zqhemmelig").person
    protect(given.by(), person, True)
    case = of(given, person, account, confirmed=False)
    page = sofie.get(f"/desk/cases/{case.ref}")
    assert not page.says("Beskyttet") and "Zqhemmelig" not in page.html
    token = page.soup.find("input", attrs={"name": "csrf_token"})
    sent = {"csrf_token": token["value"]}  # type: ignore[index]
    assert sofie.post(f"/desk/cases/{case.ref}/showings", data=sent).status == 422
    assert db.session.query(Entry).filter_by(act="people.protected_shown").count() == 0


def test_she_can_say_that_a_name_is_protected_when_she_refers(given: Given) -> None:
    given.programme()
    _account, sofie = caseworker(given)
    assert "Haddad" not in referred(given, sofie, protected=True).html
    assert db.session.query(Person).one().is_protected


def test_her_flag_is_seen_and_taken_down_without_a_word_about_what(given: Given) -> None:
    account, sofie = caseworker(given)
    person = given.newcomer(first_name="Amal").person
    of(given, person, account)
    karen = given.coordinator()
    karen.get(f"/desk/people/{person.ref}").press("Har brug for kontakt med sagsbehandler")
    page = sofie.get("/desk/cases/")
    assert page.says("Vil tale med dig")
    assert page.click("Amal").press("Vi har talt sammen").says("Koordinatoren kan se det.")
    assert not sofie.get("/desk/cases/").says("Vil tale med dig")


def test_whoever_is_forgotten_stands_on_no_list(given: Given) -> None:
    account, sofie = caseworker(given)
    person = given.newcomer(first_name="Amal").person
    case = of(given, person, account)
    person.forgotten_at = clock.now()
    db.session.commit()
    assert sofie.get("/desk/cases/").says("Ingen endnu") and sofie.get(f"/desk/cases/{case.ref}").status == 404


def test_a_long_list_takes_pages_and_no_more_questions(given: Given) -> None:
    from sqlalchemy import event

    account, sofie = caseworker(given)
    for _n in range(3):
        of(given, given.newcomer().person, account)
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    sofie.get("/desk/cases/")
    few, asked[:] = len(asked), []
    for _n in range(60):
        of(given, given.newcomer().person, account)
    asked.clear()
    page = sofie.get("/desk/cases/")
    assert page.says("63 borgere") and page.says("Side 1 af 2")
    assert len(asked) <= few + 1
    assert sofie.get("/desk/cases/?page=2").status == 200 and sofie.get("/desk/cases/?page=99").says("Side 2 af 2")


# --- the role itself --------------------------------------------------------------------------------


def test_an_administrator_gives_the_role_and_ends_it(given: Given) -> None:
    anna = given.signed_in(given.staff(Role.administrator, name="Anna Admin"))
    page = anna.get("/desk/team").press(
        "Send invitation", name="Sofie Sand", email="sofie@demoby.example", role="caseworker", language="da"
    )
    assert page.says("Invitationen er sendt") and page.says("Sagsbehandler: kun sine egne borgere")
    account = db.session.query(Account).filter_by(email="sofie@demoby.example").one()
    sofie = given.signed_in(account)
    assert sofie.get("/desk/cases/").status == 200
    anna.get(f"/desk/team/{account.ref}/closings").press("Ja, luk kontoen")
    assert sofie.get("/desk/cases/").path.startswith("/sign-in")
