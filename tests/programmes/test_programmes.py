from __future__ import annotations

import pytest

from mentors.core.refusal import Refused
from mentors.kit.db import db
from mentors.programmes import commands, queries
from mentors.programmes.models import Programme
from mentors.programmes.rules import DEFAULTS, ProgrammeKind
from tests.given import Given


def test_a_new_programme_begins_with_the_numbers_of_its_kind(given: Given) -> None:
    page = given.coordinator().get("/desk/programmes/new").press("Opret", kind="contact_person", name="2 Timer om Ugen")
    assert page.says("Programmet er oprettet")
    it = db.session.query(Programme).one()
    start = DEFAULTS[ProgrammeKind.contact_person]
    assert (it.name, it.months, it.minutes_a_month) == ("2 Timer om Ugen", start.months, start.minutes_a_month)


def test_a_coordinator_changes_the_settings(given: Given) -> None:
    it = given.programme()
    page = given.coordinator().get(f"/desk/programmes/{it.ref}").press("Gem", name="Vært", months="6", is_open=False)
    assert page.says("Gemt.")
    db.session.refresh(it)
    assert (it.name, it.months, it.is_open, it.steps) == ("Vært", 6, False, ("interview", "confidentiality"))
    assert queries.open_programmes(it.municipality_id) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("months", "0"), ("months", "99"), ("minutes_a_month", "-1"), ("meet_every_days", "x"), ("name", "")],
)
def test_numbers_out_of_bounds_get_a_sentence(given: Given, field: str, value: str) -> None:
    it = given.programme()
    page = given.coordinator().get(f"/desk/programmes/{it.ref}").press("Gem", **{field: value})
    assert page.status == 422 and len(page.errors) == 1


def test_a_programme_with_children_always_asks_for_the_certificate(given: Given) -> None:
    it = given.programme(ProgrammeKind.contact_person_child)
    page = given.coordinator().get(f"/desk/programmes/{it.ref}").press("Gem", steps=["interview"])
    assert page.status == 422 and page.says("skal have en børneattest")
    with pytest.raises(Refused):
        commands.open_programme(given.by(), ProgrammeKind.contact_person_child, "Uden", steps=())
    db.session.rollback()


def test_the_front_page_shows_what_each_programme_asks(given: Given) -> None:
    given.programme(name="Kulturvært Demoby")
    given.programme(ProgrammeKind.contact_person, name="2 Timer om Ugen")
    given.programme(ProgrammeKind.career_mentor, name="Lukket", is_open=False)
    page = given.new_visitor().get("/demoby/")
    assert page.says("Cirka 2 timer om måneden i 4 måneder") and page.says("Cirka 2 timer om ugen i 12 måneder")
    assert not page.says("Lukket")
    for way in ("Bliv frivillig", "Jeg er ny i Danmark", "Jeg er bekymret for et barn"):
        assert way in page.links(), way


def test_one_town_is_shown_at_once_and_several_can_be_chosen(given: Given) -> None:
    given.town()
    assert given.new_visitor().get("/").path == "/demoby/"
    given.town("andenby", name="Andenby Kommune")
    assert given.new_visitor().get("/").click("Andenby Kommune").path == "/andenby/"
