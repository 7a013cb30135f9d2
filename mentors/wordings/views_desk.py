from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import gettext as _

from mentors.core.language import COMING, READABLE, STAFF_LANGUAGES, Language
from mentors.core.refusal import NotThere
from mentors.kit import links, speech, web
from mentors.kit.web import actor, open_to
from mentors.messages.rules import sms_segments
from mentors.municipalities.queries import municipality
from mentors.wordings import commands, forms_desk, queries, rules, words_desk
from mentors.wordings.rules import Medium, Wording

desk = Blueprint("wordings_desk", __name__)


@desk.get("/desk/texts")
@open_to(web.ADMIN_DOOR)
def overview() -> Response:
    """The texts a municipality may say itself, and how far each language is."""
    town = municipality(actor().municipality_id or 0)
    return web.page(
        "wordings/overview.html",
        wordings=rules.WORDINGS,
        own=queries.all_own(town.id),
        offered=[READABLE[code] for code in town.languages if code in READABLE],
        reviews=speech.reviews(),
        readable=READABLE,
        coming=COMING,
        staff_languages=STAFF_LANGUAGES,
        words=words_desk,
    )


@desk.route("/desk/texts/<key>/<code>", methods=["GET", "POST"])
@open_to(web.ADMIN_DOOR)
def wording(key: str, code: str) -> Response:
    """One text in one language: the house's words, the town's own, and how they look on a phone."""
    chosen, language = _the(key, code)
    town_id = actor().municipality_id or 0
    own = queries.own_wording(town_id, key, code)
    standing = own.said if own else speech.words_of(code).gettext(chosen.msgid)
    form = forms_desk.WordingForm(data={"said": rules.to_typed(chosen, standing)})
    link = links.sample_address()
    if form.validate_on_submit():
        if not form.look.data and web.tried(form, lambda: commands.say(actor(), chosen, code, form.said.data, link)):
            web.say(_("Gemt. Sådan skriver vi fra nu af."))
            return web.to("wordings_desk.overview")
        standing = rules.to_text(chosen, form.said.data)
    wrong = rules.problems(chosen, standing, link)
    fits = all(
        problem in (rules.WordingProblem.too_long, rules.WordingProblem.too_many_sms) for problem, _what in wrong
    )
    preview = rules.shown(chosen, standing, link) if fits else None
    return web.page(
        "wordings/wording.html",
        form=form,
        wording=chosen,
        reads=language,
        own=own,
        house=rules.to_typed(chosen, speech.words_of(code).gettext(chosen.msgid)),
        danish=rules.to_typed(chosen, chosen.msgid),
        preview=preview,
        segments=sms_segments(preview) if preview and chosen.medium is Medium.sms else None,
        faults=[words_desk.problem_text(problem, what) for problem, what in wrong] if form.look.data else [],
        words=words_desk,
    )


@desk.post("/desk/texts/<key>/<code>/back")
@open_to(web.ADMIN_DOOR)
def step_back(key: str, code: str) -> Response:
    chosen, _language = _the(key, code)
    commands.step_back(actor(), chosen, code)
    web.say(_("Den forrige tekst gælder igen."))
    return web.to("wordings_desk.wording", key=key, code=code)


def _the(key: str, code: str) -> tuple[Wording, Language]:
    if key not in rules.BY_KEY or code not in READABLE:
        raise NotThere
    return rules.BY_KEY[key], READABLE[code]
