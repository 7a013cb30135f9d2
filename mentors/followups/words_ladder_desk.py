from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentors.followups.rules_ladder import GAP_DAYS, MOST_DAYS, MOST_RUNGS, CheckKind, Fault
from mentors.followups.rules_timeline import MarkState
from mentors.programmes.rules import Side

DAYS = {
    CheckKind.first_contact: _l("Har de fået kontakt? Dage efter begges ja"),
    CheckKind.fit: _l("Passer de sammen? Dage efter første møde"),
    CheckKind.check_in: _l("Hvordan går det? Dage efter parret kom i gang"),
    CheckKind.ending: _l("Vil de fortsætte? Dage før den planlagte slutdato"),
    CheckKind.afterwards: _l("Hvordan går det bagefter? Dage efter slutningen (tom: spørg ikke)"),
}
STATE = {
    MarkState.answered: _l("Svaret"),
    MarkState.waiting: _l("Venter på svar"),
    MarkState.unsent: _l("Ikke sendt endnu"),
    MarkState.missed: _l("Intet svar"),
    MarkState.dropped: _l("Ikke længere relevant"),
    MarkState.next: _l("Næste"),
    MarkState.planned: _l("Planlagt"),
}
TONE = {
    MarkState.answered: "good",
    MarkState.waiting: "info",
    MarkState.unsent: "attention",
    MarkState.missed: "late",
    MarkState.dropped: "neutral",
    MarkState.next: "info",
    MarkState.planned: "neutral",
}
SIDE = {Side.newcomer: _l("Den nyankomne"), Side.volunteer: _l("Den frivillige")}
COMES = {
    "now": _l("spørges i dag"),
    "sooner": _l("før end nu"),
    "later": _l("senere end nu"),
    "same": _l("som nu"),
}


def fault(found: Fault) -> str:
    """What to change, as a sentence."""
    sentences: dict[Fault, str] = {
        Fault.not_days: _("Skriv hele tal med mellemrum, fx 7 30 60."),
        Fault.negative: _("Et antal dage kan ikke være under 0."),
        Fault.too_far: _("Skriv højst %(most)d dage.", most=MOST_DAYS),
        Fault.too_many: _("Skriv højst %(most)d dage i hver linje. Brug gentagelsen til resten.", most=MOST_RUNGS),
        Fault.none: _("Skriv mindst én dag. Ellers kan et par blive glemt."),
        Fault.too_close: _("Lad der gå mindst %(gap)d dage, før den samme spørges om det samme.", gap=GAP_DAYS),
        Fault.every: _("Skriv, hvor mange dage der går, før der spørges igen: fra 7 til 730."),
        Fault.levels: _("Påmindelse, anden kanal og koordinator skal komme i den rækkefølge, inden for 30 dage."),
    }
    return sentences[found]
