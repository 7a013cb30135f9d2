"""At the desk: sending people on, agreements, and wishes to hear from a company."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from mentors.associations import (
    commands_agreements,
    commands_referrals,
    forms_desk,
    queries,
    words,
    words_desk,
)
from mentors.associations import queries_agreements as agreements
from mentors.associations import queries_referrals as referrals
from mentors.associations.models import Association
from mentors.associations.rules import AgreementKind, OrganisationKind
from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.speech import say_language, speaking
from mentors.kit.web import actor, open_to
from mentors.people.models import Person
from mentors.people.queries import protected_ways, the_person

desk = Blueprint("associations_desk_referrals", __name__)
REFERRAL = "/desk/referrals/<ref:ref>"


@desk.route("/desk/people/<ref:ref>/referrals", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def refer(ref: str) -> Response:
    """Send a newcomer on, with her own yes: by a link to her, or said here in her own language."""
    person = the_person(actor(), ref)
    choices = [
        row
        for row in queries.associations(actor())
        if row.closed_at is None and row.kind is OrganisationKind.association
    ]
    form = forms_desk.ReferralForm(how="link").offer(_targets(choices))
    if form.validate_on_submit():
        said_yes = form.how.data == "here"
        if web.tried(form, lambda: _refer(person, form.association.data, said_yes)):
            web.say(_("Personen får et link med kvitteringen.") if said_yes else _("Personen har fået et link."))
            return web.to("associations_desk_referrals.refer", ref=ref)
        person = the_person(actor(), ref)
    wording = words.REFERRAL_PROTECTED if person.is_protected else words.REFERRAL
    with speaking(person.language):
        read_aloud = str(wording)
    return web.page(
        "associations/refer.html",
        form=form,
        person=person,
        has_choices=bool(choices),
        referrals=referrals.referrals_of(actor(), person.id),
        read_aloud=read_aloud,
        language_name=say_language(person.language),
        desk_words=words_desk,
    )


def _targets(choices: list[Association]) -> list[tuple[str, str]]:
    """Each association, and each thing it offers."""
    found = []
    for row in choices:
        found.append((row.ref, row.name))
        found += [(f"{row.ref}.{one.ref}", f"{row.name}: {one.title}") for one in row.open_activities]
    return found


def _refer(person: Person, target: str, said_yes: bool) -> None:
    ref, _dot, activity_ref = target.partition(".")
    association = queries.the_association(actor(), ref)
    activity = queries.the_activity(association, activity_ref) if activity_ref else None
    commands_referrals.refer(actor(), association, person, activity=activity, said_yes=said_yes)


@desk.get(REFERRAL)
@open_to(web.STAFF_DOOR)
def desk_referral(ref: str) -> Response:
    found = referrals.the_referral(actor(), ref)
    return web.page("associations/desk_referral.html", referral=found, desk_words=words_desk)


@desk.post(f"{REFERRAL}/attendances")
@open_to(web.STAFF_DOOR)
def attendances(ref: str) -> Response:
    commands_referrals.note_came(actor(), referrals.the_referral(actor(), ref))
    return web.done(_("Det er gemt."), "associations_desk_referrals.desk_referral", ref=ref)


@desk.post(f"{REFERRAL}/memberships")
@open_to(web.STAFF_DOOR)
def memberships(ref: str) -> Response:
    still = request.form.get("still") == "yes"
    commands_referrals.note_membership(actor(), referrals.the_referral(actor(), ref), still=still)
    return web.done(_("Det er gemt."), "associations_desk_referrals.desk_referral", ref=ref)


@desk.post(f"{REFERRAL}/withdrawals")
@open_to(web.STAFF_DOOR)
def withdrawals(ref: str) -> Response:
    """She has said no to a coordinator."""
    commands_referrals.withdraw_referral_consent(actor(), referrals.the_referral(actor(), ref))
    return web.done(
        _("Det er trukket tilbage. Foreningen kan ikke se personen mere."),
        "associations_desk_referrals.desk_referral",
        ref=ref,
    )


# --- agreements -----------------------------------------------------------------------------------


@desk.get("/desk/agreements")
@open_to(web.STAFF_DOOR)
def templates() -> Response:
    """The texts, version by version."""
    return web.page(
        "associations/templates.html",
        newest=agreements.newest(actor()),
        versions=agreements.templates(actor()),
        kinds=AgreementKind,
        desk_words=words_desk,
    )


@desk.route("/desk/agreements/<any(cooperation,mentoring,confidentiality):kind>", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def template(kind: str) -> Response:
    which = AgreementKind(kind)
    now = agreements.newest(actor()).get(which)
    first = {"text": str(words_desk.FIRST_TEXT[which]), "renew_months": 12}
    form = forms_desk.TemplateForm(obj=now, data=None if now else first)
    if form.validate_on_submit():
        commands_agreements.write_template(actor(), which, text=form.text.data, renew_months=form.renew_months.data)
        web.say(_("Den nye version er gemt. De gamle aftaler står, som de blev indgået."))
        return web.to("associations_desk_referrals.templates")
    return web.page("associations/template.html", form=form, kind_word=words_desk.AGREEMENT[which], now_template=now)


@desk.route("/desk/associations/<ref:ref>/agreements", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def send_agreement(ref: str) -> Response:
    association = queries.the_association(actor(), ref)
    form = forms_desk.SendForm(kind="cooperation")
    way_on = web.sent(
        form,
        lambda: commands_agreements.send_agreement(actor(), association, AgreementKind(form.kind.data)),
        _("Aftalen er sendt til deres kontakter."),
        "associations_desk.association",
        ref=ref,
    )
    return way_on or web.page(
        "associations/send_agreement.html",
        form=form,
        association=queries.the_association(actor(), ref),
        templates_url=url_for("associations_desk_referrals.templates"),
    )


# --- leads ----------------------------------------------------------------------------------------


@desk.get("/desk/leads")
@open_to(web.STAFF_DOOR)
def leads() -> Response:
    """Who wants to hear from which company."""
    return web.page(
        "associations/leads.html", leads=agreements.leads(actor()), hidden=protected_ways(actor().municipality_id or 0)
    )


@desk.post("/desk/leads/<ref:ref>/endings")
@open_to(web.STAFF_DOOR)
def lead_endings(ref: str) -> Response:
    outcome = request.form.get("outcome", "")
    if outcome not in ("placement", "none"):
        raise NotThere
    commands_agreements.settle_lead(actor(), agreements.the_lead(actor(), ref), became_placement=outcome == "placement")
    return web.done(_("Det er gemt."), "associations_desk_referrals.leads")
