from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from mentors.followups.rules import CheckKind
from mentors.meetings.rules import Face
from mentors.pairing.rules import Fit

# The question as it is put, with the other's first name.
QUESTION = {
    CheckKind.first_contact: _l("Har du og %(name)s fået kontakt?"),
    CheckKind.fit: _l("Passer du og %(name)s godt sammen?"),
    CheckKind.check_in: _l("Hvordan går det med %(name)s?"),
    CheckKind.ending: _l("Vil du og %(name)s fortsætte?"),
}

ANSWER: Mapping[CheckKind, Mapping[str, object]] = {
    CheckKind.first_contact: {"yes": _l("Ja"), "no": _l("Nej, ikke endnu")},
    CheckKind.fit: {
        Fit.good: _l("Ja, godt"),
        Fit.deciding: _l("Jeg ved det ikke endnu"),
        Fit.bad: _l("Nej"),
    },
    CheckKind.check_in: {Face.good: _l("Godt"), Face.ok: _l("Okay"), Face.bad: _l("Ikke godt")},
    CheckKind.ending: {"extend": _l("Ja, vi fortsætter"), "finish": _l("Nej, vi slutter")},
}

PICTO = {
    "yes": "check", "no": "hourglass", "good": "face-good", "ok": "face-ok", "bad": "face-bad",
    "deciding": "face-ok", "extend": "extend", "finish": "end",
}  # fmt: skip
