from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from mentors.followups.rules import CheckKind
from mentors.followups.rules_timeline import MarkState
from mentors.meetings.rules import Face
from mentors.pairing.rules import Fit
from mentors.programmes.rules import Side

# The question as it is put, with the other's first name.
QUESTION = {
    CheckKind.first_contact: _l("Har du og %(name)s fået kontakt?"),
    CheckKind.fit: _l("Passer du og %(name)s godt sammen?"),
    CheckKind.check_in: _l("Hvordan går det med %(name)s?"),
    CheckKind.ending: _l("Vil du og %(name)s fortsætte?"),
    CheckKind.afterwards: _l("Du og %(name)s er ikke et par mere. Hvordan går det dig nu?"),
}

ANSWER: Mapping[CheckKind, Mapping[str, object]] = {
    CheckKind.first_contact: {"yes": _l("Ja"), "no": _l("Nej, ikke endnu")},
    CheckKind.fit: {
        Fit.good: _l("Ja, godt"),
        Fit.deciding: _l("Jeg ved det ikke endnu"),
        Fit.bad: _l("Nej"),
    },
    CheckKind.check_in: {Face.good: _l("Godt"), Face.ok: _l("Okay"), Face.bad: _l("Ikke godt")},
    CheckKind.afterwards: {Face.good: _l("Godt"), Face.ok: _l("Okay"), Face.bad: _l("Ikke godt")},
    CheckKind.ending: {"extend": _l("Ja, vi fortsætter"), "finish": _l("Nej, vi slutter")},
}

PICTO = {
    "yes": "check", "no": "hourglass", "good": "face-good", "ok": "face-ok", "bad": "face-bad",
    "deciding": "face-ok", "extend": "extend", "finish": "end",
}  # fmt: skip

# The question in few words, for whoever looks back at her own.
SHORT = {
    CheckKind.first_contact: _l("Første kontakt"),
    CheckKind.fit: _l("Passer vi sammen?"),
    CheckKind.check_in: _l("Hvordan går det?"),
    CheckKind.ending: _l("Fortsætte?"),
    CheckKind.afterwards: _l("Hvordan går det nu?"),
}
MY_LANE = {Side.newcomer: _l("Dig"), Side.volunteer: _l("Dig")}
STATE = {
    MarkState.answered: _l("Svaret"),
    MarkState.waiting: _l("Venter på dit svar"),
    MarkState.unsent: _l("På vej"),
    MarkState.missed: _l("Intet svar"),
    MarkState.dropped: _l("Ikke længere relevant"),
    MarkState.next: _l("Næste"),
    MarkState.planned: _l("Planlagt"),
}
STATE_TONE = {
    MarkState.answered: "good", MarkState.waiting: "info", MarkState.unsent: "neutral", MarkState.missed: "attention",
    MarkState.dropped: "neutral", MarkState.next: "info", MarkState.planned: "neutral",
}  # fmt: skip
