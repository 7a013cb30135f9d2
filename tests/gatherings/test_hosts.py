"""Row 21: wishes to hear from a company become leads; and an association's login sees its own sessions, in numbers."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from mentors.associations.models_agreements import Lead
from mentors.associations.rules import OrganisationKind
from mentors.gatherings import commands_sessions
from mentors.gatherings.models import Series, Session
from mentors.gatherings.models_people import Attendance, SignUp
from mentors.gatherings.rules import SeriesKind
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.models import PersonalLink
from tests.associations.builders import association, contact_of
from tests.databases import statements
from tests.gatherings.building import at, in_days, series, sessions, signed_up
from tests.given import Given
from tests.page import Page


def open_company(given: Given) -> Session:
    """A company that opens its doors, registered as one that takes part."""
    event = series(given, SeriesKind.open_company, title="Åben virksomhed", rule=None, first_on=in_days(30))
    firm = association(given, "Demoby Maskinfabrik", kind=OrganisationKind.company)
    karen = given.coordinator()
    karen.get(f"/desk/series/{event.ref}/sessions/new").press(
        "Læg i kalenderen", on=in_days(30).isoformat(), at="13:00", minutes=60, title="Maskinfabrikken", capacity=6,
        host=firm.ref,
    )  # fmt: skip
    return next(one for one in sessions(event) if one.own_title == "Maskinfabrikken")


def seat_page(given: Given) -> Page:
    row = db.session.query(SignUp).order_by(SignUp.id.desc()).first()
    assert row is not None
    link = db.session.query(PersonalLink).filter_by(thing=f"sign_up:{row.ref}").first()
    assert link is not None
    return given.new_visitor().get(f"/w/{token_for(link.ref)}/seat")


def sign_up(given: Given, session: Session, **values: object) -> Page:
    form = given.new_visitor().get(f"/demoby/sessions/{session.ref}/sign-up").form()
    return form.fill(**{"name": "Fatma", "way": "20 30 99 99", "wants_contact": True, **values}).submit()


def test_row_21_contact_wanted_becomes_a_lead_at_the_company_once(given: Given) -> None:
    session = open_company(given)
    assert sign_up(given, session, adults=2, children=3).heading == "Du er tilmeldt"
    lead = db.session.query(Lead).one()
    assert (lead.company, lead.name, lead.mobile) == ("Maskinfabrikken", "Fatma", "+4520309999")
    assert lead.association_id == session.association_id is not None
    page = given.coordinator().get("/desk/leads")
    assert page.says("Maskinfabrikken") and page.says("Fatma")


def test_row_21_contact_wanted_asks_for_a_way_and_nobody_else_becomes_a_lead(given: Given) -> None:
    session = open_company(given)
    page = sign_up(given, session, way="")
    assert page.status == 422 and "kontakte dig" in page.errors[0]
    sign_up(given, session, wants_contact=False)
    assert db.session.query(Lead).count() == 0


def test_row_21_the_wish_can_be_taken_back_and_given_again_on_the_familys_own_page(given: Given) -> None:
    session = open_company(given)
    sign_up(given, session)
    seat_page(given).press("Gem", wants_contact=False)
    assert db.session.query(Lead).count() == 0, "nothing is left of a wish that was taken back"
    seat_page(given).press("Gem", wants_contact=True)
    assert db.session.query(Lead).count() == 1
    seat_page(given).press("Meld fra")
    assert db.session.query(Lead).count() == 0


def test_an_association_sees_its_own_sessions_in_numbers_and_no_names(given: Given) -> None:
    session = open_company(given)
    signed_up(given, session, name="Hemmelig", mobile="+4520309991", adults=2, children=1)
    bent = contact_of(given, session.association)
    other = association(given, "En anden")
    hers = series(given, SeriesKind.leisure, title="Kun deres", association=other)
    page = given.as_person(bent).get("/my/association")
    assert page.says("Maskinfabrikken") and page.says("2 voksne, 1 barn")
    assert not page.says("Hemmelig") and not page.says("Kun deres")
    assert given.as_person(contact_of(given, other)).get("/my/association").says("Kun deres")
    assert hers.association_id == other.id


def test_what_an_association_has_held_stands_with_how_many_came(given: Given) -> None:
    club = association(given)
    salon = series(given, SeriesKind.salon, title="Samtalesalon", association=club)
    session = sessions(salon)[0]
    for children in (0, 2):
        db.session.add(
            Attendance(session_id=session.id, client_uuid=str(uuid4()), children=children, at=session.starts_at)
        )
    from mentors.core import clock

    clock.stop(session.starts_at + timedelta(days=1))
    db.session.commit()
    bent = contact_of(given, club)
    visitor = given.as_person(bent)
    assert visitor.get("/my/association").says("2 voksne, 2 børn")
    for code in ("en", "ar", "uk"):
        assert visitor.get(f"/my/association/{club.ref}?lang={code}").status == 200


def test_the_panel_costs_the_same_however_many_sessions_there_are(given: Given) -> None:
    from mentors.core.actor import Actor, Role
    from mentors.gatherings.queries_hosts import hosted

    def cost(rule: str) -> int:
        club = association(given, rule)
        series(given, SeriesKind.salon, rule=rule, association=club)
        staff = Actor(label="t", municipality_id=given.town().id, roles=frozenset({Role.coordinator}))
        key = club.id
        db.session.expunge_all()
        with statements() as asked:
            assert hosted(staff, key) is not None
        return len(asked)

    assert cost("FREQ=WEEKLY;BYDAY=TU;COUNT=1") == cost("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")


def test_a_host_of_another_town_or_one_that_has_left_cannot_be_chosen(given: Given) -> None:
    import pytest

    from mentors.core.refusal import Refused

    far = association(given, "Nabo", town=given.town("nabo", name="Nabo Kommune"))
    event = series(given, SeriesKind.open_company, rule=None, first_on=in_days(9))
    with pytest.raises(Refused):
        commands_sessions.add_session(given.by(), event, at(in_days(9), 12), minutes=60, host=far)
    page = given.coordinator().get(f"/desk/series/{event.ref}/settings")
    assert "Nabo" not in page.text
    refused = page.press("Gem", host=far.ref)
    assert refused.status == 422
    assert db.session.query(Series).one().association_id is None
