from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.kit.forms import Form, day, labelled, long_text, number, one_of, text
from mentors.pairing.rules import Outcome
from mentors.pairing.words_desk import OUTCOME


class ReasonForm(Form):
    """Why a pair is proposed although something speaks against it. Empty for one without hurdles."""

    because = text(
        _l("Hvorfor foreslår I dem alligevel?"),
        needed=False,
        most=300,
        own_words=True,
        description=_l("Kort. Skriv ikke om helbred, religion eller andet privat."),
    )


class AgreementForm(Form):
    goal = long_text(_l("Mål"), description=_l("Hvad vil de to nå sammen?"))
    tasks = long_text(_l("Opgaver"), description=_l("Hvad hjælper den frivillige med, og hvad ikke?"))
    hours_a_month = number(_l("Timer om måneden"), 1, 100)
    starts_on = day(_l("Starter"))
    planned_end_on = day(_l("Slutter efter planen"))


class PauseForm(Form):
    until = day(_l("Pause til og med"), needed=False, description=_l("Lad feltet være tomt, hvis I ikke ved det."))


class EndingForm(Form):
    outcome = one_of(_l("Hvad førte det til?"), labelled(Outcome, OUTCOME.__getitem__), _l("Vælg en af dem."))
