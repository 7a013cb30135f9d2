from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.followups.rules_jobs import CheckEnd, JobEnd, JobSide, Said

SIDE = {JobSide.citizen: _l("Den nyankomne"), JobSide.company: _l("Virksomheden")}
END = {CheckEnd.done: _l("Svaret"), CheckEnd.moved: _l("Flyttet"), CheckEnd.missed: _l("Intet svar")}
END_TONE = {CheckEnd.done: "good", CheckEnd.moved: "info", CheckEnd.missed: "late"}
SAID = {
    Said.good: _l("Godt"),
    Said.ok: _l("Okay"),
    Said.bad: _l("Ikke godt"),
    Said.quitting: _l("Tænker på at stoppe"),
    Said.over: _l("Jobbet er slut"),
}
SAID_TONE = {Said.good: "good", Said.ok: "neutral", Said.bad: "late", Said.quitting: "late", Said.over: "attention"}
OUTCOME = {
    JobEnd.other_job: _l("Fik et andet job"),
    JobEnd.education: _l("Begyndte på en uddannelse"),
    JobEnd.she_left: _l("Sagde selv op"),
    JobEnd.company_ended: _l("Blev sagt op"),
    JobEnd.agreed_end: _l("Ansættelsen var kun for en tid"),
    JobEnd.unknown: _l("Ved ikke"),
}
