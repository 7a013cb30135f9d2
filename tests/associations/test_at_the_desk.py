"""What the rooms offer to the desk: lines of the to-do list, panels, history."""

from __future__ import annotations

from datetime import date

from flask import render_template

from mentors.associations import commands_agreements, commands_referrals
from mentors.clearances import commands as clearances
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.kit.db import db
from mentors.rooms import ROOMS
from mentors.youth import commands as youth
from mentors.youth.rules import SpareJob
from tests.associations.builders import activity, association, contact_of
from tests.given import Given
from tests.youth.builders import activity as youth_activity
from tests.youth.builders import young

MINE = [room for room in ROOMS if room.name in ("clearances", "associations", "youth")]


def karen(given: Given, town: object = None) -> Actor:
    account = given.staff(town=town)  # type: ignore[arg-type]
    return Actor("account:x", account.municipality_id, frozenset({Role.coordinator}), account_id=account.id)


def todos(given: Given, by: Actor) -> dict[str, str | None]:
    with given.app.test_request_context("/desk/"):
        return {todo.title: todo.detail for room in MINE if room.todos for todo in room.todos(by)}


def test_the_to_do_list_names_what_is_due_and_only_one_s_own(given: Given) -> None:
    by, club = karen(given), association(given)
    activity(given, club, age_from=5)
    contact_of(given, club)
    commands_agreements.note_lead(by, company="Demoby Bageri", name="Sami", thing="a:b")
    youth_activity(given)
    young(given)
    found = todos(given, by)
    assert found == {
        "Årlig erklæring om børneattester mangler": "Demoby Svømmeklub",
        "Vil gerne høre fra en virksomhed": "Demoby Bageri",
        "Der mangler voksne": "Lektiecafé for unge",
        "Spørg om fritidsjob": None,
    }
    assert todos(given, karen(given, given.town("andetby", name="Andetby Kommune"))) == {}


def test_an_agreement_that_ends_stands_on_the_to_do_list(given: Given) -> None:
    by, club = karen(given), association(given)
    contact_of(given, club)
    commands_agreements.write_template(by, commands_agreements.AgreementKind.cooperation, text="x", renew_months=12)
    sent = commands_agreements.send_agreement(by, club, commands_agreements.AgreementKind.cooperation)
    commands_agreements.accept_agreement(by, sent, name="Bent")
    assert "Aftale skal fornyes" not in todos(given, by)
    with clock.stopped(clock.at_local(date(2027, 11, 1), 10)):
        assert todos(given, by)["Aftale skal fornyes"] == "Demoby Svømmeklub"


def test_a_person_s_page_shows_checks_associations_and_youth_and_their_history(given: Given) -> None:
    by, sami = karen(given), young(given)
    clearances.ask_for(by, sami.id, ClearanceKind.child_certificate)
    youth.note_spare_job(by, sami, SpareJob.wants)
    commands_referrals.refer(by, association(given), sami, said_yes=True)
    db.session.flush()
    other = karen(given, given.town("andetby", name="Andetby Kommune"))
    with given.app.test_request_context("/desk/"):
        shown = ""
        for room in MINE:
            for panel in room.panels:
                values = panel.fill(by, sami.id)
                assert values is not None
                shown += render_template(panel.template, person=sami, **values)
                hidden = panel.fill(other, sami.id)
                assert hidden is None or not hidden["referrals"]
        titles = {str(event.title) for room in MINE if room.history for event in room.history(by, sami.id)}
    for words in ("Venter på samtykke", "Introduceret", "Vil gerne have et", "Forælder har sagt ja"):
        assert words in shown
    assert {"Spurgt om Demoby Svømmeklub", "Sagde ja til Demoby Svømmeklub", "Vil gerne have et"} <= titles


def test_row_18_somebody_is_sent_to_one_activity(given: Given) -> None:
    club, amal = association(given), given.person()
    swim = activity(given, club, "Babysvømning")
    visitor = given.coordinator()
    visitor.get(f"/desk/people/{amal.ref}/referrals").press("Henvis", association=f"{club.ref}.{swim.ref}", how="here")
    bent = given.as_person(contact_of(given, club))
    page = bent.get(f"/my/association/{club.ref}").press("Vis navnene").click("Åbn")
    assert page.says("Babysvømning")
