from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from mentors.core import clock
from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.pairing import commands_settings as commands
from mentors.pairing import queries_effect, queries_settings, words_desk, words_settings_desk
from mentors.pairing.forms_settings_desk import SettingsForm, shown
from mentors.pairing.models_settings import PairingSettings
from mentors.pairing.pool.settings import Part
from mentors.pairing.rules_settings import choices_from, defaults_for, differences
from mentors.programmes.commands import mark_urgent
from mentors.programmes.models import Programme
from mentors.programmes.queries import the_participation, the_programme

blueprint = Blueprint("pairing_settings", __name__)
SHOWN_AT_ONCE = 20


@blueprint.route("/desk/programmes/<ref:ref>/pairing", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def settings(ref: str) -> Response:
    """How the programme pairs: weights, classes and what may be switched; the effect first, then the saving."""
    programme = the_programme(actor(), ref)
    now, number = queries_settings.choices_now(programme)
    form = SettingsForm(data=shown(now, number))
    extra: dict[str, Any] = {}
    if form.validate_on_submit():
        if request.form.get("do") == "preview":
            extra = {"effect": queries_effect.effect_of(programme, now, form.choices(), clock.today()), "tried": True}
        elif web.tried(form, lambda: _save(programme, form)):
            web.say(_("Gemt. Det gælder fra næste forslag."))
            return web.to("pairing_settings.settings", ref=ref)
        extra["changes"] = differences(now, form.choices())
    if form.based_on.errors and not any(
        field.errors for field in form if field is not form.based_on
    ):  # somebody was quicker: shown now is what she saved, kept is what was typed
        programme = the_programme(actor(), ref)
        now, number = queries_settings.choices_now(programme)
        form.form_errors.extend(form.based_on.errors)
        form.based_on.errors = []
        form.based_on.data = str(number)
        extra["changes"] = differences(now, form.choices())
    return _page(ref, form, number, extra)


def _page(ref: str, form: SettingsForm, number: int, extra: dict[str, Any]) -> Response:
    programme = the_programme(actor(), ref)
    status = 422 if form.errors else 200
    return web.page(
        "pairing/settings.html",
        status=status,
        **{
            "programme": programme,
            "form": form,
            "number": number,
            "parts": [str(part) for part in Part],
            "versions": _versions(programme),
            "words": words_settings_desk,
            "part_words": words_desk.PART,
            "changes": (),
            "tried": False,
            "effect": None,
            "most": SHOWN_AT_ONCE,
            **extra,
        },
    )


def _save(programme: Programme, form: SettingsForm) -> None:
    by = actor()
    commands.save_settings(
        by, the_programme(by, programme.ref), form.choices(), based_on=int(form.based_on.data), why=form.why.data
    )


def _versions(programme: Programme) -> list[tuple[PairingSettings, list[str]]]:
    """Each version with what it changed, newest first."""
    found: list[tuple[PairingSettings, list[str]]] = []
    before = defaults_for(programme.kind)
    for version in reversed(queries_settings.versions_of(programme)):
        after = choices_from(version.choices, programme.kind)
        found.append((version, [words_settings_desk.change(one) for one in differences(before, after)]))
        before = after
    return found[::-1]


@blueprint.post("/desk/programmes/<ref:ref>/pairing/versions")
@open_to(web.STAFF_DOOR)
def go_back(ref: str) -> Response:
    """Make an earlier version hold again."""
    wanted, based_on = request.form.get("number", ""), request.form.get("based_on", "")
    if not (wanted.isdecimal() and based_on.isdecimal() and len(wanted) < 7 and len(based_on) < 7):
        raise NotThere
    version = commands.go_back_to(actor(), the_programme(actor(), ref), int(wanted), based_on=int(based_on))
    web.say(_("Version %(number)d gælder nu.", number=version.number))
    return web.to("pairing_settings.settings", ref=ref)


@blueprint.post("/desk/newcomers/<ref:ref>/urgency")
@open_to(web.STAFF_DOOR)
def urgency(ref: str) -> Response:
    """Let somebody come first, or not any more."""
    newcomer, urgent = the_participation(actor(), ref), request.form.get("urgent") == "yes"
    mark_urgent(actor(), newcomer, urgent)
    web.say(_("Kommer først, når vi finder kontakter.") if urgent else _("Står i den almindelige rækkefølge igen."))
    return web.to("desk.person", ref=newcomer.person.ref)
