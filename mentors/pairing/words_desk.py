from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from mentors.kit.speech import say_language
from mentors.pairing.pool.settings import Part
from mentors.pairing.rules import Fit, Hurdle, Outcome, PairState
from mentors.pairing.words import listed
from mentors.people.words import INTEREST, TRADE
from mentors.timetables.words import week_part

STATE = {
    PairState.proposed: _l("Den frivillige er spurgt"),
    PairState.volunteer_yes: _l("Den nyankomne er spurgt"),
    PairState.agreed: _l("Begge har sagt ja"),
    PairState.active: _l("I gang"),
    PairState.paused: _l("På pause"),
    PairState.ended: _l("Afsluttet"),
    PairState.declined: _l("Fik et nej tak"),
    PairState.lapsed: _l("Ikke besvaret i tide"),
}
TONE = {
    PairState.proposed: "attention",
    PairState.volunteer_yes: "attention",
    PairState.agreed: "info",
    PairState.active: "good",
    PairState.paused: "info",
    PairState.ended: "neutral",
    PairState.declined: "late",
    PairState.lapsed: "late",
}
CHANGE: dict[str, Any] = {
    **{str(state): word for state, word in STATE.items()},
    "proposed": _l("Foreslået"),
    "volunteer_yes": _l("Den frivillige sagde ja"),
    "agreed": _l("Den nyankomne sagde ja"),
    "resumed": _l("I gang igen"),
    "extended": _l("Forlænget"),
    "agreement": _l("Aftalen er skrevet ned"),
    "first_met": _l("Første møde"),
}
OUTCOME = {
    Outcome.job: _l("Job"),
    Outcome.placement: _l("Praktik"),
    Outcome.education: _l("Uddannelse"),
    Outcome.volunteering: _l("Frivilligt arbejde"),
    Outcome.network: _l("Netværk og venskab"),
    Outcome.none: _l("Ikke noget af det"),
    Outcome.unknown: _l("Vi ved det ikke"),
}
FIT_SHORT = {
    Fit.good: _l("Passer godt"),
    Fit.deciding: _l("Ved det ikke endnu"),
    Fit.bad: _l("Passer ikke"),
}
HURDLE = {
    Hurdle.same_person: _l("Det er den samme person"),
    Hurdle.not_approved: _l("Er ikke godkendt"),
    Hurdle.paused: _l("Holder pause"),
    Hurdle.steps_missing: _l("Mangler et trin før godkendelsen gælder"),
    Hurdle.consent_missing: _l("Samtykke mangler"),
    Hurdle.already_paired: _l("Den nyankomne har allerede en kontakt i programmet"),
    Hurdle.conflict: _l("Kender hinanden i en anden rolle"),
    Hurdle.no_capacity: _l("Har ikke plads til flere"),
    Hurdle.child_certificate: _l("Børneattesten mangler eller udløber før tid"),
    Hurdle.no_shared_language: _l("Ingen fælles sprog"),
    Hurdle.wanted_gender: _l("Passer ikke med et ønske om køn"),
    Hurdle.failed_before: _l("De har været foreslået for hinanden før, og det gik ikke"),
    Hurdle.no_common_time: _l("Ingen fælles tider"),
    Hurdle.too_far: _l("For langt fra hinanden"),
    Hurdle.distance_unknown: _l("Afstanden kendes ikke"),
}
PART = {
    Part.language: _l("Sprog"),
    Part.time: _l("Fælles tid"),
    Part.distance: _l("Afstand"),
    Part.interests: _l("Interesser"),
    Part.trade: _l("Fag"),
    Part.age: _l("Alder"),
}


def explained(part: str, detail: list[str] | tuple[str, ...]) -> str:
    """What the points of one part stand for, in words a coordinator can say to a colleague."""
    if part == Part.distance:
        return distance(detail)
    if not detail:
        return str(_("ikke oplyst") if part == Part.age else _("intet fælles"))
    if part == Part.age:
        return str(ngettext("%(num)d års forskel", "%(num)d års forskel", int(detail[0])))
    say = {Part.language: say_language, Part.time: week_part, Part.interests: _interest, Part.trade: _trade}[Part(part)]
    return listed(say(code) for code in detail)


def _interest(code: str) -> str:
    return str(INTEREST.get(code, code))


def _trade(code: str) -> str:
    return str(TRADE.get(code, code))


def distance(detail: list[str] | tuple[str, ...]) -> str:
    """`ca. 3 km`, never more exact: postcodes' centres, and nothing for a protected address."""
    if not detail:
        return str(_("vises ikke eller kendes ikke"))
    return str(_("samme postnummer") if detail[0] == "0" else _("ca. %(km)s km", km=detail[0]))
