"""The register, the directory, nominations, agreements and declarations (rows 7, 8, 18, 21, 54, 55)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from mentors.associations import commands, commands_agreements, queries
from mentors.associations.commands_referrals import refer
from mentors.associations.models import AssociationVolunteer
from mentors.associations.models_agreements import Agreement, Nomination
from mentors.associations.rules import AgreementKind, Offer, OrganisationKind, Wish, fits, moved_by_quarter
from mentors.clearances.commands import assess
from mentors.clearances.queries import with_children_on
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.core.refusal import Refused
from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.people.models import Person
from mentors.programmes.commands import turn_down
from mentors.programmes.models import Participation, Programme
from mentors.programmes.rules import ParticipationState, ProgrammeKind
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.associations.builders import CVRS, activity, association, contact_of, link_to
from tests.given import Given


def test_row_17_a_coordinator_registers_an_association_and_a_wrong_cvr_is_refused(given: Given) -> None:
    karen = given.coordinator()
    page = karen.get("/desk/associations/new").press("Gem", name="Demoby Boldklub", cvr="12345678")
    assert page.status == 422 and "CVR" in page.errors[0]
    assert page.press("Gem", cvr=CVRS[0]).says("Demoby Boldklub")
    page = karen.get("/desk/associations/new").press("Gem", name="En anden", cvr=CVRS[0])
    assert page.status == 422 and "Demoby Boldklub" in page.errors[0]


def test_row_18_the_directory_is_public_by_consent_and_filtered_in_every_language(given: Given) -> None:
    club = association(given)
    activity(given, club, "Babysvømning", age_to=3, day="tue", languages=("da", "ar"), pram_access=True)
    activity(given, club, "Vinterbadning", age_from=18, day="sat", price_kr=250)
    visitor = given.new_visitor()
    assert not visitor.get("/demoby/associations").says("Babysvømning")
    commands.show_in_public(given.by(), club, True)
    page = visitor.get("/demoby/associations")
    assert page.says("Babysvømning") and page.says("Vinterbadning") and page.says("Odense C")
    found = page.form("Vis").fill(day="tue", language="ar", price="0", pram=True).submit()
    assert found.says("Babysvømning") and not found.says("Vinterbadning")
    nothing = found.form("Vis").fill(day="sat").submit()
    assert nothing.says("Vi fandt ikke noget")
    for code in ("en", "ar", "uk"):
        assert visitor.get(f"/demoby/associations?lang={code}").soup.html["lang"] == code
    assert visitor.get("/demoby/associations?age=abc&day=x&language=zz&price=9").status == 200


ANY = Wish()
SWIM = Offer(0, 15, "tue", ("da", "ar"), 100, True, False)


@pytest.mark.parametrize(
    ("wish", "fit"),
    [
        (ANY, True),
        (Wish(age=15), True),
        (Wish(age=16), False),
        (Wish(day="tue"), True),
        (Wish(day="wed"), False),
        (Wish(language="uk"), False),
        (Wish(most_kr=100), True),
        (Wish(most_kr=99), False),
        (Wish(pram=True), True),
        (Wish(wheelchair=True), False),
    ],
)
def test_row_18_what_fits_a_wish(wish: Wish, fit: bool) -> None:
    assert fits(SWIM, wish) is fit


def test_row_54_partners_stand_in_public_by_their_own_yes_with_a_count(given: Given) -> None:
    club = association(given)
    shop = association(given, "Demoby Bageri", kind=OrganisationKind.company)
    association(given, "Den Stille Fabrik", kind=OrganisationKind.company)
    bent = given.as_person(contact_of(given, club))
    bent.get(f"/my/association/{club.ref}").press("Ja, vis os der")
    commands.show_in_public(given.by(), shop, True)
    page = given.new_visitor().get("/demoby/partners")
    assert page.says("2 er med") and page.says("Demoby Bageri") and not page.says("Den Stille Fabrik")
    bent.get(f"/my/association/{club.ref}").press("Fjern os derfra")
    assert given.new_visitor().get("/demoby/partners").says("1 er med")


def nominated(given: Given, **more: str) -> tuple[str, list[Nomination]]:
    given.programme(ProgrammeKind.business_mentor, name="Erhvervsmentor")
    shop = association(given, "Demoby Bageri", kind=OrganisationKind.company, cvr=CVRS[1])
    bent = given.as_person(contact_of(given, shop))
    page = bent.get(f"/my/association/{shop.ref}/nominations")
    page = page.press(
        "Send til dem", name_1="Ida Holm", mobile_1="20 40 50 60", name_2="Per Juhl", mobile_2="20 40 50 61", **more
    )
    assert page.says("De får hver en besked"), page
    return f"/my/association/{shop.ref}", list(db.session.scalars(select(Nomination).order_by(Nomination.id)))


def test_row_8_a_company_nominates_several_at_once_and_each_is_asked_herself(given: Given) -> None:
    _home, (ida, per) = nominated(given)
    assert len(db.session.scalars(select(Message).where(Message.kind == "associations/nomination")).all()) == 2
    assert db.session.scalars(select(Person).where(Person.first_name.in_(("Ida", "Per")))).all() == []
    ida_page, per_page = link_to(f"nomination:{ida.ref}"), link_to(f"nomination:{per.ref}")
    visitor = given.new_visitor()
    assert visitor.get(ida_page).says("Demoby Bageri har foreslået dig")
    assert visitor.get(ida_page).press("Ja").says("Vi ringer til dig")
    assert visitor.get(per_page).press("Nej tak").says("slettet dit navn")
    person = db.session.scalars(select(Person).where(Person.first_name == "Ida")).one()
    participation = db.session.scalars(select(Participation).where(Participation.person_id == person.id)).one()
    assert participation.state is ParticipationState.applied  # her own checks are still ahead
    assert participation.company_name == "Demoby Bageri" and [c.wording for c in person.consents] == ["2026-11"]
    assert db.session.scalars(select(Task.kind)).all() == [TaskKind.nominee_ready]
    db.session.expire_all()
    assert db.session.get_one(Nomination, per.id).mobile is None
    assert visitor.get(ida_page).says("Vi ringer til dig")  # answering twice changes nothing


def test_row_8_a_number_that_cannot_be_is_said_at_its_row(given: Given) -> None:
    given.programme(ProgrammeKind.business_mentor)
    shop = association(given, "Demoby Bageri", kind=OrganisationKind.company, cvr=CVRS[1])
    bent = given.as_person(contact_of(given, shop))
    page = bent.get(f"/my/association/{shop.ref}/nominations")
    page = page.press("Send til dem", name_1="Ida", mobile_1="12", name_2="Per")
    assert page.status == 422 and len(page.errors) == 2
    assert bent.get(f"/my/association/{shop.ref}/nominations").press("Send til dem").status == 422


def test_row_8_a_nominee_stands_in_the_register_with_the_checks_she_lacks(given: Given) -> None:
    _home, (ida, per) = nominated(given)
    given.new_visitor().get(link_to(f"nomination:{ida.ref}")).press("Ja")
    karen = given.coordinator()
    assert karen.get("/desk/clearances?standing=missing").says("Ida")
    # The programme closes meanwhile: Per's yes is kept, and staff call him.
    programme = db.session.scalars(select(Programme)).one()
    programme.is_open = False
    db.session.commit()
    assert given.new_visitor().get(link_to(f"nomination:{per.ref}")).press("Ja").says("Vi ringer til dig")
    assert len(db.session.scalars(select(Task).where(Task.kind == TaskKind.nominee_ready)).all()) == 2
    assert len(db.session.scalars(select(Participation)).all()) == 1
    participation = db.session.scalars(select(Participation)).one()
    turn_down(given.by(), participation)
    assert not karen.get("/desk/clearances?standing=missing").says("Ida")


def test_row_8_a_company_without_a_cvr_number_is_told_before_anybody_is_asked(given: Given) -> None:
    given.programme(ProgrammeKind.business_mentor)
    shop = association(given, "Demoby Bageri", kind=OrganisationKind.company)
    bent = given.as_person(contact_of(given, shop))
    page = bent.get(f"/my/association/{shop.ref}/nominations")
    page = page.press("Send til dem", name_1="Ida Holm", mobile_1="20 40 50 60")
    assert page.status == 422 and page.says("CVR-nummer") and db.session.scalars(select(Nomination)).all() == []


def test_row_8_a_name_without_an_answer_is_forgotten_after_a_month(given: Given) -> None:
    _home, (ida, _per) = nominated(given)
    link = link_to(f"nomination:{ida.ref}")
    with clock.stopped(clock.now() + timedelta(days=31)):
        assert commands_agreements.forget_nominees() == 2
        assert commands_agreements.forget_nominees() == 0
        db.session.commit()
        assert given.new_visitor().get(link).status == 410


def test_row_55_an_agreement_is_accepted_in_its_version_with_time_and_name_and_renewed(given: Given) -> None:
    club = association(given)
    contact_of(given, club)
    karen = given.coordinator()
    assert karen.get(f"/desk/associations/{club.ref}/agreements").press("Send").status == 422  # no text yet
    karen.get("/desk/agreements/cooperation").press("Gem som ny version", text="Første tekst", renew_months="12")
    karen.get(f"/desk/associations/{club.ref}/agreements").press("Send")
    sent = db.session.scalars(select(Agreement)).one()
    karen.get("/desk/agreements/cooperation").press("Gem som ny version", text="Anden tekst", renew_months="12")
    page = given.new_visitor().get(link_to(f"agreement:{sent.ref}"))
    assert page.says("Første tekst") and page.press("Indgå aftalen").status == 422
    page = page.press("Indgå aftalen", name="Bent Bentsen", yes=True)
    assert page.says("Version 1") and page.says("Bent Bentsen")
    db.session.expire_all()
    sent = db.session.scalars(select(Agreement)).one()
    assert (sent.renew_on, sent.template.version) == (date(2027, 11, 23), 1)
    with clock.stopped(clock.at_local(date(2027, 10, 24), 10)):
        for _twice in range(2):
            commands_agreements.remind_renewals()
        said = db.session.scalars(select(Message).where(Message.kind == "associations/renewal")).all()
        assert len(said) == 1
        newest = commands_agreements.send_agreement(actor_like(given), sent.association, AgreementKind.cooperation)
        commands_agreements.accept_agreement(given.by(), newest, name="Bent")
        db.session.flush()
        assert newest.template.version == 2 and sent.replaced_at is not None


def actor_like(given: Given) -> object:
    from mentors.core.actor import Actor, Role

    return Actor("account:x", given.town().id, frozenset({Role.coordinator}))


def test_row_17_the_yearly_declaration_is_asked_for_where_there_are_children(given: Given) -> None:
    club, chess = association(given), association(given, "Demoby Skakklub")
    activity(given, club, age_from=5, age_to=12)
    activity(given, chess, "Skak", age_from=18)
    bent = given.as_person(contact_of(given, club))
    today = clock.today()
    assert queries.declarations_due(club.municipality_id, today) == [club]
    commands.ask_for_declarations()
    commands.ask_for_declarations()
    assert len(db.session.scalars(select(Message).where(Message.kind == "associations/declaration")).all()) == 1
    assert bent.get(f"/my/association/{club.ref}").press("Ja, det har vi").says("gælder et år")
    assert queries.declarations_due(club.municipality_id, today) == []
    assert queries.declarations_due(club.municipality_id, date(2027, 11, 23)) != []


def test_row_4_an_association_s_volunteer_meets_children_only_with_a_certificate(given: Given) -> None:
    club = association(given)
    karen = given.coordinator()
    page = karen.get(f"/desk/associations/{club.ref}/volunteers")
    page = page.press("Gem", first_name="Ole", mobile="20 40 50 62", with_children=True)
    assert page.status == 422 and page.says("mangler en børneattest")
    assert db.session.scalars(select(AssociationVolunteer)).all() == []
    page = page.press("Gem", with_children=False)
    assert karen.get(f"/desk/associations/{club.ref}").press("Sammen med børn").status == 422
    ole = db.session.scalars(select(AssociationVolunteer)).one().person
    assess(given.by(), ole.id, ClearanceKind.child_certificate, clean=True, on=clock.today())
    db.session.commit()
    assert karen.get(f"/desk/associations/{club.ref}").press("Sammen med børn").says("Må være der")


def test_row_7_one_person_receives_and_contributes_and_the_move_is_counted(given: Given) -> None:
    with clock.stopped(clock.at_local(date(2026, 2, 1), 10)):
        amal = given.newcomer(programme=given.programme()).person
    club = association(given)
    with pytest.raises(Refused):
        commands.add_volunteer(given.by(), club, amal, with_children=True)
    commands.add_volunteer(given.by(), club, amal)
    given.volunteer(programme=given.programme())  # has never been on the other side
    db.session.commit()
    assert queries.moved_to_contributing(club.municipality_id).by_quarter == [("2026-4", 1)]
    assert len(db.session.scalars(select(Person).where(Person.id == amal.id)).all()) == 1
    assert given.coordinator().get("/desk/associations").says("2026-4")


def test_row_7_whoever_contributed_first_has_not_moved() -> None:
    one, two = date(2026, 1, 1), date(2026, 7, 1)
    assert moved_by_quarter([(one, two), (two, one), (one, one), (one, date(2026, 8, 1))]) == [("2026-3", 2)]


def test_row_21_a_wish_to_hear_from_a_company_is_a_lead_until_it_is_settled(given: Given) -> None:
    for _twice in range(2):
        commands_agreements.note_lead(
            given.by(), company="Demoby Bageri", name="Sami", thing="sign_up:abcdefgh", mobile="+4520405063"
        )
    karen = given.coordinator()
    page = karen.get("/desk/leads")
    assert page.text.count("Sami") == 1
    page = page.press("Blev til praktik")
    assert page.says("Blev til praktik") and not page.soup.select("main .post-button")


def test_another_town_s_association_is_not_there(given: Given) -> None:
    club = association(given)
    other = given.coordinator(given.town("andetby", name="Andetby Kommune"))
    for path in ("", "/details", "/contacts", "/volunteers", "/activities", "/agreements"):
        assert other.get(f"/desk/associations/{club.ref}{path}").status == 404


def test_a_volunteer_whose_certificate_was_lost_goes_back_to_children_with_a_new_one(given: Given) -> None:
    club, ole = association(given), given.person(first_name="Ole")
    child = ClearanceKind.child_certificate
    assess(given.by(), ole.id, child, clean=True, on=clock.today())
    volunteer = commands.add_volunteer(given.by(), club, ole, with_children=True)
    assess(given.by(), ole.id, child, clean=False, on=clock.today())
    assert not volunteer.with_children_on(clock.today())
    karen = given.coordinator()
    page = karen.get(f"/desk/associations/{club.ref}")
    assert page.says("Må ikke være der nu") and page.says("Børneattest: Ikke i orden")
    assert page.press("Sammen med børn").status == 422
    assess(given.by(), ole.id, child, clean=True, on=clock.today())
    assert karen.get(f"/desk/associations/{club.ref}").press("Sammen med børn").says("Må være der")


def test_an_association_that_stops_lets_go_of_everybody(given: Given) -> None:
    club, ole, amal = association(given), given.person(first_name="Ole"), given.person(first_name="Amal")
    assess(given.by(), ole.id, ClearanceKind.child_certificate, clean=True, on=clock.today())
    commands.add_volunteer(given.by(), club, ole, with_children=True)
    referral = refer(given.by(), club, amal)
    karen = given.coordinator()
    karen.get(f"/desk/associations/{club.ref}").press("De er ikke med mere")
    db.session.expire_all()
    assert with_children_on(clock.today(), ole.municipality_id) == []
    assert db.session.get_one(type(referral), referral.id).closed_at is not None
    assert given.new_visitor().get(link_to(f"referral:{referral.ref}")).says("De har ikke set dig")


def test_row_55_the_association_sees_its_own_agreements_with_version_and_renewal(given: Given) -> None:
    club = association(given)
    bent = given.as_person(contact_of(given, club))
    karen = given.coordinator()
    karen.get("/desk/agreements/cooperation").press("Gem som ny version", text="Første tekst", renew_months="12")
    karen.get(f"/desk/associations/{club.ref}/agreements").press("Send")
    home = f"/my/association/{club.ref}"
    assert bent.get(home).says("Samarbejdsaftale, version 1") and bent.get(home).says("Venter på jer")
    sent = db.session.scalars(select(Agreement)).one()
    commands_agreements.accept_agreement(given.by(), sent, name="Bent Bentsen")
    assert bent.get(home).says("Fornyes 23. november 2027")
    other = given.as_person(contact_of(given, association(given, "Demoby Skakklub"), first_name="Eva"))
    assert not other.get("/my/association").says("Samarbejdsaftale")


def test_staff_who_open_an_association_s_way_in_are_shown_their_own(given: Given) -> None:
    page = given.coordinator().get("/my/association")
    assert page.status == 200 and page.says("Her logger foreningens kontakt ind")
    assert page.click("Til foreningerne").path == "/desk/associations"
    assert given.as_person(given.person()).get("/my/association").says("Du er ikke kontakt for en forening")
