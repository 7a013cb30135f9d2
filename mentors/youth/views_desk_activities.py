"""Activities and spare-time jobs at the desk."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import gettext as _

from mentors.core import clock
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.people.models import Person
from mentors.people.queries import find_by_way, the_person
from mentors.timetables.words import DAYS, PARTS
from mentors.youth import commands_activities as commands
from mentors.youth import forms_desk, queries, words
from mentors.youth.models import YouthActivity
from mentors.youth.rules_work import breaches

desk = Blueprint("youth_desk_activities", __name__)
HERE = "/desk/youth/activities/<ref:ref>"


@desk.get("/desk/youth/activities")
@open_to(web.STAFF_DOOR)
def activities() -> Response:
    today = clock.today()
    found = queries.activities(actor())
    return web.page(
        "youth/activities.html", rows=[(a, queries.staffing(a, today)) for a in found], days=DAYS, parts=PARTS
    )


@desk.route("/desk/youth/activities/new", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def new_activity() -> Response:
    form = forms_desk.ActivityForm(age_from=13, age_to=17, per_adult="8", capacity=16, starts_on=clock.today())
    way_on = web.sent(
        form,
        lambda: commands.open_activity(actor(), form.details()),
        _("Aktiviteten er oprettet. Sæt voksne på."),
        "youth_desk_activities.activities",
    )
    return way_on or web.page("youth/new_activity.html", form=form)


@desk.get(HERE)
@open_to(web.STAFF_DOOR)
def activity(ref: str) -> Response:
    return _page(ref, forms_desk.FindForm(formdata=None), forms_desk.PickForm(formdata=None))


def _page(ref: str, adult_form: forms_desk.FindForm, young_form: forms_desk.PickForm) -> Response:
    found, today = queries.the_activity(actor(), ref), clock.today()
    first = max(found.starts_on, today)
    return web.page(
        "youth/activity.html",
        activity=found,
        staffing=queries.staffing(found, first),
        helpers=[(helper, helper.counts_on(first)) for helper in queries.live_helpers(found)],
        members=queries.live_members(found),
        adult_form=adult_form,
        young_form=_offered(young_form),
        days=DAYS,
        parts=PARTS,
    )


def _offered(form: forms_desk.PickForm) -> forms_desk.PickForm:
    """Every young person of the town can be picked; whether she may join is the command's to say."""
    young = queries.young_people(actor(), clock.today())
    return form.offer((line.profile.person.ref, line.profile.person.name) for line in young)


@desk.route(f"{HERE}/details", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def activity_details(ref: str) -> Response:
    found = queries.the_activity(actor(), ref)
    form = forms_desk.ActivityForm(obj=found)
    way_on = web.sent(
        form,
        lambda: commands.change_activity(actor(), found, form.details()),
        _("Det er gemt."),
        "youth_desk_activities.activity",
        ref=ref,
    )
    return way_on or web.page("youth/activity_details.html", form=form, activity=queries.the_activity(actor(), ref))


@desk.post(f"{HERE}/endings")
@open_to(web.STAFF_DOOR)
def endings(ref: str) -> Response:
    commands.close_activity(actor(), queries.the_activity(actor(), ref))
    return web.done(_("Aktiviteten er slut."), "youth_desk_activities.activities")


@desk.post(f"{HERE}/helpers")
@open_to(web.STAFF_DOOR)
def helpers(ref: str) -> Response:
    """Put an adult on. Without a valid certificate it is refused, and why is said."""
    return _add_adult(ref, asks=False)


@desk.post(f"{HERE}/certificates")
@open_to(web.STAFF_DOOR)
def certificates(ref: str) -> Response:
    """Note that a certificate is asked for, so that the adult can be put on when it comes."""
    return _add_adult(ref, asks=True)


def _add_adult(ref: str, *, asks: bool) -> Response:
    found, form = queries.the_activity(actor(), ref), forms_desk.FindForm()
    if form.validate_on_submit():
        person = find_by_way(actor().municipality_id, mobile=form.mobile.data)
        if person is None:
            form.mobile.errors = [_("Ingen har det nummer. Opret personen først.")]
        elif web.tried(form, lambda: _put_on(found, person, asks)):
            web.say(_("Børneattesten er noteret som bestilt.") if asks else _("Den voksne er på."))
            return web.to("youth_desk_activities.activity", ref=ref)
    return _page(ref, form, forms_desk.PickForm(formdata=None))


def _put_on(activity: YouthActivity, person: Person, asks: bool) -> None:
    if asks:
        commands.ask_for_certificate(actor(), activity, person)
    else:
        commands.add_helper(actor(), activity, person)


@desk.post(f"{HERE}/helpers/<ref:helper_ref>/endings")
@open_to(web.STAFF_DOOR)
def helper_endings(ref: str, helper_ref: str) -> Response:
    found = queries.the_activity(actor(), ref)
    commands.remove_helper(actor(), queries.the_helper(found, helper_ref))
    return web.done(_("Den voksne er taget af."), "youth_desk_activities.activity", ref=ref)


@desk.post(f"{HERE}/members")
@open_to(web.STAFF_DOOR)
def members(ref: str) -> Response:
    found = queries.the_activity(actor(), ref)
    form = _offered(forms_desk.PickForm())
    if form.validate_on_submit():
        person = the_person(actor(), form.person.data)
        if web.tried(form, lambda: commands.add_member(actor(), found, person)):
            web.say(_("Den unge er med."))
            return web.to("youth_desk_activities.activity", ref=ref)
    return _page(ref, forms_desk.FindForm(formdata=None), form)


@desk.post(f"{HERE}/members/<ref:member_ref>/endings")
@open_to(web.STAFF_DOOR)
def member_endings(ref: str, member_ref: str) -> Response:
    found = queries.the_activity(actor(), ref)
    commands.remove_member(actor(), queries.the_member(found, member_ref))
    return web.done(_("Den unge er taget af."), "youth_desk_activities.activity", ref=ref)


# --- spare-time jobs ------------------------------------------------------------------------------


@desk.get("/desk/youth/jobs")
@open_to(web.STAFF_DOOR)
def postings() -> Response:
    return web.page("youth/postings.html", postings=queries.postings(actor()), words=words)


@desk.route("/desk/youth/jobs/new", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def new_posting() -> Response:
    """Put a job up; every rule it breaks is shown with its source."""
    form = forms_desk.PostingForm(at_school=True, begins=8, ends=20, lift_kg=5)
    broken = []
    if form.validate_on_submit():
        broken = breaches(form.work(), clock.today())
        if web.tried(form, lambda: _post(form)):
            web.say(_("Jobbet står på siden nu."))
            return web.to("youth_desk_activities.postings")
    return web.page("youth/new_posting.html", form=form, broken=[(words.rule_said(one), one.source) for one in broken])


def _post(form: forms_desk.PostingForm) -> None:
    commands.post_job(
        actor(),
        form.work(),
        title=form.title.data,
        company=form.company.data,
        postcode=form.postcode.data,
        phone=form.phone.data or None,
    )


@desk.post("/desk/youth/jobs/<ref:ref>/endings")
@open_to(web.STAFF_DOOR)
def posting_endings(ref: str) -> Response:
    commands.close_job(actor(), queries.the_posting(actor(), ref))
    return web.done(_("Jobbet er taget ned."), "youth_desk_activities.postings")
