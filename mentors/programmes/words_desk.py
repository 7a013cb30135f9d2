"""Words only staff meet."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentors.programmes.rules import ConsentThrough, JoinHurdle, ParticipationState, Side, StepKind

SIDE = {Side.volunteer: _l("Frivillig"), Side.newcomer: _l("Ny i Danmark")}
STEP = {
    StepKind.interview: _l("Samtale"),
    StepKind.confidentiality: _l("Tavshedserklæring"),
    StepKind.child_certificate: _l("Børneattest"),
    StepKind.course: _l("Kursus"),
}
STATE = {
    ParticipationState.applied: _l("Ny"),
    ParticipationState.approved: _l("Godkendt"),
    ParticipationState.paused: _l("På pause"),
    ParticipationState.turned_down: _l("Sagt nej til"),
    ParticipationState.left: _l("Stoppet"),
}
STATE_TONE = {
    ParticipationState.applied: "attention",
    ParticipationState.approved: "good",
    ParticipationState.paused: "info",
    ParticipationState.turned_down: "neutral",
    ParticipationState.left: "neutral",
}
THROUGH = {
    ConsentThrough.herself: _l("I sin egen tilmelding"),
    ConsentThrough.meeting: _l("Ved en samtale"),
    ConsentThrough.phone: _l("I telefonen"),
    ConsentThrough.paper: _l("På papir"),
    ConsentThrough.guardian: _l("Af en forælder"),
}
# The same hurdle where a coordinator signs somebody up.
HURDLE_AT_DESK = {
    JoinHurdle.too_young: _l("Nye i Danmark skal være fyldt 13 år; i programmet for børn 5 år."),
}

NAV = {"applications": _l("Ansøgninger"), "newcomers": _l("Nye i Danmark"), "programmes": _l("Programmer")}

NOT_NOW = _l("Det kan ikke lade sig gøre nu. Se, hvad der står om status.")
NOT_YET = _l("Datoen må ikke ligge i fremtiden.")
PAST = _l("Vælg en dag, der ikke er gået endnu.")
NEEDS_CERTIFICATE = _l("Frivillige, der møder børn under 15 år, skal have en børneattest.")
PAIRS_NOT_CLEARED = _l(
    "Der er par i gang, hvor den frivillige ikke er godkendt til børn. Sæt dem på pause eller afslut dem først."
)
TOO_SHORT = _l("En aftale kan ikke være kortere end programmets længde.")
NEEDS_GUARDIAN = _l("Er man under 18 år, skal en forælder sige ja.")


def still_missing(steps: Iterable[StepKind]) -> str:
    return str(
        _("Kan ikke godkendes endnu. Der mangler: %(steps)s.", steps=", ".join(str(STEP[step]) for step in steps))
    )
