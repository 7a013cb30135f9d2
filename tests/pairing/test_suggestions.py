from __future__ import annotations

import pytest

from mentors.core.refusal import Refused
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.pairing import commands, queries
from mentors.pairing.models import Pair
from mentors.pairing.rules import Hurdle, Outcome
from mentors.people.rules import Gender
from mentors.programmes.rules import ParticipationState, ProgrammeKind, Side
from tests.given import Given
from tests.pairing.things import agreed_pair, proposal, questions


def test_a_coordinator_sees_why_in_words_and_about_how_far(given: Given) -> None:
    newcomer = given.newcomer(first_name="Amal", postcode="5000")
    given.volunteer(first_name="Bente", postcode="5230", speaks=("da", "ar"))
    given.volunteer(first_name="Clara", postcode="5000", speaks=("da", "en"), interests=("film",))
    page = given.coordinator().get(f"/desk/newcomers/{newcomer.ref}/suggestions")
    assert page.says("ca. 3 km")
    assert page.says("samme postnummer")
    assert page.says("tirsdag aften og lørdag formiddag")
    assert page.text.index("Bente") < page.text.index("Clara")  # Arabic outweighs three kilometres


def test_those_with_hurdles_stand_apart_with_each_hurdle_named(given: Given) -> None:
    newcomer = given.newcomer(first_name="Amal")
    given.volunteer(first_name="Uden", speaks=("pl",), free=("mon-morning",))
    given.volunteer(first_name="Langt", postcode="9990")
    given.volunteer(first_name="Ny", state=ParticipationState.applied)
    karen = given.coordinator()
    page = karen.get(f"/desk/newcomers/{newcomer.ref}/suggestions")
    hard = page.text.split("Kan ikke vælges nu")[-1]
    soft = page.text.split("Kan vælges med en begrundelse")[-1].split("Kan ikke vælges nu")[0]
    assert "Uden" in hard and "Ingen fælles sprog" in hard and "Ingen fælles tider" in hard
    assert "Ny" in hard and "Er ikke godkendt" in hard
    assert "Langt" in soft and "For langt fra hinanden" in soft
    assert not page.soup.find("button", string=lambda text: bool(text and "Uden" in text))


def test_a_protected_newcomers_distance_is_shown_to_nobody(given: Given) -> None:
    newcomer = given.newcomer(first_name="Amal", postcode="5000")
    newcomer.person.is_protected = True
    given.volunteer(first_name="Bente", postcode="5230")
    page = given.coordinator().get(f"/desk/newcomers/{newcomer.ref}/suggestions")
    assert not page.says("km")
    assert page.says("vises ikke eller kendes ikke")


def test_a_soft_hurdle_needs_a_reason_and_the_reason_is_kept(given: Given) -> None:
    newcomer, far = given.newcomer(), given.volunteer(first_name="Langt", postcode="9990")
    karen = given.coordinator()
    page = karen.get(f"/desk/newcomers/{newcomer.ref}/suggestions").click("Se nærmere")
    assert page.says("For langt fra hinanden")
    page = page.press("Foreslå Langt")
    assert page.status == 422
    assert page.errors
    page = page.press("Foreslå Langt", because="Hun cykler gerne langt")
    assert page.says("Hun cykler gerne langt")
    pair = db.session.query(Pair).one()
    assert (pair.override_reason, pair.volunteer_id) == ("Hun cykler gerne langt", far.person_id)
    assert db.session.query(Entry).filter_by(act="pairing.proposed").one().reason == "Hun cykler gerne langt"


def test_no_reason_gets_past_a_hard_hurdle(given: Given) -> None:
    newcomer = given.newcomer(speaks=("ar",))
    volunteer = given.volunteer(speaks=("da",))
    with pytest.raises(Refused):
        commands.propose_pair(given.by(), newcomer, volunteer, because="De finder ud af det")
    page = given.coordinator().get(f"/desk/newcomers/{newcomer.ref}/proposals/{volunteer.ref}")
    assert page.says("De to kan ikke blive et par nu")
    assert not page.soup.select("main button")


def test_a_wish_about_gender_is_met_in_both_directions(given: Given) -> None:
    newcomer = given.newcomer(gender=Gender.woman)
    newcomer.wants_gender = Gender.woman
    man, woman, choosy = (given.volunteer(gender=gender) for gender in (Gender.man, Gender.woman, Gender.woman))
    choosy.wants_gender = Gender.man
    db.session.commit()
    found = {one.ref: one.hurdles for one in queries.suggestions_for(given.by(), newcomer)}
    assert found == {woman.ref: (), man.ref: (Hurdle.wanted_gender,), choosy.ref: (Hurdle.wanted_gender,)}


def test_a_volunteers_places_count_over_all_programmes(given: Given) -> None:
    host, contact = given.programme(ProgrammeKind.host), given.programme(ProgrammeKind.contact_person)
    bente = given.person(speaks=("da", "en"))
    here = given.volunteer(person=bente, programme=host)
    there = given.volunteer(person=bente, programme=contact)
    proposal(given, given.newcomer(programme=host), here)
    [suggestion] = queries.suggestions_for(given.by(), given.newcomer(programme=contact))
    assert (suggestion.ref, suggestion.hurdles) == (there.ref, (Hurdle.no_capacity,))
    there.capacity = 2
    db.session.commit()
    [suggestion] = queries.suggestions_for(given.by(), given.newcomer(programme=contact))
    assert suggestion.hurdles == ()


def test_a_newcomer_may_hold_a_host_and_a_career_mentor_but_not_two_hosts(given: Given) -> None:
    amal = given.person(speaks=("ar", "en"))
    host, career = given.programme(ProgrammeKind.host), given.programme(ProgrammeKind.career_mentor)
    as_guest = given.newcomer(person=amal, programme=host)
    agreed_pair(given, as_guest, given.volunteer(programme=host))
    agreed_pair(given, given.newcomer(person=amal, programme=career), given.volunteer(programme=career))
    with pytest.raises(Refused):
        proposal(given, as_guest, given.volunteer(programme=host))
    assert db.session.query(Pair).count() == 2


def test_a_child_is_never_paired_beyond_the_certificates_last_day(given: Given) -> None:
    from datetime import timedelta

    from mentors.clearances.queries import clearances_of
    from mentors.clearances.rules import ClearanceKind
    from mentors.core import clock

    children = given.programme(ProgrammeKind.contact_person_child)
    newcomer, volunteer = given.newcomer(programme=children), given.volunteer(programme=children)
    certificate = clearances_of(volunteer.person_id)[ClearanceKind.child_certificate]
    assert queries.suggestions_for(given.by(), newcomer)[0].hurdles == ()
    certificate.valid_until = clock.today() + timedelta(days=300)  # the programme lasts twelve months
    db.session.commit()
    assert queries.suggestions_for(given.by(), newcomer)[0].hurdles == (Hurdle.child_certificate,)
    with pytest.raises(Refused):
        proposal(given, newcomer, volunteer, because="Den bliver fornyet")


def test_an_earlier_no_is_a_soft_hurdle_and_history_is_kept(given: Given) -> None:
    newcomer, volunteer = given.newcomer(), given.volunteer()
    first = proposal(given, newcomer, volunteer)
    commands.answer_proposal(given.by(), first, Side.volunteer, yes=False)
    db.session.commit()
    assert queries.suggestions_for(given.by(), newcomer)[0].hurdles == (Hurdle.failed_before,)
    second = proposal(given, newcomer, volunteer, because="De har talt sammen")
    assert [pair.ref for pair in queries.pairs_of(newcomer.person_id)] == [second.ref, first.ref]


def test_a_pair_that_ended_well_is_no_hurdle_to_a_new_one(given: Given) -> None:
    newcomer, volunteer = given.newcomer(), given.volunteer()
    commands.end_pair(given.by(), agreed_pair(given, newcomer, volunteer), outcome=Outcome.network)
    db.session.commit()
    assert queries.suggestions_for(given.by(), newcomer)[0].hurdles == ()


def test_suggestions_cost_the_same_number_of_questions_whatever_the_volunteers(given: Given) -> None:
    newcomer = given.newcomer()
    path = f"/desk/newcomers/{newcomer.ref}/suggestions"
    given.volunteer()
    given.volunteer(postcode="9990")
    few = questions(given, path)
    for number in range(12):
        given.volunteer(postcode="9990" if number % 2 else "5000")
    assert questions(given, path) == few
