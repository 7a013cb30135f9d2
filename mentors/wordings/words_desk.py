"""What staff read about the texts they may change."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentors.wordings.rules import Medium, WordingProblem

NAV = _l("Tekster og sprog")
MEDIUM = {Medium.page: _l("Side"), Medium.sms: _l("SMS"), Medium.mail: _l("E-mail")}
WHERE: dict[str, Any] = {
    "front": _l("Linjen under overskriften på forsiden"),
    "was-status": _l("Tilgængelighed: hvordan siderne følger reglerne"),
    "was": _l("Tilgængelighed: det, I ved mangler"),
    "welcome-sms": _l("Velkomst til den nye: linket til hendes side"),
    "welcome": _l("Velkomst til den nye: første linje"),
    "applied": _l("Svar til den, der lige har meldt sig"),
    "approved-sms": _l("Godkendt som frivillig"),
    "approved": _l("Godkendt som frivillig: første linje"),
    "newcomer-sms": _l("Forslag til den nye"),
    "newcomer": _l("Forslag til den nye: første linje"),
    "volunteer-sms": _l("Forslag til den frivillige"),
    "volunteer": _l("Forslag til den frivillige: første linje"),
    "seat-sms": _l("Tilbud om en ledig plads"),
    "check-in-sms": _l("Spørgsmålet: hvordan går det"),
    "ended-sms": _l("Tak, når et forløb slutter"),
}
HOLES = {"name": _l("personens fornavn"), "link": _l("linket")}


def problem_text(problem: WordingProblem, what: str) -> str:
    """One sentence that says what to change."""
    match problem:
        case WordingProblem.missing_name:
            return str(_("Skriv [%(name)s] dér, hvor det skal stå.", name=what))
        case WordingProblem.unknown_name:
            return str(_("[%(name)s] kender vi ikke her. Slet det.", name=what))
        case WordingProblem.too_long:
            return str(_("Skriv højst %(most)s tegn.", most=what))
        case WordingProblem.too_many_sms:
            return str(
                _("Med link fylder teksten %(count)s tegn, og det er mere end én SMS. Skriv den kortere.", count=what)
            )
        case WordingProblem.open_direction:
            return str(
                _("Der er et usynligt retningstegn, der ikke er lukket. Skriv teksten igen uden at kopiere den.")
            )
