from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentors.audits.rules import FollowUpState, PeriodProblem, Requirement

REQUIREMENT = {
    Requirement.goal: _l("Mål"),
    Requirement.mentor: _l("Mentorens navn"),
    Requirement.reached: _l("Hvordan mentoren kan kontaktes"),
    Requirement.tasks: _l("Opgaver"),
    Requirement.duration: _l("Varighed"),
    Requirement.hours: _l("Timer"),
    Requirement.complaint: _l("Klagevejledning"),
}
STATE = {
    FollowUpState.answered: _l("Fulgt op"),
    FollowUpState.waiting: _l("Venter på svar"),
    FollowUpState.missed: _l("Ikke fulgt op"),
}
TONE = {FollowUpState.answered: "good", FollowUpState.waiting: "neutral", FollowUpState.missed: "late"}
PROBLEM = {
    PeriodProblem.reversed: _l("Den sidste dag skal ligge efter den første."),
    PeriodProblem.to_come: _l("Vælg en periode, der er begyndt."),
}


def say_hours(minutes: int | None) -> str:
    """Minutes as hours with one decimal, Danish fashion."""
    return "–" if minutes is None else f"{minutes / 60:.1f}".replace(".", ",")


def erased() -> str:
    return str(_("Slettet"))


def protected() -> str:
    return str(_("Beskyttet navn"))


def no_name(ref: str) -> str:
    return str(_("Par %(ref)s", ref=ref))


def sheet_titles() -> tuple[str, str, str]:
    return str(_("Stikprøve")), str(_("Par")), str(_("Opfølgninger"))


def sheet_headers() -> tuple[list[str], list[str], list[str]]:
    return (
        [_("Hvad"), _("Værdi")],
        [
            _("Nr."), _("Par"), _("Ny i Danmark"), _("Mentor"), _("Starter"), _("Slutter"),
            *(str(word) for word in REQUIREMENT.values()), _("Planlagte timer"), _("Leverede timer"),
            _("Møder planlagt"), _("Møder holdt"), _("Møder aflyst"), _("Fulgt op"), _("Ikke fulgt op"),
            _("Opgaver klaret"), _("Uden opfølgning"),
        ],
        [_("Nr."), _("Par"), _("Spørgsmål"), _("Til"), _("Dato"), _("Spurgt"), _("Svar"), _("Status")],
    )  # fmt: skip


def yes_no(is_so: bool) -> str:
    return str(_("Ja") if is_so else _("Nej"))
