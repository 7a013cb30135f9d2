"""What somebody who signs in for an association sees: its own people, and nobody else's."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext as _

from mentors.associations import commands, commands_agreements, commands_referrals, forms, queries, words
from mentors.associations import queries_agreements as agreements
from mentors.associations import queries_referrals as referrals
from mentors.associations.models import Association
from mentors.associations.models_referrals import Referral
from mentors.core import clock
from mentors.core.actor import Role
from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.municipalities.queries import municipality
from mentors.programmes.models import Programme
from mentors.timetables.words import DAYS, PARTS

mine = Blueprint("associations_my", __name__)
CONTACT_DOOR = web.SignedIn(frozenset({Role.association_contact}))
HERE = "/my/association/<ref:ref>"


@mine.get("/my/association")
@open_to(web.ANYBODY_SIGNED_IN)
def my_associations() -> Response:
    """The way in that contacts are sent. Staff meet it in a message they read: they are shown their own way."""
    if Role.association_contact not in actor().roles:
        return web.page("associations/not_a_contact.html", is_staff=actor().is_staff)
    found = queries.associations(actor())
    if len(found) == 1:
        return web.to("associations_my.my_association", ref=found[0].ref)
    return web.page("associations/my_associations.html", associations=found)


@mine.get(HERE)
@open_to(CONTACT_DOOR)
def my_association(ref: str) -> Response:
    association = queries.the_association(actor(), ref)
    rows = referrals.referrals_to(actor(), association.id)
    opened = referrals.opened_by(actor().account_id, [row.id for row in rows], clock.now())
    return web.page(
        "associations/my_association.html",
        association=association,
        referrals=rows,
        opened=opened,
        volunteers=[(v, v.with_children_on(clock.today())) for v in queries.volunteers_of(association.id)],
        nominations=agreements.nominations_of(association.id),
        agreements=agreements.agreements_of(actor(), association.id),
        agreement_word=words.AGREEMENT,
        must_declare=association.id
        in {a.id for a in queries.declarations_due(association.municipality_id, clock.today())},
        panels=_panels(association),
        words=words,
        days=DAYS,
        parts=PARTS,
        directory_url=url_for("associations.directory", town=municipality(association.municipality_id).slug),
    )


def _panels(association: Association) -> list[tuple[str, dict[str, Any]]]:
    """What other rooms show here, such as its sessions: panels offered for `association`, filled by its number."""
    offered = [p for room in current_app.extensions["rooms"] for p in room.panels if p.where == "association"]
    filled = ((p.template, p.fill(actor(), association.id)) for p in sorted(offered, key=lambda p: p.order))
    return [(name, values) for name, values in filled if values is not None]


# --- referrals ------------------------------------------------------------------------------------


@mine.post(f"{HERE}/openings")
@open_to(CONTACT_DOOR)
def openings(ref: str) -> Response:
    """Show the names for half an hour; everybody shown can see it on her receipt."""
    association = queries.the_association(actor(), ref)
    commands_referrals.look_at(actor(), referrals.referrals_to(actor(), association.id))
    return web.to("associations_my.my_association", ref=ref)


def _my_referral(ref: str, referral_ref: str) -> Referral:
    association = queries.the_association(actor(), ref)
    referral = referrals.the_referral(actor(), referral_ref)
    if referral.association_id != association.id:
        raise NotThere
    return referral


@mine.get(f"{HERE}/referrals/<ref:referral_ref>")
@open_to(CONTACT_DOOR)
def my_referral(ref: str, referral_ref: str) -> Response:
    """One person sent to us. Closed until opened; gone the moment she takes her yes back."""
    referral = _my_referral(ref, referral_ref)
    is_open = referral.id in referrals.opened_by(actor().account_id, [referral.id], clock.now())
    return web.page(
        "associations/my_referral.html", association=referral.association, referral=referral, is_open=is_open
    )


@mine.post(f"{HERE}/referrals/<ref:referral_ref>/openings")
@open_to(CONTACT_DOOR)
def referral_openings(ref: str, referral_ref: str) -> Response:
    commands_referrals.look_at(actor(), [_my_referral(ref, referral_ref)])
    return web.to("associations_my.my_referral", ref=ref, referral_ref=referral_ref)


@mine.post(f"{HERE}/referrals/<ref:referral_ref>/attendances")
@open_to(CONTACT_DOOR)
def attendances(ref: str, referral_ref: str) -> Response:
    commands_referrals.note_came(actor(), _my_referral(ref, referral_ref))
    return web.done(_("Tak. Det er gemt."), "associations_my.my_referral", ref=ref, referral_ref=referral_ref)


@mine.post(f"{HERE}/referrals/<ref:referral_ref>/memberships")
@open_to(CONTACT_DOOR)
def memberships(ref: str, referral_ref: str) -> Response:
    referral = _my_referral(ref, referral_ref)
    commands_referrals.note_membership(actor(), referral, still=request.form.get("still") == "yes")
    return web.done(_("Tak. Det er gemt."), "associations_my.my_referral", ref=ref, referral_ref=referral_ref)


# --- what the association says itself -------------------------------------------------------------


@mine.post(f"{HERE}/declarations")
@open_to(CONTACT_DOOR)
def declarations(ref: str) -> Response:
    commands.declare(actor(), queries.the_association(actor(), ref))
    return web.done(_("Tak. Erklæringen gælder et år."), "associations_my.my_association", ref=ref)


@mine.post(f"{HERE}/publications")
@open_to(CONTACT_DOOR)
def publications(ref: str) -> Response:
    shown = request.form.get("shown") == "yes"
    commands.show_in_public(actor(), queries.the_association(actor(), ref), shown)
    return web.done(
        _("I står nu på de offentlige sider.") if shown else _("I står ikke længere på de offentlige sider."),
        "associations_my.my_association",
        ref=ref,
    )


@mine.route(f"{HERE}/activities", methods=["GET", "POST"])
@open_to(CONTACT_DOOR)
def my_activity(ref: str) -> Response:
    """Something new for the directory."""
    association = queries.the_association(actor(), ref)
    form = forms.ActivityForm(postcode=association.postcode, languages=association.languages)
    way_on = web.sent(
        form,
        lambda: commands.add_activity(actor(), association, form.details()),
        _("Det er gemt."),
        "associations_my.my_association",
        ref=ref,
    )
    return way_on or web.page(
        "associations/my_activity.html", form=form, association=queries.the_association(actor(), ref)
    )


@mine.post(f"{HERE}/activities/<ref:activity_ref>/endings")
@open_to(CONTACT_DOOR)
def activity_endings(ref: str, activity_ref: str) -> Response:
    association = queries.the_association(actor(), ref)
    commands.close_activity(actor(), queries.the_activity(association, activity_ref))
    return web.done(_("Det er taget af listen."), "associations_my.my_association", ref=ref)


@mine.route(f"{HERE}/nominations", methods=["GET", "POST"])
@open_to(CONTACT_DOOR)
def nominate(ref: str) -> Response:
    """Put several people forward as mentors at once; each is asked herself."""
    association = queries.the_association(actor(), ref)
    programmes = queries.programmes_for_nominees(association.municipality_id)
    form = forms.NominationForm(programmes=[(programme.ref, programme.name) for programme in programmes])
    if form.validate_on_submit():
        programme = next(one for one in programmes if one.ref == form.programme.data)
        if web.tried(form, lambda: _nominate(association, programme, form)):
            web.say(_("De får hver en besked og svarer selv."))
            return web.to("associations_my.my_association", ref=ref)
    return web.page("associations/nominate.html", form=form, association=queries.the_association(actor(), ref))


def _nominate(association: Association, programme: Programme, form: forms.NominationForm) -> None:
    commands_agreements.nominate(actor(), association, programme, form.nominees())
