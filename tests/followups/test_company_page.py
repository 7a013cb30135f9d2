"""A company's contact has one page, by a link: her own company's, first names only (issue 6, item 1: company contact)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from mentors.associations.commands import invite_contact
from mentors.associations.commands_agreements import accept_agreement, send_agreement, write_template
from mentors.associations.rules import AgreementKind, OrganisationKind
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.followups.commands_jobs import change_contact, end_job, forget_contacts, start_job
from mentors.followups.models_jobs import Job
from mentors.followups.rules_jobs import JobEnd, JobSide
from mentors.kit.db import db
from mentors.kit.links import with_addresses
from mentors.messages.models import Message
from mentors.people.commands import protect
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.associations.builders import association
from tests.followups.pairs import later
from tests.followups.test_jobs import a_job, opened, swept
from tests.given import Given
from tests.page import Page


def hers(given: Given, job: Job) -> Page:
    """The page by the link the desk has sent."""
    sent = given.coordinator().get(f"/desk/jobs/{job.ref}").press("Send link til virksomhedens side")
    assert sent.says("Linket er sendt.")
    message = db.session.query(Message).filter_by(kind="followups/company_page").order_by(Message.id.desc()).first()
    assert message is not None
    found = re.search(r"http://town\.example(/w/[\w-]+)", with_addresses(message.body))
    assert found and "Amina" not in message.body and "Nordlys" not in message.body
    return given.new_visitor().get(found.group(1))


def test_she_sees_her_people_by_first_name_and_when_we_ask_again(given: Given) -> None:
    job = a_job(given)
    page = hers(given, job)
    assert page.heading == "Nordlys" and page.says("Amina") and page.says("Vi spørger igen senest")
    person = job.person
    for hidden in (person.last_name, person.email or "", (person.mobile or "")[3:], person.ref, job.ref):
        assert hidden not in page.html, hidden


def test_only_the_jobs_she_is_the_contact_for(given: Given) -> None:
    job = a_job(given)

    def another(first_name: str, company: str = "nordlys", **contact: str | None) -> None:
        person = given.newcomer(first_name=first_name).person
        start_job(given.by(), person, company=company, starts_on=clock.today(), hours=30, **contact)

    another("Baraa", contact_email="BO@firma.example")
    another("Cemile", contact_email=None, contact_mobile="+4520309999")
    another("Dalia", contact_email="eva@firma.example", contact_mobile="+4520309999")  # the switchboard's number
    another("Esra", company="Sydlys", contact_email="bo@firma.example")
    another("Farid", contact_email=None, contact_mobile=None)
    far = given.town("andetby", name="Andetby Kommune")
    elsewhere = given.person(first_name="Gulsen", town=far)
    start_job(
        given.by(far), elsewhere, company="Nordlys", starts_on=clock.today(), hours=3, contact_email="bo@firma.example"
    )
    db.session.commit()
    page = hers(given, job)
    shown = {name for name in ("Amina", "Baraa", "Cemile", "Dalia", "Esra", "Farid", "Gulsen") if page.says(name)}
    assert shown == {"Amina", "Baraa", "Cemile"}


def test_a_protected_name_is_none(given: Given) -> None:
    job = a_job(given)
    protect(given.by(), job.person, True)
    db.session.commit()
    page = hers(given, job)
    assert "Amina" not in page.html and page.says("Jeres medarbejder")


def test_a_question_that_waits_is_answered_from_there(given: Given) -> None:
    job = a_job(given)
    swept(7)
    page = hers(given, job)
    answered = page.click("Svar nu").press("Godt")
    assert answered.status == 200
    again = page.visitor.get(page.path)
    assert again.says("Godt") and "Svar nu" not in again.links()


def test_the_question_leads_there_and_the_newcomers_own_does_not(given: Given) -> None:
    a_job(given)
    swept(7)
    asked = opened(given, JobSide.company)
    assert asked.click("Alt, vi har sammen").heading == "Nordlys"
    hers_alone = opened(given, JobSide.citizen)
    assert "/company" not in hers_alone.html
    assert hers_alone.visitor.get(hers_alone.path.replace("/job", "/company")).status == 404


def test_call_me_is_one_task_a_day_for_whoever_is_responsible(given: Given) -> None:
    page = hers(given, a_job(given))
    for _press in range(2):
        assert page.press("Ring til mig").says("Vi ringer senest næste hverdag.")
    assert [task.kind for task in db.session.query(Task)] == [TaskKind.company_call]


@pytest.mark.parametrize("changed", ["bo2@firma.example", None])
def test_another_contact_closes_the_first_ones_links(given: Given, changed: str | None) -> None:
    job = a_job(given)
    swept(7)
    page, asked = hers(given, job), opened(given, JobSide.company)
    change_contact(given.by(), job, contact_name="Bo", contact_email=changed, contact_mobile=None)
    db.session.commit()
    assert page.visitor.get(page.path).status == 410
    assert asked.visitor.get(asked.path).status == 410


def test_a_corrected_name_closes_nothing(given: Given) -> None:
    job = a_job(given)
    page = hers(given, job)
    change_contact(
        given.by(), job, contact_name="Bo Bak", contact_email="bo@firma.example", contact_mobile="+4520309999"
    )
    db.session.commit()
    assert page.visitor.get(page.path).status == 200


def test_a_new_link_kills_the_one_before_and_without_a_contact_there_is_none(given: Given) -> None:
    job = a_job(given)
    first = hers(given, job)
    hers(given, job)
    assert first.visitor.get(first.path).status == 410
    nobody = a_job(given, contact_email=None, contact_mobile=None)
    karen = given.coordinator()
    page = karen.get(f"/desk/jobs/{nobody.ref}")
    assert not page.says("Send link til virksomhedens side")
    token = page.soup.find("input", {"name": "csrf_token"})["value"]  # type: ignore[index]
    assert karen.post(f"/desk/jobs/{nobody.ref}/company-links", data={"csrf_token": token}).status == 422


def test_when_the_follow_up_is_over_her_page_is_too(given: Given) -> None:
    job = a_job(given)
    page = hers(given, job)
    end_job(given.by(), job, on=clock.today(), outcome=JobEnd.she_left)
    db.session.commit()
    assert page.visitor.get(page.path).says("Amina")
    with clock.stopped(later(40)):
        forget_contacts()
        assert page.visitor.get(page.path).status == 410


def test_her_companys_agreement_and_dates_stand_there_where_she_is_its_contact(given: Given) -> None:
    job = a_job(given)
    by = Actor("account:x", given.town().id, frozenset({Role.coordinator}))
    company = association(given, name="Nordlys", kind=OrganisationKind.company)
    other = association(given, name="Sydlys", kind=OrganisationKind.company)
    bo = given.person(first_name="Bo", email="bo@firma.example")
    write_template(by, AgreementKind.mentoring, text="Vi hjælper hinanden.", renew_months=12)
    for one, contact in ((company, bo), (other, given.person())):
        invite_contact(by, one, contact)
        accept_agreement(by, send_agreement(by, one, AgreementKind.mentoring), name=f"Chef for {one.name}")
    db.session.commit()
    page = hers(given, job)
    assert page.says("Vi hjælper hinanden.") and page.says("Chef for Nordlys") and not page.says("Chef for Sydlys")
    change_contact(given.by(), job, contact_name="Eva", contact_email="eva@firma.example", contact_mobile=None)
    db.session.commit()
    assert not hers(given, job).says("Vi hjælper hinanden.")


def test_the_link_lives_as_long_as_a_job_is_followed(given: Given) -> None:
    page = hers(given, a_job(given))
    with clock.stopped(clock.now() + timedelta(days=276)):
        assert page.visitor.get(page.path).status == 410
