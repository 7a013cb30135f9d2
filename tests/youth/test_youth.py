"""Guardians, spare-time jobs, activities with adults, birthdays (rows 4, 20, 22)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from mentors.clearances import commands as clearances
from mentors.clearances.models_guardians import GuardianConsent
from mentors.clearances.queries_guardians import has_guardian_consent
from mentors.clearances.rules import ClearanceKind, GuardianPurpose
from mentors.core import clock
from mentors.core.refusal import Refused
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.models import PersonalLink
from mentors.messages.models import Message
from mentors.people.models import Person
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from mentors.youth import commands, queries
from mentors.youth import commands_activities as activities
from mentors.youth.models import JobPosting, SpareJobAnswer, YouthHelper, YouthMember
from mentors.youth.rules import SpareJob
from tests.given import Given
from tests.kit.pdfs import needs_pdf, untagged
from tests.page import Page
from tests.youth.builders import activity, adult, young


def newest_link(purpose: str) -> str:
    row = db.session.scalars(
        select(PersonalLink).where(PersonalLink.purpose == purpose).order_by(PersonalLink.id.desc())
    ).first()
    assert row is not None
    return f"/w/{token_for(row.ref)}"


def press_at(page: Page, ending: str) -> Page:
    action = next(form["action"] for form in page.soup.find_all("form") if str(form["action"]).endswith(ending))
    token = page.soup.find("input", {"name": "csrf_token"})["value"]
    return page.visitor.post(str(action), data={"csrf_token": token})


def test_row_20_a_guardian_says_yes_in_her_own_language_and_takes_it_back(given: Given) -> None:
    sami = young(given, consent=False, first_name="Sami", language="da")
    karen = given.coordinator()
    page = karen.get(f"/desk/people/{sami.ref}/youth")
    page.press("Gem forælder", name="Olena", mobile="20 40 50 71", language="uk")
    page = given.new_visitor().get(newest_link("guardian"))
    assert page.soup.html["lang"] == "uk" and page.says("Sami")
    assert db.session.scalars(select(GuardianConsent)).all() == []  # opening the link is no answer
    press_at(page, "/consents")
    consent = db.session.scalars(select(GuardianConsent)).one()
    assert (consent.language, consent.wording, consent.withdrawn_at) == ("uk", "2026-11", None)
    assert karen.get(f"/desk/people/{sami.ref}/youth").says("Har sagt ja")
    press_at(given.new_visitor().get(newest_link("guardian")), "/withdrawals")
    assert not has_guardian_consent(sami.id, GuardianPurpose.youth)
    assert db.session.scalars(select(Task.kind)).all() == [TaskKind.no_guardian]


def test_row_20_without_a_guardian_nobody_under_18_joins_and_a_withdrawal_ends_it(given: Given) -> None:
    cafe, sami = activity(given), young(given, consent=False)
    activities.add_helper(given.by(), cafe, adult(given))
    with pytest.raises(Refused, match="forælder"):
        activities.add_member(given.by(), cafe, sami)
    guardian = commands.ask_guardian(given.by(), sami, name="Far", mobile="+4520405072", language="ar")
    commands.give_guardian_consent(given.by(), guardian, language="ar")
    activities.add_member(given.by(), cafe, sami)
    commands.withdraw_guardian_consent(given.by(), guardian)
    assert db.session.scalars(select(YouthMember.left_on)).all() == [clock.today()]


def test_row_20_the_question_is_asked_once_and_again_and_the_share_is_kept_per_date(given: Given) -> None:
    sami, lina = young(given, first_name="Sami"), young(given, first_name="Lina")
    karen = given.coordinator()
    page = karen.get(f"/desk/people/{sami.ref}/youth").press("Gem svaret", answer="wants")
    page.press("Send spørgsmålet")
    with clock.stopped(clock.now() + timedelta(days=40)):
        assert given.new_visitor().get(newest_link("spare_job")).status == 410
    with clock.stopped(clock.now() + timedelta(days=20)):
        page = given.new_visitor().get(newest_link("spare_job"))
        press_at(page, "/spare-job/has")
        commands.note_spare_job(given.by(), lina, SpareJob.neither)
        db.session.commit()
        karen = given.coordinator()
        assert karen.get("/desk/youth").says("50 %")
        assert karen.get("/desk/youth?on=2026-11-24").says("0 %")
        assert karen.get("/desk/youth?on=rubbish").status == 200
    assert db.session.scalar(select(func.count()).select_from(SpareJobAnswer)) == 3
    with clock.stopped(clock.now() + timedelta(days=250)):
        assert given.coordinator().get("/desk/youth").text.count("Spørg") >= 2


def test_row_20_a_job_that_breaks_the_rules_is_blocked_with_the_rule_and_its_source(given: Given) -> None:
    karen = given.coordinator()
    good = {"title": "Avisbud", "company": "Demoby Avis", "postcode": "5000", "age_from": 13, "school_day": 2,
            "other_day": 7, "school_week": 12, "holiday_week": 35}  # fmt: skip
    page = karen.get("/desk/youth/jobs/new").press("Sæt op", **{**good, "school_day": 4, "ends": 22})
    assert page.status == 422 and db.session.scalars(select(JobPosting)).all() == []
    assert page.says("13-14 år: højst 2 timer på en skoledag.") and page.says("ikke efter klokken 20")
    assert page.says("Kilde: detfagligehus.dk")
    assert page.press("Sæt op", school_day=2, ends=20).says("Avisbud")
    assert given.new_visitor().get("/demoby/youth").says("Avisbud")
    karen.get("/desk/youth/jobs").press("Tag ned")
    assert not given.new_visitor().get("/demoby/youth").says("Avisbud")


@needs_pdf
def test_row_20_a_cv_is_a_tagged_pdf_in_danish(given: Given) -> None:
    given.town()
    page = (
        given.new_visitor().get("/demoby/youth/cv?lang=ar").form().fill(name="Sami <b>", mobile="20405060", as_pdf=True)
    )
    made = page.submit().response
    assert made.mimetype == "application/pdf" and not untagged(made.data, "da")
    assert made.headers["Cache-Control"] == "no-store"


def test_row_20_a_cv_is_printed_in_danish_and_nothing_of_it_is_kept(given: Given) -> None:
    given.town()
    before = {table: db.session.scalar(select(func.count()).select_from(table)) for table in (Person, Message)}
    page = given.new_visitor().get("/demoby/youth/cv?lang=ar")
    page = (
        page.form("")
        .fill(
            name="Sami Ali", mobile="20405060", job="Butikshjælp", skills="Regne\nTale med folk", why="Jeg vil gerne."
        )
        .submit()
    )
    sheet = page.soup.select_one("[lang=da]")
    assert page.status == 200 and sheet is not None
    assert "Det er jeg god til" in sheet.text and [li.text for li in sheet.find_all("li")] == ["Regne", "Tale med folk"]
    assert "Ansøgning: Butikshjælp" in " ".join(sheet.text.split())
    assert before == {table: db.session.scalar(select(func.count()).select_from(table)) for table in before}
    wrong = given.new_visitor().get("/demoby/youth/cv").press("Vis arket", name="Sami 010203-1234", mobile="20405060")
    assert wrong.status == 422 and "CPR" in wrong.errors[0]


def test_row_4_an_adult_without_a_certificate_is_refused_and_a_certificate_can_be_asked_for(given: Given) -> None:
    cafe, ole = activity(given), adult(given, cleared=False, first_name="Ole", mobile="+4520405073")
    karen = given.coordinator()
    page = karen.get(f"/desk/youth/activities/{cafe.ref}").press("Sæt på", mobile="20 40 50 73")
    assert page.status == 422 and page.says("mangler en børneattest")
    assert db.session.scalars(select(YouthHelper)).all() == []
    page.press("Notér børneattest som bestilt")
    assert karen.get("/desk/clearances").says("Ole")
    ole = db.session.get_one(Person, ole.id)
    clearances.assess(given.by(), ole.id, ClearanceKind.child_certificate, clean=True, on=clock.today())
    db.session.commit()
    assert karen.get(f"/desk/youth/activities/{cafe.ref}").press("Sæt på", mobile="20 40 50 73").says("Må være der")


def test_a_certificate_must_last_as_long_as_the_activity(given: Given) -> None:
    ole = adult(given, on=date(2025, 1, 1))  # until 1 January 2027
    with pytest.raises(Refused, match="udløber"):
        activities.add_helper(given.by(), activity(given, ends_on=date(2027, 6, 1)), ole)
    activities.add_helper(given.by(), activity(given, ends_on=date(2026, 12, 31)), ole)


def test_an_activity_for_15_and_over_takes_none_but_cannot_be_opened_to_younger_ones_then(given: Given) -> None:
    cafe, ole = activity(given, age_from=15), adult(given, cleared=False)
    activities.add_helper(given.by(), cafe, ole)
    db.session.commit()
    wider = activities.ActivityDetails(
        name="x", age_from=13, age_to=17, per_adult=2, capacity=4, starts_on=clock.today()
    )
    with pytest.raises(Refused):
        activities.change_activity(given.by(), cafe, wider)
    db.session.rollback()
    clearances.assess(given.by(), ole.id, ClearanceKind.child_certificate, clean=True, on=clock.today())
    activities.change_activity(given.by(), cafe, wider)
    assert queries.live_helpers(cafe)[0].counts_on(clock.today()) and cafe.meets_under_15


def test_the_database_keeps_an_adult_without_a_certificate_out(given: Given) -> None:
    cafe, ole = activity(given, age_from=15), adult(given, cleared=False)
    activities.add_helper(given.by(), cafe, ole)
    db.session.commit()
    for values in ({"age_from": 13}, {"age_from": 13, "meets_under_15": True}):
        with pytest.raises(IntegrityError):
            db.session.execute(type(cafe).__table__.update().values(**values))
        db.session.rollback()
    for under in (True, False):
        db.session.add(
            YouthHelper(activity_id=activity(given).id, meets_under_15=under, person_id=ole.id, since_on=clock.today())
        )
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_too_few_adults_for_the_young_is_refused_and_shown(given: Given) -> None:
    cafe = activity(given, per_adult=2)
    with pytest.raises(Refused, match="voksne"):
        activities.add_member(given.by(), cafe, young(given))
    helper = activities.add_helper(given.by(), cafe, adult(given))
    for _two in range(2):
        activities.add_member(given.by(), cafe, young(given))
    with pytest.raises(Refused, match="én voksen til højst 2 unge"):
        activities.add_member(given.by(), cafe, young(given))
    activities.remove_helper(given.by(), helper)
    db.session.commit()
    assert given.coordinator().get("/desk/youth").says("Der mangler voksne")


def test_an_adult_whose_certificate_has_ended_is_no_adult_of_the_activity(given: Given) -> None:
    cafe = activity(given)
    activities.add_helper(given.by(), cafe, adult(given, on=date(2024, 12, 1)))
    assert not queries.staffing(cafe, date(2026, 12, 1)).is_short
    assert queries.staffing(cafe, date(2026, 12, 2)).is_short


@pytest.mark.parametrize(("age", "kind"), [(15, TaskKind.turns_15), (18, TaskKind.turns_18)])
def test_row_22_turning_15_and_18_raises_one_task_with_somebody_responsible(
    given: Given, age: int, kind: TaskKind
) -> None:
    karen = given.staff()
    sami = young(given, birth=(2026 - age, 12))
    sami.responsible_id = None  # whoever it was has left
    db.session.commit()
    commands.birthdays()
    assert db.session.scalars(select(Task)).all() == []
    with clock.stopped(clock.at_local(date(2026, 12, 1), 9)):
        commands.birthdays()
        commands.birthdays()
        task = db.session.scalars(select(Task)).one()
        assert (task.kind, task.responsible_id) == (kind, karen.id)
        assert sami.responsible_id == karen.id


def test_only_13_to_17_are_registered(given: Given) -> None:
    ref = given.person().ref
    page = given.coordinator().get(f"/desk/people/{ref}/youth")
    assert page.press("Gem alderen", birth_year=2000, birth_month="1").status == 422


def test_another_town_s_young_are_not_there(given: Given) -> None:
    sami, cafe = young(given), activity(given)
    other = given.coordinator(given.town("andetby", name="Andetby Kommune"))
    assert other.get(f"/desk/people/{sami.ref}/youth").status == 404
    assert other.get(f"/desk/youth/activities/{cafe.ref}").status == 404
