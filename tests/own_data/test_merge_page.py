from __future__ import annotations

from flask import Flask

from mentors.core.actor import Role
from mentors.kit.db import db
from mentors.people.commands import protect
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


def test_a_protected_record_is_shown_side_by_side_after_show_alone_and_stays_protected(
    app: Flask, given: Given
) -> None:
    one = given.person(first_name="Amal", last_name="Synlig", mobile="+4520304050", postcode="5000")
    two = given.person(first_name="Amal", last_name="Zqskjult", mobile="+4520304050", postcode="9240")
    protect(given.by(), two, True)
    two.responsible_id = given.staff(name="Rikke Rask").id
    db.session.commit()
    one_id, url, back = one.id, f"/desk/people/{one.ref}/merge/{two.ref}", f"/desk/people/{two.ref}"
    stranger = given.coordinator()
    assert not stranger.get("/desk/doubles").says("Zqskjult")
    shut = stranger.get(url)
    assert shut.path == back and "Zqskjult" not in shut.html and "9240" not in shut.html
    pressed = stranger.post(
        url, data={"csrf_token": shut.form().tag.find(attrs={"name": "csrf_token"})["value"], "sure": "y"}
    )
    assert pressed.path == back and db.session.query(Person).count() == 2, "and nobody merges what she may not read"
    desk = given.signed_in(given.staff(Role.administrator, name="Ada Admin"))
    desk.get(back).press("Vis navn og adresse")
    page = desk.get(url)
    assert page.says("Zqskjult") and page.says("Beskyttelsen af navn og adresse bliver")
    done = page.press("Saml de to", take_last_name="gone", take_postcode="gone", sure=True)
    assert done.heading == "Amal" and "Zqskjult" not in done.html, "what was open was the other record"
    db.session.expire_all()
    kept = db.session.query(Person).one()
    assert (kept.id, kept.is_protected, kept.last_name) == (one_id, True, "Zqskjult")
    assert kept.protection_ends_on is not None and kept.responsible_id is not None
