from __future__ import annotations

from mentors.kit.db import db
from mentors.pairing import commands
from mentors.pairing.rules import PairState
from mentors.programmes.rules import ParticipationState, ProgrammeKind, Side
from tests.given import Given
from tests.pairing.things import agreed_pair, proposal


def test_somebody_without_a_contact_reads_what_happens_next(given: Given) -> None:
    page = given.as_person(given.volunteer().person).get("/my/")
    assert page.says("Ingen kontakt endnu")
    assert page.says("Vi skriver til dig, så snart vi har et forslag.")


def test_a_volunteer_answers_a_proposal_on_her_own_page(given: Given) -> None:
    pair = proposal(given, given.newcomer(first_name="Amal", last_name="Hemmelig"))
    bente = given.as_person(pair.volunteer)
    page = bente.get("/my/")
    assert page.says("Vil du møde Amal") and page.says("I taler begge engelsk.")
    assert "Hemmelig" not in page.html and str(pair.newcomer.mobile) not in page.html
    page = page.press("Ja tak")
    assert page.says("Nu spørger vi Amal")
    db.session.expire_all()
    assert pair.state is PairState.volunteer_yes


def test_a_newcomer_hears_of_a_proposal_only_when_the_volunteer_has_said_yes(given: Given) -> None:
    pair = proposal(given, given.newcomer(language="da"), given.volunteer(first_name="Bente"))
    amal = given.as_person(pair.newcomer)
    page = amal.get("/my/").press("Åbn min side")
    assert not page.says("Bente") and not page.says("Vi har fundet en til dig")
    commands.answer_proposal(given.by(), pair, Side.volunteer, yes=True)
    assert amal.get("/my/").says("Vi har fundet en til dig")


def test_the_agreement_and_the_number_are_shown_to_both_but_no_surname(given: Given) -> None:
    pair = agreed_pair(given, given.newcomer(last_name="Hemmelig", language="da"), given.volunteer(last_name="Skjult"))
    commands.write_agreement(
        given.by(), pair, goal="Et job", tasks="Netværk", minutes_a_month=180,
        starts_on=pair.starts_on, planned_end_on=pair.planned_end_on,  # type: ignore[arg-type]
    )  # fmt: skip
    for me, other in ((pair.volunteer, pair.newcomer), (pair.newcomer, pair.volunteer)):
        page = given.as_person(me).get("/my/")
        assert page.says("Et job") and page.says("23. marts 2027")
        assert f"tel:{other.mobile}" in page.html
        assert other.last_name not in page.html


def test_somebody_who_is_both_sees_both(given: Given) -> None:
    both = given.person(first_name="Olena", speaks=("uk", "da", "en"), language="da")
    host, career = given.programme(ProgrammeKind.host), given.programme(ProgrammeKind.career_mentor)
    agreed_pair(
        given, given.newcomer(person=both, programme=career), given.volunteer(first_name="Mads", programme=career)
    )
    agreed_pair(given, given.newcomer(first_name="Amal", programme=host), given.volunteer(person=both, programme=host))
    page = given.as_person(both).get("/my/")
    assert page.says("Mads") and page.says("Amal")


def test_a_pause_stops_planning_until_it_is_over(given: Given) -> None:
    pair = agreed_pair(given)
    page = given.as_person(pair.volunteer).get("/my/").click("Hold pause").press("Hold pause")
    assert page.says("I holder pause nu.") and not page.says("Planlæg et møde")
    assert page.press("Gå i gang igen").says("Planlæg et møde")


def test_a_volunteer_asks_not_to_be_asked_for_a_while(given: Given) -> None:
    offer = given.volunteer()
    page = given.as_person(offer.person).get("/my/").press("Ikke flere lige nu")
    assert page.says("Vi spørger dig ikke om nye lige nu.")
    db.session.expire_all()
    assert offer.state is ParticipationState.paused
    page.press("Spørg mig igen")
    db.session.expire_all()
    assert offer.state is ParticipationState.approved
