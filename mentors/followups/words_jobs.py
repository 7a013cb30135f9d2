from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.followups.rules_jobs import JobSide, Said

QUESTION = {
    JobSide.citizen: _l("Hvordan går det i dit job?"),
    JobSide.company: _l("Hvordan går det med jeres nye medarbejder?"),
}
ANSWER = {
    JobSide.citizen: {
        Said.good: _l("Godt"),
        Said.ok: _l("Okay"),
        Said.bad: _l("Ikke godt"),
        Said.quitting: _l("Jeg tænker på at stoppe"),
        Said.over: _l("Jobbet er slut"),
    },
    JobSide.company: {
        Said.good: _l("Godt"),
        Said.ok: _l("Okay"),
        Said.bad: _l("Ikke godt"),
        Said.quitting: _l("Vi tænker på at stoppe"),
        Said.over: _l("Jobbet er slut"),
    },
}
PICTO = {
    Said.good: "face-good",
    Said.ok: "face-ok",
    Said.bad: "face-bad",
    Said.quitting: "hourglass",
    Said.over: "end",
}
