from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from mentors.clearances.queries_guardians import guardians_of
from mentors.clearances.rules import GuardianPurpose
from mentors.core import clock
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.people.models import Person
from mentors.people.queries import the_person
from mentors.youth import commands, forms_desk, queries, rules, words, words_desk
from mentors.youth.rules import SpareJob

desk = Blueprint("youth_desk", __name__)
PERSON = "/desk/people/<ref:ref>/youth"


@desk.get("/desk/youth")
@open_to(web.STAFF_DOOR)
def young() -> Response:
    """Everybody of 13 to 17, what they say about a job, and the share with one on a day."""
    on = _asked_day()
    listed = queries.young_people(actor(), on)
    return web.page(
        "youth/young.html",
        young=listed,
        on=on,
        today=clock.today(),
        share=queries.job_share(listed),
        earlier=[(day, queries.job_share(queries.young_people(actor(), day))) for day in _quarters_before(on)],
        short=[
            activity for activity in queries.activities(actor()) if queries.staffing(activity, clock.today()).is_short
        ],
        job_word=words_desk.SPARE_JOB,
    )


def _asked_day() -> date:
    """The day of the KPI: today, or an earlier one from the address."""
    try:
        asked = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return clock.today()
    return min(max(asked, date(2000, 1, 1)), clock.today())


def _quarters_before(on: date) -> list[date]:
    """The last days of the four quarters before a day, oldest first."""
    first = date(on.year, 3 * ((on.month - 1) // 3) + 1, 1)
    days = []
    for _quarter in range(4):
        last = date.fromordinal(first.toordinal() - 1)
        days.append(last)
        first = date(last.year, 3 * ((last.month - 1) // 3) + 1, 1)
    return days[::-1]


@desk.get(PERSON)
@open_to(web.STAFF_DOOR)
def youth(ref: str) -> Response:
    return _page(ref)


def _likely_purpose(person: Person) -> str:
    """A child of 5 to 8 has a contact person; the activities are for the young."""
    young = not person.birth_year or clock.today().year - person.birth_year >= rules.YOUNGEST
    return str(GuardianPurpose.youth if young else GuardianPurpose.contact_person)


def _page(ref: str, **forms: Any) -> Response:
    person = the_person(actor(), ref)
    profile = queries.profile_of(person.id)
    now = {"birth_year": person.birth_year, "at_school": True} if profile is None else None
    values: dict[str, Any] = {
        "profile_form": forms_desk.ProfileForm(obj=profile, formdata=None, data=now),
        "guardian_form": forms_desk.GuardianForm(formdata=None, how="link", purpose=_likely_purpose(person)),
        "job_form": forms_desk.SpareJobForm(formdata=None),
        **forms,
    }
    return web.page(
        "youth/youth.html",
        person=person,
        profile=profile,
        age=queries.age_of(profile, clock.today()) if profile else None,
        needs_guardian=rules.needs_guardian,
        guardians=guardians_of(person.id),
        is_child=profile is None and _likely_purpose(person) == GuardianPurpose.contact_person,
        purpose_word=words_desk.GUARDIAN_PURPOSE,
        read_aloud=[(words_desk.GUARDIAN_PURPOSE[one], words.GUARDIAN[one]) for one in GuardianPurpose],
        answers=queries.answers_of(person.id),
        memberships=queries.memberships_of(person.id),
        job_word=words_desk.SPARE_JOB,
        month_word=words_desk.MONTH,
        **values,
    )


@desk.post(f"{PERSON}/profiles")
@open_to(web.STAFF_DOOR)
def profiles(ref: str) -> Response:
    person, form = the_person(actor(), ref), forms_desk.ProfileForm()
    if form.validate_on_submit() and web.tried(
        form,
        lambda: commands.register_young(
            actor(),
            person,
            birth_year=form.birth_year.data,
            birth_month=int(form.birth_month.data),
            at_school=bool(form.at_school.data),
        ),
    ):
        web.say(_("Det er gemt."))
        return web.to("youth_desk.youth", ref=ref)
    return _page(ref, profile_form=form)


@desk.post(f"{PERSON}/guardians")
@open_to(web.STAFF_DOOR)
def guardians(ref: str) -> Response:
    person, form = the_person(actor(), ref), forms_desk.GuardianForm()
    if form.validate_on_submit():
        here = form.how.data == "here"
        command = commands.note_guardian_consent if here else commands.ask_guardian
        command(
            actor(), person, name=form.name.data, mobile=form.mobile.data, language=form.language.data,
            purpose=GuardianPurpose(form.purpose.data),
        )  # fmt: skip
        web.say(_("Forælderens ja er skrevet ned.") if here else _("Forælderen har fået et link."))
        return web.to("youth_desk.youth", ref=ref)
    return _page(ref, guardian_form=form)


@desk.post(f"{PERSON}/answers")
@open_to(web.STAFF_DOOR)
def answers(ref: str) -> Response:
    person, form = the_person(actor(), ref), forms_desk.SpareJobForm()
    if form.validate_on_submit():
        commands.note_spare_job(actor(), person, SpareJob(form.answer.data))
        web.say(_("Svaret er gemt."))
        return web.to("youth_desk.youth", ref=ref)
    return _page(ref, job_form=form)


@desk.post(f"{PERSON}/questions")
@open_to(web.STAFF_DOOR)
def questions(ref: str) -> Response:
    commands.ask_about_job(actor(), the_person(actor(), ref))
    return web.done(_("Spørgsmålet er sendt."), "youth_desk.youth", ref=ref)
