"""The ladder after a job start, a town's own (row 35, M12): what may be written, what a change does to running jobs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.refusal import NotThere, Refused
from mentors.followups import queries_check
from mentors.followups.commands_jobs import start_job
from mentors.followups.commands_jobs_sweep import sweep_jobs
from mentors.followups.commands_ladder import write_job_ladder
from mentors.followups.models import LadderVersion
from mentors.followups.models_jobs import Job, JobCheck
from mentors.followups.queries_jobs import job_ladder_of, next_check_of
from mentors.followups.rules_job_ladder import JOB_LADDER, JobLadder, JobSide
from mentors.followups.rules_jobs import CheckEnd
from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.followups.pairs import later
from tests.given import Given
from tests.page import Page

LOOK = "Se, hvad der ændrer sig"
SAVE = "Gem planen"


def a_job(given: Given, ago: int = 0, **values: object) -> Job:
    contact = {"contact_name": "Bo", "contact_email": "bo@firma.example", **values}
    person = given.newcomer(first_name="Amina").person
    with clock.stopped(later(-ago)):
        job = start_job(given.by(), person, company=f"Nordlys {ago}", starts_on=clock.today(), hours=30, **contact)  # type: ignore[arg-type]
        db.session.commit()
    return job


def swept(days: int) -> int:
    with clock.stopped(later(days)):
        done = sweep_jobs()
        db.session.commit()
    return done


def editor(given: Given, query: str = "") -> Page:
    return given.coordinator().get(f"/desk/follow-ups/job-ladder{query}")


def ladder_now(given: Given) -> JobLadder:
    db.session.expire_all()
    return job_ladder_of(given.town().id)


def value(page: Page, name: str) -> str:
    return str(page.soup.find("input", {"name": name, "id": True})["value"])  # type: ignore[index]


def test_the_board_leads_to_the_ladder_which_shows_a_picture_and_its_table(given: Given) -> None:
    page = given.coordinator().get("/desk/follow-ups").click("Opfølgningsplan efter jobstart")
    assert page.status == 200 and page.heading == "Opfølgningsplan efter jobstart"
    assert len(page.soup.select(".follow-picture .mark")) == 14
    assert value(page, "citizen") == "7 14 28 56 91 140 182" and value(page, "until_weeks") == "26"
    assert page.says("Planen er den, I begyndte med.") and db.session.query(LadderVersion).count() == 0


def test_a_change_is_shown_on_the_jobs_it_meets_before_it_is_saved(given: Given) -> None:
    a_job(given, 40)
    swept(-12)
    a_job(given)
    preview = editor(given).press(LOOK, citizen="7 35", company="7", until_weeks="20")
    assert preview.status == 200 and db.session.query(LadderVersion).count() == 0
    assert preview.says("2 job er i gang.") and preview.says("1 spørges i dag") and preview.says("1 som nu")
    assert preview.says("Nordlys 40") and len(preview.soup.select(".follow-picture .mark")) == 3
    saved = preview.press(SAVE)
    assert saved.says("Planen er gemt") and saved.says("Gælder nu") and value(saved, "citizen") == "7 35"
    assert ladder_now(given).days(JobSide.citizen) == (7, 35) and ladder_now(given).until_weeks == 20
    before = db.session.query(JobCheck).count()
    assert swept(0) == 2, "the citizen's day 35 is asked, the company's day 28 is reminded of"
    assert swept(0) == 0 and db.session.query(JobCheck).count() == before + 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"citizen": ""}, "Skriv mindst én dag."),
        ({"company": "", "company_every": "28"}, "Skriv mindst én dag."),
        ({"citizen": "-7"}, "kan ikke være under 0"),
        ({"citizen": "hver uge"}, "Skriv hele tal"),
        ({"citizen": "7 9"}, "mindst 7 dage"),
        ({"company": " ".join(str(7 * n) for n in range(500))}, "Skriv højst 20 dage"),
        ({"citizen": "7 183"}, "Skriv højst 182 dage."),
        ({"citizen": "9999999"}, "Skriv højst 182 dage."),
        ({"citizen_every": "1"}, "hvor mange dage"),
        ({"citizen_every": "ofte"}, "Skriv et helt tal"),
        ({"until_weeks": "40"}, "Skriv et tal mellem 1 og 39."),
        ({"until_weeks": ""}, "Udfyld"),
        ({"remind": "7", "second": "5"}, "i den rækkefølge"),
        ({"task": "31"}, "Skriv et tal mellem 1 og 30."),
    ],
)
def test_what_will_not_do_gets_a_sentence_and_nothing_typed_is_lost(
    given: Given, typed: dict[str, str], sentence: str
) -> None:
    page = editor(given).press(LOOK, **{"company": "8 20", **typed})
    assert page.status == 422 and page.says(sentence)
    for name, text in {"company": "8 20", **typed}.items():
        assert page.soup.find("input", {"name": name, "id": True}).get("value", "") == text  # type: ignore[union-attr]
    assert page.form(LOOK) and db.session.query(LadderVersion).count() == 0


def test_saving_over_a_colleague_is_refused_keeps_what_was_typed_and_can_be_looked_at_again(given: Given) -> None:
    mine, hers = editor(given), editor(given)
    preview = mine.press(LOOK, citizen="10 30")
    hers.press(LOOK, citizen="12 40").press(SAVE)
    refused = preview.press(SAVE)
    assert refused.status == 422 and refused.says("En kollega har ændret planen imens.")
    assert value(refused, "citizen") == "10 30" and db.session.query(LadderVersion).count() == 1
    again = refused.press(LOOK)
    assert again.form(SAVE) and db.session.query(LadderVersion).count() == 1, "looked at first, not saved at once"
    again.press(SAVE)
    assert ladder_now(given).days(JobSide.citizen) == (10, 30) and ladder_now(given).number == 2


def test_a_double_press_and_a_change_of_nothing_make_no_version(given: Given) -> None:
    editor(given).press(LOOK).press(SAVE)
    assert db.session.query(LadderVersion).count() == 0, "what every town begins with is no version"
    preview = editor(given).press(LOOK, citizen="10 30")
    preview.press(SAVE)
    assert preview.press(SAVE).status == 422 and db.session.query(LadderVersion).count() == 1
    editor(given).press(LOOK).press(SAVE)
    assert db.session.query(LadderVersion).count() == 1


@pytest.mark.parametrize("number", ["²", "", "-1", "9" * 5000, "abc"])
def test_a_number_nobody_wrote_is_a_refusal_and_no_crash(given: Given, number: str) -> None:
    preview = editor(given).press(LOOK, citizen="10 30")
    assert preview.press(SAVE, instead_of=number).status == 422 and db.session.query(LadderVersion).count() == 0


def test_earlier_plans_can_be_read_and_taken_up_again_also_the_very_first(given: Given) -> None:
    for days in ("10", "20"):
        editor(given).press(LOOK, citizen=days).press(SAVE)
    earlier = editor(given, "?version=1")
    assert value(earlier, "citizen") == "10" and len(earlier.soup.select(".follow-picture .mark")) == 8
    earlier.press(LOOK).press(SAVE)
    assert ladder_now(given).days(JobSide.citizen) == (10,) and ladder_now(given).number == 3
    editor(given, "?version=0").press(LOOK).press(SAVE)
    assert ladder_now(given).days(JobSide.citizen) == JOB_LADDER.days(JobSide.citizen)
    assert value(editor(given, "?version=99"), "citizen") == value(editor(given, "?version=x"), "citizen")


def test_a_towns_ladder_is_its_own_and_no_ladder_of_a_programme(given: Given) -> None:
    editor(given).press(LOOK, citizen="10").press(SAVE)
    other = given.town("andenby")
    assert job_ladder_of(other.id) is JOB_LADDER
    assert value(given.coordinator(town=other).get("/desk/follow-ups/job-ladder"), "citizen").startswith("7 14")
    page = given.coordinator().get(f"/desk/programmes/{given.programme().ref}/ladder")
    assert page.status == 200 and not page.says("Gælder nu")


def test_only_staff_of_the_town_write_and_an_unsound_ladder_is_refused(given: Given) -> None:
    nobody = Actor(given.town().id, "x")
    with pytest.raises(NotThere):
        write_job_ladder(nobody, JOB_LADDER, instead_of=0)
    with pytest.raises(Refused):
        write_job_ladder(replace(given.by(), roles=frozenset({Role.coordinator})), JobLadder({}), instead_of=0)


# --- what it does to jobs ---------------------------------------------------------------------------


def test_the_invariant_holds_after_every_change(given: Given) -> None:
    karen = given.staff()
    jobs = [a_job(given, ago) for ago in (3, 30, 100, 180, 260)]
    for job in jobs:
        job.responsible_id = karen.id
    db.session.commit()
    for back in range(260, -1, -4):
        swept(-back)
        db.session.query(Message).delete()
        db.session.commit()
    put: set[tuple[int, JobSide, date]] = set()
    for day, written in enumerate(
        [
            {"citizen": "0", "citizen_every": "7", "company": "", "until_weeks": "39"},
            {"citizen": "1", "company": "1", "until_weeks": "1"},
            {"citizen": "273", "company": "250", "citizen_every": "", "until_weeks": "39", "task": "30", "second": "20"},
            {"citizen": "5 12 19", "company": "100", "company_every": "30", "until_weeks": "20", "second": "3", "task": "4"},
        ]
    ):  # fmt: skip
        with clock.stopped(later(day)):
            editor(given).press(LOOK, **written).press(SAVE)
            assert ladder_now(given).number == day + 1
            result = given.app.test_cli_runner().invoke(args=["followups", "check"])
            assert result.exit_code == 0, result.output
            assert all(next_check_of(db.session.get_one(Job, job.id)) for job in jobs)
        swept(day)
        rows = [(row.job_id, row.side, row.due_on) for row in db.session.query(JobCheck)]
        assert put <= set(rows) and len(rows) == len(set(rows)), "what was asked stays asked, and once"
        put = set(rows)
    assert {side for _job, side, _day in put} == set(JobSide)


def test_a_day_that_moves_by_a_little_is_not_asked_about_again(given: Given) -> None:
    a_job(given)
    swept(28)
    with clock.stopped(later(28)):
        editor(given).press(LOOK, citizen="7 30 60", company="7 30 60").press(SAVE)
    for day in range(28, 60):
        swept(day)
        db.session.query(Message).delete()
        db.session.commit()
    assert db.session.query(JobCheck).count() == 2
    swept(60)
    assert db.session.query(JobCheck).count() == 4


def test_a_company_that_is_not_asked_is_not_asked(given: Given) -> None:
    a_job(given)
    page = editor(given).press(LOOK, company="", company_every="")
    assert page.status == 200 and len(page.soup.select(".follow-lane")) == 1
    page.press(SAVE)
    for day in range(1, 200, 3):
        swept(day)
    assert {row.side for row in db.session.query(JobCheck)} == {JobSide.citizen}
    assert db.session.query(Message).filter(Message.person_id.is_(None), Message.account_id.is_(None)).count() == 0


def test_the_levels_hold_for_its_jobs_and_silence_reaches_the_coordinator_before_the_next_question(
    given: Given,
) -> None:
    a_job(given)
    editor(given).press(LOOK, citizen="7 14", company="", remind="4", second="12", task="20").press(SAVE)
    swept(7)
    swept(10)
    check = db.session.query(JobCheck).one()
    assert check.reminded_at is None
    swept(11)
    db.session.expire_all()
    assert db.session.query(JobCheck).one().reminded_at is not None
    swept(14)
    assert [row.ended_as for row in db.session.query(JobCheck).order_by(JobCheck.id)] == [CheckEnd.missed, None]
    assert [task.kind for task in db.session.query(Task)] == [TaskKind.job_missed]


def test_a_job_written_down_late_is_owed_nothing_before(given: Given) -> None:
    given.staff()
    person = given.newcomer().person
    start_job(given.by(), person, company="Nordlys", starts_on=clock.today() - timedelta(days=100), hours=None)
    db.session.commit()
    assert queries_check.faults() == []
    with clock.stopped(later(3)):
        assert len(queries_check.faults()) == 1, "three days without a sweep are seen"


def test_a_jobs_page_and_a_new_job_follow_the_towns_ladder(given: Given) -> None:
    job = a_job(given)
    editor(given).press(LOOK, citizen="10 30", company="", until_weeks="12").press(SAVE)
    page = given.coordinator().get(f"/desk/jobs/{db.session.get_one(Job, job.id).ref}")
    assert len(page.soup.select(".follow-picture .mark")) == 2 and page.says("De første 12 uger")
    new = given.coordinator().get(f"/desk/people/{db.session.get_one(Job, job.id).person.ref}/jobs/new")
    assert new.says("dag 10, 30") and not new.says("Virksomheden:")
    told = new.press("Gem", company="Sydlys", starts_on=clock.today().isoformat())
    assert told.says("Vi spørger i 12 uger.")
