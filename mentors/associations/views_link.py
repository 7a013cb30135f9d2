"""Personal links: her question and receipt, a nominee's answer, an agreement to accept."""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from flask_babel import gettext as _

from mentors.associations import commands_agreements, commands_referrals, forms, words
from mentors.associations import queries_agreements as agreements
from mentors.associations import queries_referrals as referrals
from mentors.associations.models_agreements import Nomination
from mentors.associations.models_referrals import Referral
from mentors.kit import web
from mentors.kit.speech import speaking, spoken_language
from mentors.kit.web import actor, open_to

link = Blueprint("associations_link", __name__)


# --- the newcomer's question and receipt ----------------------------------------------------------


def _referral() -> Referral:
    return referrals.referral_of_link(g.link.thing_ref, g.link.person_id)


@link.get("/w/<token:token>/referral")
@open_to(web.link_door("referral"))
def referral(token: str) -> Response:
    """The question in her language, then the receipt: to whom, in which words, and who has seen her."""
    asked = _referral()
    wording = words.REFERRAL_PROTECTED if asked.person.is_protected else words.REFERRAL
    with speaking("da"):
        danish = str(wording)
    return web.page("associations/referral.html", referral=asked, wording=wording, danish=danish, token=token)


@link.post("/w/<token:token>/referral/consents")
@open_to(web.link_door("referral"))
def referral_consents(token: str) -> Response:
    commands_referrals.give_referral_consent(actor(), _referral(), language=spoken_language().code)
    return web.to("associations_link.referral", token=token)


@link.post("/w/<token:token>/referral/withdrawals")
@open_to(web.link_door("referral"))
def referral_withdrawals(token: str) -> Response:
    """No thank you, or no longer: the same button before and after the yes."""
    commands_referrals.withdraw_referral_consent(actor(), _referral())
    return web.to("associations_link.referral", token=token)


# --- the nominee's answer -------------------------------------------------------------------------


def _nomination() -> Nomination:
    return agreements.the_nomination(g.link.thing_ref, g.link.municipality_id)


@link.get("/w/<token:token>/nomination")
@open_to(web.link_door("nomination"))
def nomination(token: str) -> Response:
    return web.page("associations/nomination.html", nomination=_nomination(), wording=words.NOMINEE, token=token)


@link.post("/w/<token:token>/nomination/answers")
@open_to(web.link_door("nomination"), at_most=(20, 600))
def nomination_answers(token: str) -> Response:
    commands_agreements.answer_nomination(actor(), _nomination(), yes=request.form.get("answer") == "yes")
    return web.to("associations_link.nomination", token=token)


# --- an agreement ---------------------------------------------------------------------------------


@link.route("/w/<token:token>/agreement", methods=["GET", "POST"])
@open_to(web.link_door("agreement"), at_most=(20, 600))
def agreement(token: str) -> Response:
    """The text in its version; accepted with a name, once."""
    sent = agreements.the_agreement(g.link.thing_ref, g.link.municipality_id)
    form = forms.AcceptForm()
    if form.validate_on_submit():
        commands_agreements.accept_agreement(actor(), sent, name=form.name.data)
        web.say(_("Tak. Aftalen gælder nu."))
        return web.to("associations_link.agreement", token=token)
    return web.page("associations/agreement.html", form=form, agreement=sent)
