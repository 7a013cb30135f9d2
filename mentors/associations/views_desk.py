from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from mentors.associations import (
    commands,
    forms,
    forms_desk,
    queries,
    words,
    words_desk,
)
from mentors.associations import queries_agreements as agreements
from mentors.associations import queries_referrals as referrals
from mentors.clearances import queries as clearances
from mentors.clearances import words_desk as clearance_words
from mentors.clearances.rules import ClearanceKind, standing
from mentors.core import clock
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.people.commands import welcome_person
from mentors.timetables.words import DAYS, PARTS

desk = Blueprint("associations_desk", __name__)
HERE = "/desk/associations/<ref:ref>"


@desk.get("/desk/associations")
@open_to(web.STAFF_DOOR)
def associations() -> Response:
    """Everybody who takes part, what their referrals led to, and who moved from receiving to contributing."""
    by = actor()
    return web.page(
        "associations/associations.html",
        associations=[row for row in queries.associations(by) if row.closed_at is None],
        due={row.id for row in queries.declarations_due(by.municipality_id or 0, clock.today())},
        counts=referrals.counts(by),
        moved=queries.moved_to_contributing(by.municipality_id or 0),
        leads=sum(lead.settled_at is None for lead in agreements.leads(by)),
        desk_words=words_desk,
    )


@desk.route("/desk/associations/new", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def new_association() -> Response:
    form = forms_desk.AssociationForm(kind="association", target_groups=["everyone"])
    way_on = web.sent(
        form,
        lambda: commands.register_association(actor(), form.details()),
        _("Det er gemt."),
        "associations_desk.associations",
    )
    return way_on or web.page("associations/new_association.html", form=form)


@desk.get(HERE)
@open_to(web.STAFF_DOOR)
def association(ref: str) -> Response:
    by = actor()
    found = queries.the_association(by, ref)
    today = clock.today()
    volunteers = queries.volunteers_of(found.id)
    checks = clearances.facts_of([volunteer.person_id for volunteer in volunteers])
    certificates = {person_id: known.get(ClearanceKind.child_certificate) for person_id, known in checks.items()}
    return web.page(
        "associations/association.html",
        association=found,
        contacts=queries.contacts_of(found.id),
        volunteers=[(volunteer, volunteer.with_children_on(today)) for volunteer in volunteers],
        certificates={
            person_id: clearance_words.STANDING[standing(certificate, today)]
            for person_id, certificate in certificates.items()
            if certificate is not None
        },
        referrals=referrals.referrals_to(by, found.id),
        agreements=agreements.agreements_of(by, found.id),
        nominations=agreements.nominations_of(found.id),
        declared_on=queries.last_declarations([found.id]).get(found.id),
        must_declare=queries.must_declare(found),
        words=words,
        desk_words=words_desk,
        days=DAYS,
        parts=PARTS,
    )


@desk.route(f"{HERE}/details", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def association_details(ref: str) -> Response:
    found = queries.the_association(actor(), ref)
    form = forms_desk.AssociationForm(obj=found)
    way_on = web.sent(
        form,
        lambda: commands.change_association(actor(), found, form.details()),
        _("Det er gemt."),
        "associations_desk.association",
        ref=ref,
    )
    return way_on or web.page(
        "associations/association_details.html", form=form, association=queries.the_association(actor(), ref)
    )


@desk.post(f"{HERE}/publications")
@open_to(web.STAFF_DOOR)
def publications(ref: str) -> Response:
    """Their own yes or no, said to a coordinator."""
    shown = request.form.get("shown") == "yes"
    commands.show_in_public(actor(), queries.the_association(actor(), ref), shown)
    return web.done(
        _("De står nu på de offentlige sider.") if shown else _("De står ikke længere på de offentlige sider."),
        "associations_desk.association",
        ref=ref,
    )


@desk.post(f"{HERE}/endings")
@open_to(web.STAFF_DOOR)
def endings(ref: str) -> Response:
    commands.close_association(actor(), queries.the_association(actor(), ref))
    return web.done(_("De er ikke med mere."), "associations_desk.associations")


@desk.route(f"{HERE}/activities", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def new_activity(ref: str) -> Response:
    found = queries.the_association(actor(), ref)
    form = forms.ActivityForm(postcode=found.postcode, languages=found.languages)
    way_on = web.sent(
        form,
        lambda: commands.add_activity(actor(), found, form.details()),
        _("Det er gemt."),
        "associations_desk.association",
        ref=ref,
    )
    return way_on or web.page(
        "associations/new_activity.html", form=form, association=queries.the_association(actor(), ref)
    )


@desk.post(f"{HERE}/activities/<ref:activity_ref>/endings")
@open_to(web.STAFF_DOOR)
def activity_endings(ref: str, activity_ref: str) -> Response:
    found = queries.the_association(actor(), ref)
    commands.close_activity(actor(), queries.the_activity(found, activity_ref))
    return web.done(_("Det er taget af listen."), "associations_desk.association", ref=ref)


# --- people ---------------------------------------------------------------------------------------


@desk.route(f"{HERE}/contacts", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def new_contact(ref: str) -> Response:
    """Somebody who may sign in for them; she gets a message with the way in."""
    found = queries.the_association(actor(), ref)
    form = forms_desk.PersonForm()
    way_on = web.sent(
        form,
        lambda: commands.invite_contact(actor(), found, welcome_person(actor(), form.details())),
        _("Invitationen er sendt."),
        "associations_desk.association",
        ref=ref,
    )
    return way_on or web.page(
        "associations/new_contact.html", form=form, association=queries.the_association(actor(), ref)
    )


@desk.post(f"{HERE}/contacts/<ref:contact_ref>/endings")
@open_to(web.STAFF_DOOR)
def contact_endings(ref: str, contact_ref: str) -> Response:
    found = queries.the_association(actor(), ref)
    commands.remove_contact(actor(), queries.the_contact(found, contact_ref))
    return web.done(_("Personen kan ikke længere se noget om dem."), "associations_desk.association", ref=ref)


@desk.route(f"{HERE}/volunteers", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def new_volunteer(ref: str) -> Response:
    """A volunteer of theirs. With children under 15: only with a certificate, else one is asked for."""
    found = queries.the_association(actor(), ref)
    form = forms_desk.VolunteerForm()
    if form.validate_on_submit():

        def add() -> None:
            person = welcome_person(actor(), form.details())
            commands.add_volunteer(
                actor(), found, person, with_children=bool(form.with_children.data), through=form.through.data
            )

        if web.tried(form, add):
            web.say(_("Det er gemt."))
            return web.to("associations_desk.association", ref=ref)
    return web.page("associations/new_volunteer.html", form=form, association=queries.the_association(actor(), ref))


@desk.post(f"{HERE}/volunteers/<ref:volunteer_ref>/children")
@open_to(web.STAFF_DOOR)
def volunteer_children(ref: str, volunteer_ref: str) -> Response:
    """Put a volunteer with children, or take her away from them."""
    found = queries.the_association(actor(), ref)
    volunteer = queries.the_volunteer(found, volunteer_ref)
    commands.add_volunteer(actor(), found, volunteer.person, with_children=request.form.get("with") == "yes")
    return web.done(_("Det er gemt."), "associations_desk.association", ref=ref)


@desk.post(f"{HERE}/volunteers/<ref:volunteer_ref>/certificates")
@open_to(web.STAFF_DOOR)
def volunteer_certificates(ref: str, volunteer_ref: str) -> Response:
    found = queries.the_association(actor(), ref)
    commands.ask_for_certificate(actor(), found, queries.the_volunteer(found, volunteer_ref).person)
    return web.done(_("Børneattesten er noteret som bestilt."), "associations_desk.association", ref=ref)


@desk.post(f"{HERE}/volunteers/<ref:volunteer_ref>/endings")
@open_to(web.STAFF_DOOR)
def volunteer_endings(ref: str, volunteer_ref: str) -> Response:
    found = queries.the_association(actor(), ref)
    commands.remove_volunteer(actor(), queries.the_volunteer(found, volunteer_ref))
    return web.done(_("Den frivillige er stoppet."), "associations_desk.association", ref=ref)
