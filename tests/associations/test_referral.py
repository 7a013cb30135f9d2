"""A newcomer is sent on to an association only with her own yes, and can take it back at once (row 17, M14)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from mentors.associations import commands_referrals as commands
from mentors.associations.models_referrals import Referral, ReferralConsent, ReferralView
from mentors.associations.rules import ReferralStage
from mentors.core import clock
from mentors.core.refusal import Refused
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.associations.builders import association, contact_of, link_to
from tests.given import Given
from tests.page import Page, Visitor


def sent(given: Given, **newcomer: object) -> tuple[Visitor, Visitor, str, str]:
    """A coordinator has sent a newcomer on by link: her browser, the association's, its page, her link."""
    club = association(given)
    bent = contact_of(given, club)
    amal = given.person(
        **{"first_name": "Amal", "last_name": "Haddad", "language": "ar", "speaks": ("ar",), **newcomer}
    )
    karen = given.coordinator()
    page = karen.get(f"/desk/people/{amal.ref}/referrals")
    assert page.press("Henvis", association=club.ref, how="link").says("Personen har fået et link")
    referral = db.session.scalars(select(Referral)).one()
    home = f"/my/association/{club.ref}"
    return given.new_visitor(), given.as_person(bent), home, link_to(f"referral:{referral.ref}")


def open_names(page: Page) -> Page:
    return page.press("Vis navnene")


def test_row_17_an_association_sees_nobody_before_her_own_yes(given: Given) -> None:
    _amal, bent, home, _link = sent(given)
    page = bent.get(home)
    assert not page.says("Amal") and page.says("Ingen lige nu")


def test_row_17_her_yes_is_given_in_her_language_and_kept_as_a_receipt(given: Given) -> None:
    amal, bent, home, link = sent(given)
    page = amal.get(link)
    assert page.soup.html["lang"] == "ar" and page.soup.html["dir"] == "rtl"
    amal.post(page.path + "/consents", data={"csrf_token": page.soup.find("input", {"name": "csrf_token"})["value"]})
    consent = db.session.scalars(select(ReferralConsent)).one()
    assert (consent.language, consent.wording) == ("ar", "2026-11")
    assert consent.given_through.startswith("link:")
    assert db.session.scalars(select(Message.kind).where(Message.kind == "associations/introduced")).all()
    page = bent.get(home)
    assert not page.says("Amal")  # a name is opened, and opening is written down
    assert open_names(page).says("Amal")


def yes(amal: Visitor, link: str) -> Page:
    """She says yes on her link; the buttons are found by what they send."""
    page = amal.get(link)
    return press_at(page, "/consents")


def press_at(page: Page, ending: str) -> Page:
    action = next(form["action"] for form in page.soup.find_all("form") if str(form["action"]).endswith(ending))
    token = page.soup.find("input", {"name": "csrf_token"})["value"]
    return page.visitor.post(str(action), data={"csrf_token": token})


def test_row_17_every_look_is_written_down_and_she_sees_who(given: Given) -> None:
    amal, bent, home, link = sent(given)
    assert not yes(amal, link).says("Bent")
    open_names(bent.get(home))
    assert amal.get(link).says("Bent")
    assert db.session.scalars(select(Entry.act).where(Entry.act == "associations.referral_seen")).all()
    assert len(db.session.scalars(select(ReferralView)).all()) == 1
    bent.get(home)  # looking again within half an hour is the same look
    assert len(db.session.scalars(select(ReferralView)).all()) == 1
    with clock.stopped(clock.at_local(date(2026, 11, 23), 12)):
        assert not bent.get(home).says("Amal")


def test_row_17_from_the_withdrawal_on_the_association_finds_nothing_and_staff_get_a_task(given: Given) -> None:
    amal, bent, home, link = sent(given)
    yes(amal, link)
    page = open_names(bent.get(home)).click("Åbn")
    where = page.path
    assert page.says("Amal")
    after = press_at(amal.get(link), "/withdrawals")
    assert after.status == 200 and amal.get(link).status == 200  # the receipt stays hers
    assert bent.get(where).status == 404
    assert not bent.get(home).says("Amal")
    assert db.session.scalars(select(Task.kind)).all() == [TaskKind.consent_withdrawn]
    said = db.session.scalars(select(Message).where(Message.kind == "associations/withdrawn")).one()
    assert "Amal" not in said.body + said.subject


def test_a_yes_said_to_a_coordinator_is_a_receipt_too_and_she_gets_it(given: Given) -> None:
    club, amal = association(given), given.person(first_name="Amal", language="uk")
    karen = given.coordinator()
    karen.get(f"/desk/people/{amal.ref}/referrals").press("Henvis", association=club.ref, how="here")
    consent = db.session.scalars(select(ReferralConsent)).one()
    assert consent.given_through.startswith("account:") and consent.language == "uk"
    assert db.session.scalars(select(Message.kind).where(Message.person_id == amal.id)).all() == [
        "associations/receipt"
    ]


def test_a_protected_newcomer_is_a_first_name_and_nothing_else(given: Given) -> None:
    amal, bent, home, link = sent(given)
    referral = db.session.scalars(select(Referral)).one()
    referral.person.is_protected = True
    mobile = referral.person.mobile[3:]
    db.session.commit()
    yes(amal, link)
    page = open_names(bent.get(home)).click("Åbn")
    digits = "".join(c for c in page.html if c.isdigit())
    assert page.says("Amal") and "Haddad" not in page.html and mobile not in digits and not page.says("arabisk")


def test_nobody_ever_reads_a_surname(given: Given) -> None:
    amal, bent, home, link = sent(given)
    yes(amal, link)
    page = open_names(bent.get(home))
    assert "Haddad" not in page.html + page.click("Åbn").html


def test_another_association_s_contact_finds_neither_the_club_nor_the_newcomer(given: Given) -> None:
    amal, bent, home, link = sent(given)
    yes(amal, link)
    where = open_names(bent.get(home)).click("Åbn").path
    other = association(given, "Demoby Skakklub")
    eva = given.as_person(contact_of(given, other, first_name="Eva"))
    assert eva.get(home).status == 404
    assert eva.get(where).status == 404
    assert eva.get(where.replace(home, f"/my/association/{other.ref}")).status == 404


def test_a_contact_who_was_removed_sees_nothing_in_the_browser_she_has_open(given: Given) -> None:
    _amal, bent, home, _link = sent(given)
    assert bent.get(home).status == 200
    karen = given.coordinator()
    karen.get(home.replace("/my/association", "/desk/associations")).press("Fjern adgangen")
    assert bent.get(home).status in (403, 404)


def test_row_18_introduced_came_and_still_a_member_after_three_months(given: Given) -> None:
    amal, bent, home, link = sent(given)
    yes(amal, link)
    open_names(bent.get(home)).click("Åbn").press("Er kommet første gang")
    referral = db.session.scalars(select(Referral)).one()
    assert referral.stage is ReferralStage.came and referral.introduced_on == date(2026, 11, 23)
    for day, expected in ((date(2027, 2, 22), []), (date(2027, 2, 23), [TaskKind.membership_check])):
        with clock.stopped(clock.at_local(day, 10)):
            commands.ask_membership()
            commands.ask_membership()
            db.session.commit()
            assert db.session.scalars(select(Task.kind)).all() == expected
    with clock.stopped(clock.at_local(date(2027, 2, 24), 10)):
        bent = given.as_person(db.session.get_one(type(referral.person), contact_person_id()))
        open_names(bent.get(home)).click("Åbn").press("Ja, stadig med")
        db.session.expire_all()
        assert db.session.scalars(select(Referral)).one().stage is ReferralStage.member
        assert db.session.scalars(select(Task.done_at)).one() is not None
        assert given.coordinator().get("/desk/associations").says("1 Stadig med efter 3 måneder")


def contact_person_id() -> int:
    from mentors.associations.models import AssociationContact

    return db.session.scalars(select(AssociationContact.person_id)).one()


def test_the_same_person_is_not_sent_twice_to_the_same_club(given: Given) -> None:
    club, amal = association(given), given.person()
    commands.refer(given.by(), club, amal)
    with pytest.raises(Refused):
        commands.refer(given.by(), club, amal)


def test_a_no_thank_you_is_final_and_shows_her_to_nobody(given: Given) -> None:
    amal, bent, home, link = sent(given)
    press_at(amal.get(link), "/withdrawals")
    assert press_at_or_none(amal.get(link), "/consents") is None
    assert bent.get(home).says("Ingen lige nu")
    assert db.session.scalars(select(ReferralConsent)).all() == []


def press_at_or_none(page: Page, ending: str) -> str | None:
    return next((str(f["action"]) for f in page.soup.find_all("form") if str(f["action"]).endswith(ending)), None)
