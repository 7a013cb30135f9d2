from __future__ import annotations

from flask import Flask

from mentors.kit.db import db
from mentors.people.models import Person
from tests.given import Given


def test_staff_find_two_that_are_one_and_choose_what_stays(app: Flask, given: Given) -> None:
    one = given.person(first_name="Amal", last_name="Haddad", mobile="+4520304050", email="a@example.org")
    two = given.person(first_name="Amal", last_name="Hadad", mobile="+4520304050", email="b@example.org")
    one_ref, two_id = one.ref, two.id
    desk = given.coordinator()
    page = desk.get("/desk/").click("Samme person to gange?").click("Se dem side om side")
    assert page.says("kan ikke fortrydes") and page.says("b@example.org")
    unsure = page.press("Saml de to", take_email="gone")
    assert unsure.status == 422 and db.session.get(Person, two_id) is not None
    done = unsure.press("Saml de to", take_email="gone", take_last_name="keep", sure=True)
    assert done.says("De to er nu én") and done.path.endswith(one_ref)
    db.session.expire_all()
    kept = db.session.query(Person).one()
    assert (kept.ref, kept.email, kept.last_name) == (one_ref, "b@example.org", "Haddad")
    assert page.press("Saml de to", sure=True).status == 404
    assert desk.get("/desk/doubles").says("Ingen ligner hinanden")


def test_a_family_with_one_phone_is_not_one_person(app: Flask, given: Given) -> None:
    given.person(first_name="Amal", mobile="+4520304050")
    given.person(first_name="Omar", mobile="+4520304050")
    assert given.coordinator().get("/desk/doubles").says("Ingen ligner hinanden")


def test_another_towns_person_is_not_there(app: Flask, given: Given) -> None:
    one = given.person()
    other = given.person(town=given.town("andenby", name="Andenby Kommune"))
    desk = given.coordinator()
    assert desk.get(f"/desk/people/{one.ref}/merge/{other.ref}").status == 404
    assert desk.get(f"/desk/people/{one.ref}/merge/{one.ref}").status == 404
