"""The first half year in a job: checks with newcomer and company, escalation, the survival curve (row 35, M12)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given as example
from hypothesis import strategies as st

from mentors.core import clock
from mentors.core.calendar import add_months
from mentors.followups import rules_jobs
from mentors.followups.commands_jobs import end_job, forget_contacts, start_job
from mentors.followups.commands_jobs_sweep import sweep_jobs
from mentors.followups.models_jobs import Job, JobAnswer, JobCheck
from mentors.followups.queries_jobs import next_check_of, survival_of
from mentors.followups.rules_jobs import CheckEnd, JobEnd, JobFacts, JobSide, Point, Spell
from mentors.kit.db import db
from mentors.kit.links import with_addresses
from mentors.messages.models import Message
from mentors.people.models import Person
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.followups.pairs import later
from tests.given import Given
from tests.page import Page

DAY0 = date(2026, 3, 2)


def test_a_job_start_makes_fourteen_checks() -> None:
    found = rules_jobs.plan(DAY0)
    assert len(found) == 14
    weeks = [(day - DAY0).days / 7 for side, day in found if side is JobSide.company]
    assert weeks == [1, 2, 4, 8, 13, 20, 26]


@example(
    today=st.integers(-30, 400), asked=st.lists(st.integers(0, 300), max_size=9), moved=st.lists(st.integers(1, 290), max_size=3),
    looked=st.booleans(),
)  # fmt: skip
def test_a_followed_job_always_has_a_next_check(today: int, asked: list[int], moved: list[int], looked: bool) -> None:
    on = DAY0 + timedelta(days=today)
    facts = JobFacts(
        DAY0,
        asked={side: frozenset(DAY0 + timedelta(days=day) for day in asked if day <= today) for side in JobSide},
        moved={JobSide.citizen: frozenset(DAY0 + timedelta(days=day) for day in moved)},
        is_looked_at=looked,
    )
    found = rules_jobs.next_check(facts, on)
    assert looked or (found is not None and found >= on)
    due = rules_jobs.due(facts, on)
    assert len({side for side, _day in due}) == len(due) and all(day <= on for _side, day in due)


def test_the_curve_counts_only_who_has_been_followed_so_long() -> None:
    today = DAY0 + timedelta(days=200)
    spells = [Spell(DAY0, None), Spell(DAY0, DAY0 + timedelta(days=100)), Spell(today - timedelta(days=40), None),
              Spell(today + timedelta(days=5), None)]  # fmt: skip
    assert rules_jobs.survival(spells, today) == [Point(1, 3, 3), Point(3, 2, 2), Point(6, 2, 1), Point(9, 0, 0)]
    last_day = Spell(DAY0, add_months(DAY0, 3))
    assert rules_jobs.survival([last_day], today)[1] == Point(3, 1, 1), "three whole months were worked"


# --- behaviour --------------------------------------------------------------------------------------


def a_job(given: Given, **values: object) -> Job:
    person = given.newcomer(first_name="Amina").person
    contact = {"contact_name": "Bo", "contact_email": "bo@firma.example", "contact_mobile": "+4520309999"}
    job = start_job(given.by(), person, company="Nordlys", starts_on=clock.today(), hours=30, **{**contact, **values})  # type: ignore[arg-type]
    db.session.commit()
    return job


def swept(days: int) -> int:
    with clock.stopped(later(days)):
        done = sweep_jobs()
        db.session.commit()
    return done


def opened(given: Given, side: JobSide) -> Page:
    rows = db.session.query(Message).order_by(Message.id.desc())
    ours = (m for m in rows if m.kind.startswith("followups/job"))
    message = next(m for m in ours if (m.person_id is None) is (side is JobSide.company))
    found = re.search(r"http://town\.example(/w/[\w-]+)", with_addresses(message.body))
    assert found
    return given.new_visitor().get(found.group(1))


def tasks() -> list[tuple[TaskKind, str | None]]:
    db.session.expire_all()
    return [(task.kind, task.thing) for task in db.session.query(Task).filter_by(done_at=None).order_by(Task.id)]


def test_both_sides_are_asked_seven_times_each_in_their_own_language(given: Given) -> None:
    a_job(given)
    for day in range(1, 190):
        swept(day)
        db.session.query(JobCheck).filter_by(ended_as=None).update({"ended_as": CheckEnd.done})
        db.session.query(Message).delete()
        db.session.commit()
    rows = db.session.query(JobCheck).order_by(JobCheck.id).all()
    assert len(rows) == 14
    for side in JobSide:
        assert [(row.due_on - clock.today()).days // 7 for row in rows if row.side is side] == [1, 2, 4, 8, 13, 20, 26]


def test_a_coordinator_writes_a_job_down_and_sees_its_plan(given: Given) -> None:
    person = given.newcomer(first_name="Amina").person
    desk = given.coordinator()
    page = desk.get(f"/desk/people/{db.session.get_one(Person, person.id).ref}").click("Skriv et job ned")
    told = page.press("Gem", company="Nordlys", starts_on=clock.today().isoformat(), hours="30",
                      contact_email="bo@firma.example")  # fmt: skip
    assert told.status == 200 and told.heading == "Nordlys"
    assert len(told.soup.select(".follow-picture .mark")) == 14
    assert page.press("Gem", company="Nordlys", starts_on=clock.today().isoformat()).heading == "Nordlys"
    assert db.session.query(Job).count() == 1, "written down twice, one job"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"company": ""}, "Udfyld dette felt"),
        ({"starts_on": "2019-01-01"}, "inden for de sidste ni"),
        ({"starts_on": "2031-01-01"}, "inden for de sidste ni"),
        ({"hours": "0"}, "Timer"),
        ({"contact_email": "bo"}, "e-mail"),
    ],
)
def test_an_impossible_job_gets_a_sentence(given: Given, typed: dict[str, str], sentence: str) -> None:
    person = given.newcomer().person
    page = given.coordinator().get(f"/desk/people/{db.session.get_one(Person, person.id).ref}/jobs/new")
    answered = page.press("Gem", **{"company": "Nordlys", "starts_on": clock.today().isoformat(), **typed})
    assert answered.status == 422 and answered.says(sentence) and db.session.query(Job).count() == 0


def test_the_company_answers_by_link_without_an_account_and_nothing_about_her_stands_in_the_mail(given: Given) -> None:
    a_job(given)
    swept(7)
    (mail,) = (one for one in db.session.query(Message) if one.address == "bo@firma.example")
    assert "Amina" not in mail.subject + mail.body and "Nordlys" not in mail.subject + mail.body
    with clock.stopped(later(7)):
        page = opened(given, JobSide.company)
        assert page.says("Hvordan går det med jeres nye medarbejder?") and page.says("Amina")
        assert db.session.query(JobAnswer).count() == 0
        assert page.form("Godt").submit().says("Tak for dit svar")
        db.session.query(Person).filter_by(first_name="Amina").one().is_protected = True
        assert not page.visitor.get(page.path).says("Amina")
    check = db.session.query(JobCheck).filter_by(side=JobSide.company).one()
    assert (check.ended_as, [a.said for a in check.answers]) == (CheckEnd.done, ["good"])


def test_the_newcomer_answers_in_her_language_and_thinking_of_stopping_is_heard_at_once(given: Given) -> None:
    given.staff()
    job = a_job(given)
    swept(7)
    with clock.stopped(later(7)):
        page = opened(given, JobSide.citizen)
        assert (
            page.soup.html is not None
            and page.soup.html["lang"] == "ar"
            and all(one.has_attr("defer") for one in page.soup.select("script"))
        )
        page.visitor.post(page.path + "/answers", data={"said": "quitting", "csrf_token": _token(page)})
        page.visitor.post(page.path + "/answers", data={"said": "quitting", "csrf_token": _token(page)})
    ref = db.session.get_one(Job, job.id).ref
    assert tasks() == [(TaskKind.job_at_risk, f"job:{ref}")]
    assert db.session.query(Message).filter_by(kind="tasks/urgent").one().is_urgent
    assert db.session.query(JobAnswer).count() == 2, "every tap is kept"


def _token(page: Page) -> str:
    return str(page.soup.find("input", {"name": "csrf_token"})["value"])  # type: ignore[index]


def test_a_check_can_be_moved_a_week_and_comes_again(given: Given) -> None:
    a_job(given)
    swept(56)
    with clock.stopped(later(56)):
        page = opened(given, JobSide.company)
        moved = page.press("Spørg mig om en uge")
        assert moved.says("Vi spørger dig igen")
        page.press("Spørg mig om en uge")
    swept(62)
    assert db.session.query(JobCheck).filter_by(side=JobSide.company).count() == 1
    swept(63)
    rows = db.session.query(JobCheck).filter_by(side=JobSide.company).order_by(JobCheck.id).all()
    assert [(row.ended_as, row.moved_to) for row in rows] == [(CheckEnd.moved, later(63).date()), (None, None)]


def test_a_check_nobody_answers_is_reminded_on_both_ways_and_then_missed(given: Given) -> None:
    job = a_job(given)
    for day in (56, 58, 59, 61, 62):
        swept(day)
    to_company = db.session.query(Message).filter(Message.person_id.is_(None), Message.account_id.is_(None))
    assert [(str(m.channel), m.kind) for m in to_company.order_by(Message.id)] == [
        ("email", "followups/job_company"), ("email", "followups/job_reminder"), ("sms", "followups/job_reminder"),
    ]  # fmt: skip
    ref = db.session.get_one(Job, job.id).ref
    assert tasks() == [(TaskKind.job_missed, f"job:{ref}")] * 2
    assert {row.ended_as for row in db.session.query(JobCheck)} == {CheckEnd.missed}
    with clock.stopped(later(62)):
        opened(given, JobSide.citizen).form("good").submit()
    assert tasks() == [(TaskKind.job_missed, f"job:{ref}")], "a late answer settles its own silence"


def test_a_company_without_any_way_to_be_reached_is_a_task(given: Given) -> None:
    a_job(given, contact_email=None, contact_mobile=None)
    swept(7)
    assert [kind for kind, _thing in tasks()] == [TaskKind.job_missed]
    assert db.session.query(JobCheck).filter_by(ended_as=CheckEnd.missed).one().side is JobSide.company


def test_after_a_long_outage_each_side_is_asked_once_and_nine_months_on_a_coordinator_looks(given: Given) -> None:
    job = a_job(given)
    assert swept(150) == 2 and swept(150) == 0
    swept(182)
    swept(274)
    swept(275)
    assert [kind for kind, _thing in tasks()].count(TaskKind.job_last_look) == 1
    with clock.stopped(later(276)):
        assert next_check_of(db.session.get_one(Job, job.id)) is None


def test_a_job_that_has_ended_is_asked_about_no_more_and_the_ending_can_be_undone(given: Given) -> None:
    job = a_job(given)
    swept(7)
    path = f"/desk/jobs/{db.session.get_one(Job, job.id).ref}"
    with clock.stopped(later(9)):
        page = given.coordinator().get(path)
        refused = page.press("Gem", **{"end-ended_on": later(1).date().isoformat(), "end-outcome": "she_left"})
        assert refused.status == 422 and refused.says("Datoen må ikke ligge i fremtiden.")
        ended = page.press("Gem", **{"end-ended_on": clock.today().isoformat(), "end-outcome": "she_left"})
        assert ended.says("Sagde selv op")
    assert swept(200) == 0
    with clock.stopped(later(10)):
        given.coordinator().get(path).press("Fortryd: jobbet er ikke slut")
    assert swept(14) == 2


def test_the_companys_contact_is_forgotten_a_month_after(given: Given) -> None:
    job = a_job(given)
    with clock.stopped(later(10)):
        end_job(given.by(), db.session.get_one(Job, job.id), on=later(-2).date(), outcome=JobEnd.unknown)
        db.session.commit()
    for day, left in ((30, "Bo"), (39, None)):
        with clock.stopped(later(day)):
            forget_contacts()
        assert db.session.get_one(Job, job.id).contact_name == left


def test_another_towns_job_cannot_be_opened(given: Given) -> None:
    job = a_job(given)
    ref = db.session.get_one(Job, job.id).ref
    assert given.coordinator(town=given.town("andenby")).get(f"/desk/jobs/{ref}").status == 404


def test_somebody_erased_takes_her_job_along(given: Given) -> None:
    job = a_job(given)
    swept(7)
    db.session.delete(db.session.get_one(Job, job.id).person)
    db.session.commit()
    assert swept(30) == 0 and db.session.query(JobCheck).count() == 0


def test_the_board_shows_the_curve_only_where_five_have_been_followed(given: Given) -> None:
    for number in range(5):
        job = a_job(given)
        if number == 0:
            with clock.stopped(later(20)):
                end_job(given.by(), job, on=later(-5).date(), outcome=JobEnd.company_ended)
    db.session.commit()
    with clock.stopped(later(40)):
        assert survival_of(given.town().id)[0] == Point(1, 5, 4)
        page = given.coordinator().get("/desk/follow-ups")
        assert page.says("80 %") and len(page.soup.select(".follow-point")) == 1
