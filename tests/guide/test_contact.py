from __future__ import annotations

from datetime import timedelta

from mentors.core import clock
from mentors.kit.db import db
from mentors.meetings.models import Meeting
from mentors.pairing.commands import pause_pair
from mentors.people.commands import protect, withdraw_consent
from mentors.people.rules import ConsentKind
from mentors.programmes.rules import ParticipationState, ProgrammeKind
from tests.given import Given
from tests.guide.newcomers import address_of, agreed, page_of, proposed


def plan(pair_id: int, days: int = 2, **values: object) -> Meeting:
    at = clock.at_local(clock.today() + timedelta(days=days), 16, 30)
    meeting = Meeting(pair_id=pair_id, starts_at=at, created_at=clock.now(), **values)
    db.session.add(meeting)
    db.session.commit()
    return meeting


def test_she_sees_who_why_when_and_what_was_agreed(given: Given) -> None:
    newcomer = given.newcomer(language="da", first_name="Fatima")
    pair = agreed(given, newcomer, first_name="Hanne", last_name="Holm", mobile="+4520304050")
    pair.goal, pair.tasks = "Finde et job", "Gå ture"
    plan(pair.id, place="Biblioteket")
    page = page_of(given, newcomer.person)
    assert page.heading == "Hej Fatima"
    for words in ("Hanne", "arabisk", "onsdag 25. november", "16.30", "Biblioteket", "Finde et job", "Gå ture"):
        assert page.says(words), words
    assert page.says("I taler begge arabisk") and page.says("Til og med")
    assert page.soup.find("a", href="tel:+4520304050")


def test_the_page_is_in_her_language_and_direction_whatever_the_phone_wants(given: Given) -> None:
    newcomer = given.newcomer(language="ar")
    agreed(given, newcomer)
    page = given.new_visitor().get(address_of(newcomer.person), headers={"Accept-Language": "da"})
    assert page.soup.html is not None and (page.soup.html["lang"], page.soup.html["dir"]) == ("ar", "rtl")


def test_another_language_is_chosen_at_the_top_and_stays(given: Given) -> None:
    newcomer = given.newcomer(language="ar")
    agreed(given, newcomer)
    page = page_of(given, newcomer.person).click("Українська")
    assert page.soup.html is not None and page.soup.html["lang"] == "uk"
    again = page.visitor.get(page.path.split("?")[0])
    assert again.soup.html is not None and again.soup.html["lang"] == "uk"


def test_without_a_contact_the_page_says_that_we_are_looking_and_since_when(given: Given) -> None:
    page = page_of(given, given.newcomer(language="da").person)
    assert page.says("Vi leder efter en kontakt til dig") and page.says("23. november 2026")
    assert page.form("Ring til mig") and not page.says("Jeg vil stoppe")


def test_whoever_has_left_is_not_told_that_we_are_looking(given: Given) -> None:
    newcomer = given.newcomer(language="da", state=ParticipationState.left)
    assert page_of(given, newcomer.person).says("Du har ingen kontakt lige nu")


def test_a_proposal_leads_to_the_page_on_which_she_answers(given: Given) -> None:
    newcomer = given.newcomer(language="da")
    pair = proposed(given, newcomer, first_name="Hanne")
    page = page_of(given, newcomer.person)
    assert page.says("Vi har fundet en til dig") and not page.says("Ring til Hanne")
    answered = page.press("Se forslaget")
    assert answered.status == 200 and answered.path != page.path
    db.session.refresh(pair)
    assert pair.newcomer_said_yes_at is None


def test_an_unanswered_proposal_of_a_volunteer_is_not_shown_to_her(given: Given) -> None:
    from mentors.pairing.commands import propose_pair

    newcomer = given.newcomer(language="da")
    propose_pair(given.by(), newcomer, given.volunteer(first_name="Hanne", speaks=("ar",)), because="ja")
    page = page_of(given, newcomer.person)
    assert page.says("Vi leder efter en kontakt") and not page.says("Hanne")


def test_a_host_and_a_career_mentor_have_a_card_each(given: Given) -> None:
    newcomer = given.newcomer(language="da")
    agreed(given, newcomer, first_name="Hanne")
    career = given.newcomer(person=newcomer.person, programme=given.programme(ProgrammeKind.career_mentor))
    agreed(given, career, first_name="Mogens")
    page = page_of(given, newcomer.person)
    assert [name.text for name in page.soup.select(".contact-name")] == ["Hanne", "Mogens"]
    assert len([form for form in page.soup.select("main form") if "Ring til mig" in form.text]) == 1


def test_the_number_is_shown_only_while_the_volunteer_shares_it(given: Given) -> None:
    newcomer = given.newcomer(language="da")
    pair = agreed(given, newcomer, first_name="Hanne", mobile="+4520304050")
    assert page_of(given, newcomer.person).says("Ring til")
    withdraw_consent(given.by(), pair.volunteer, ConsentKind.share_with_contact)
    page = page_of(given, newcomer.person)
    assert page.says("Hanne") and "20304050" not in page.html.replace(" ", "")


def test_a_surname_stands_nowhere_and_a_protected_contact_gives_only_a_first_name(given: Given) -> None:
    newcomer = given.newcomer(language="da", last_name="Haddadsen")
    pair = agreed(given, newcomer, first_name="Hanne", last_name="Hemmeligsen", postcode="5230")
    withdraw_consent(given.by(), pair.volunteer, ConsentKind.share_with_contact)
    protect(given.by(), pair.volunteer, True)
    page = page_of(given, newcomer.person)
    assert page.says("Hanne")
    for secret in ("Hemmeligsen", "Haddadsen", "5230", pair.volunteer.mobile, "tæt på"):
        assert secret not in page.html


def test_a_paused_pair_says_so(given: Given) -> None:
    newcomer = given.newcomer(language="da")
    pause_pair(given.by(), agreed(given, newcomer), until=None)
    assert page_of(given, newcomer.person).says("I holder pause lige nu")


def test_a_meeting_that_is_over_or_cancelled_is_not_the_next_one(given: Given) -> None:
    newcomer = given.newcomer(language="da")
    pair = agreed(given, newcomer)
    plan(pair.id, days=-1, place="I går")
    plan(pair.id, days=1, place="Aflyst", cancelled_at=clock.now())
    plan(pair.id, days=9, place="Senere")
    plan(pair.id, days=3, place="Caféen")
    page = page_of(given, newcomer.person)
    assert page.says("Caféen")
    for other in ("I går", "Aflyst", "Senere"):
        assert not page.says(other)


def test_the_next_meeting_goes_into_the_calendar_of_her_phone(given: Given) -> None:
    newcomer = given.newcomer(language="da")
    pair = agreed(given, newcomer, first_name="Hanne", last_name="Holm")
    plan(pair.id, place="Biblioteket")
    page = page_of(given, newcomer.person)
    file = page.visitor.client.get(page.links()["Gem i kalenderen"])
    assert file.mimetype == "text/calendar" and b"DTSTART;TZID=Europe/Copenhagen:20261125T163000" in file.data
    assert b"Holm" not in file.data and newcomer.programme.name.encode() not in file.data


def test_another_pairs_meeting_is_not_there(given: Given) -> None:
    mine, others = given.newcomer(language="da"), given.newcomer()
    pair = agreed(given, others)
    plan(pair.id)
    agreed(given, mine)
    page = page_of(given, mine.person)
    base = page.path.removesuffix("/contact")
    assert page.visitor.get(f"{base}/contacts/{pair.ref}/meeting.ics").status == 404
