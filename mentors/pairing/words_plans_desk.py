"""Everything the desk says about a plan: states, reasons, hurdles, remedies, costs; in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentors.kit.speech import say_date, say_language
from mentors.pairing.pool.remedies import Change
from mentors.pairing.pool.rules import Rule
from mentors.pairing.pool.week import parts_of
from mentors.pairing.rules import Hurdle
from mentors.pairing.rules_plans import CHANGED, GONE, NOT_NOW, PINNED, Failure, PlanState, RoundKind, SendingState
from mentors.pairing.words import listed
from mentors.pairing.words_desk import HURDLE
from mentors.timetables.words import week_part

STATE = {
    PlanState.draft: _l("Venter på at blive regnet"),
    PlanState.running: _l("Regner"),
    PlanState.ready: _l("Kladde"),
    PlanState.published: _l("Sendt"),
    PlanState.discarded: _l("Lagt væk"),
    PlanState.failed: _l("Blev ikke færdig"),
}
TONE = {
    PlanState.draft: "attention",
    PlanState.running: "attention",
    PlanState.ready: "info",
    PlanState.published: "good",
    PlanState.discarded: "neutral",
    PlanState.failed: "late",
}
STEP = {
    "read": _l("Læser, hvem der venter, og hvem der tilbyder sig"),
    "weigh": _l("Ser på alle mulige par"),
    "solve": _l("Finder det bedste sæt par"),
    "prove": _l("Leder efter noget bedre"),
    "check": _l("Efterprøver beviset"),
    "tell": _l("Skriver begrundelserne"),
}
FAILURE = {
    Failure.stopped: _l("Beregningen blev stoppet."),
    Failure.crashed: _l("Beregningen gik i stå tre gange. Prøv igen, eller ring til driften."),
    Failure.not_proven: _l("Planen kunne ikke bevises og er ikke gemt. Det er en fejl i programmet. Ring til driften."),
    Failure.too_big: _l("Puljen er for stor til at blive regnet på én gang."),
}
ROUND = {
    RoundKind.run: _l("Beregnet"),
    RoundKind.pin: _l("Fastholdt"),
    RoundKind.forbid: _l("Forbudt"),
    RoundKind.unpin: _l("Ikke længere fastholdt"),
    RoundKind.allow: _l("Tilladt igen"),
}
EDIT_HEADING = {
    RoundKind.run: _l("Beregnet"),
    RoundKind.pin: _l("Fasthold parret"),
    RoundKind.forbid: _l("Forbyd parret"),
    RoundKind.unpin: _l("Fasthold ikke længere"),
    RoundKind.allow: _l("Tillad parret igen"),
}
SENDING = {
    SendingState.waiting: _l("Er på vej"),
    SendingState.sent: _l("Sendt"),
    SendingState.refused: _l("Blev ikke sendt"),
    SendingState.recalled: _l("Trækkes tilbage"),
    SendingState.withdrawn: _l("Trukket tilbage"),
}
SENDING_TONE = {
    SendingState.waiting: "attention",
    SendingState.sent: "good",
    SendingState.refused: "late",
    SendingState.recalled: "attention",
    SendingState.withdrawn: "neutral",
}
CLASS = {"0": _l("Haster"), "1": _l("Har ventet længe"), "2": _l("De øvrige")}

NOT_OPEN = _l("Planen kan ikke ændres mere. Lav en ny plan.")
CHANGED_MEANWHILE = _l("Planen er ændret, siden du åbnede siden. Se den igen, før du bestemmer dig.")
SAY_WHY = _l("Skriv kort hvorfor.")
NO_CPR = _l("Det ligner et CPR-nummer. Slet tallet.")
FORBIDDEN_ALREADY = _l("Parret er allerede forbudt.")
NOTHING_TO_UNDO = _l("Der er ikke noget at fortryde.")
NOT_PROVEN = _l("Planens bevis passer ikke. Lav en ny plan.")

# What a rule asks, as the funnel shows it.
RULE = {
    Rule.programme: _l("Er med i programmet"),
    Rule.language: _l("Har et fælles sprog eller tolk"),
    Rule.clearance: _l("Har børneattest, der gælder"),
    Rule.gender: _l("Passer med ønsker om køn"),
    Rule.time: _l("Har tid samtidig"),
    Rule.distance: _l("Bor tæt nok på"),
    Rule.distance_unknown: _l("Har en kendt afstand"),
    Rule.not_with: _l("Er ikke valgt fra"),
    Rule.forbidden: _l("Er ikke forbudt"),
    Rule.capacity: _l("Har plads"),
}
# The same where it is broken.
BROKEN = {
    Rule.programme: _l("Den frivillige er ikke med i programmet."),
    Rule.language: _l("De to har intet fælles sprog og ingen tolk."),
    Rule.clearance: _l("Børneattesten mangler eller udløber før tid."),
    Rule.gender: _l("Et ønske om køn er ikke opfyldt."),
    Rule.time: _l("De to har ingen fælles ledig tid."),
    Rule.distance: _l("De to bor for langt fra hinanden."),
    Rule.distance_unknown: _l("Afstanden kendes ikke, og en af dem har en grænse."),
    Rule.not_with: _l("De to må ikke være et par: det gik ikke før, eller der er en interessekonflikt."),
    Rule.forbidden: _l("Parret er forbudt eller fastholdt i planen. Fortryd det først."),
    Rule.capacity: _l("Den frivillige har ikke flere pladser."),
}
_NOBODY = {
    Rule.programme: _l("Ingen af dem er med i programmet."),
    Rule.language: _l("Ingen af dem har et fælles sprog eller bruger tolk."),
    Rule.clearance: _l("Ingen af dem har en børneattest, der gælder hele tiden."),
    Rule.gender: _l("Ingen af dem passer med ønskerne om køn."),
    Rule.time: _l("Ingen af dem har tid på samme tidspunkt."),
    Rule.distance: _l("Ingen af dem bor tæt nok på."),
    Rule.distance_unknown: _l("Afstanden til dem kendes ikke, fordi et postnummer mangler."),
    Rule.not_with: _l("Dem, der er tilbage, er valgt fra."),
    Rule.forbidden: _l("Dem, der er tilbage, er forbudt i planen."),
    Rule.capacity: _l("Ingen af dem har plads."),
}


def number(value: int) -> str:
    """A whole number as people write it: 6.538."""
    return str(format_decimal(value))


def rank(place: int, possible: int) -> str:
    """`nr. 12 af 2.508 mulige`."""
    return str(_("nr. %(place)s af %(possible)s mulige", place=number(place), possible=number(possible)))


def not_possible(rules: Sequence[str]) -> str:
    """Why an edit cannot be made, rule by rule."""
    if not rules:
        return str(_("Den nyankomne er allerede fastholdt til en anden. Fortryd det først."))
    return " ".join(str(BROKEN[Rule(rule)]) for rule in rules)


def problem(codes: str) -> str:
    """The same for an edit that the worker has tried."""
    if codes == PINNED:
        return not_possible(())
    return str(CHANGED_MEANWHILE) if codes == CHANGED else not_possible(codes.split())


def against(codes: str | None) -> str:
    """Why a pair of the plan was not sent."""
    said = []
    for code in (codes or NOT_NOW).split():
        if code == GONE:
            said.append(str(_("En af de to er ikke i puljen mere.")))
        elif code == NOT_NOW:
            said.append(str(_("De to kan ikke blive et par lige nu.")))
        else:
            said.append(f"{HURDLE[Hurdle(code)]}.")
    return " ".join(dict.fromkeys(said))


# --- costs ------------------------------------------------------------------------------------------


def alternative_cost(costs: int, crosses: bool, total: int) -> str:
    """What another choice costs the whole plan, at least."""
    if crosses:
        return str(_("Så ville en anden, der venter, gå uden kontakt."))
    if costs <= 0:
        return str(_("Lige så godt for hele planen."))
    return str(_("Koster hele planen mindst %(value)s af %(total)s.", value=number(costs), total=number(total)))


def costs_of(costs: int, people: int, moved: int, total: int) -> list[str]:
    """What an edit costs, in sentences: people first."""
    said = []
    if people > 0:
        said.append(ngettext("%(num)d person færre får en kontakt.", "%(num)d personer færre får en kontakt.", people))
    elif people < 0:
        said.append(ngettext("%(num)d person mere får en kontakt.", "%(num)d personer mere får en kontakt.", -people))
    if costs > 0:
        said.append(_("Planen mister %(value)s af %(total)s i værdi.", value=number(costs), total=number(total)))
    elif costs < 0:
        said.append(_("Planen vinder %(value)s til %(total)s i værdi.", value=number(-costs), total=number(total)))
    elif not people:
        said.append(_("Det koster ikke planen noget."))
    said.append(
        ngettext(
            "%(num)d nyankommen får en anden plads i planen.", "%(num)d nyankomne får en anden plads i planen.", moved
        )
        if moved
        else _("Ingen andre flyttes.")
    )
    return [str(one) for one in said]


# --- why somebody waits -----------------------------------------------------------------------------


def hurdle(left: Mapping[str, Any]) -> str:
    """Why somebody is left over, in one or two sentences. `left` as `queries_plans_engine` stores it."""
    narrow = left.get("bottleneck")
    if narrow:
        return _bottleneck(narrow)
    if not left["start"]:
        return str(_("Der er ingen frivillige med plads."))
    counts = [left["start"], *(count for _rule, count in left["steps"])]
    before = next((count for count in reversed(counts) if count), 0)
    had = ngettext("Der var %(num)d mulig frivillig.", "Der var %(num)d mulige frivillige.", before)
    return f"{had} {_NOBODY[Rule(left['stops_at'])]}"


def _bottleneck(narrow: Mapping[str, Any]) -> str:
    languages = [say_language(code) for code in narrow["languages"]]
    places = ngettext("Der er %(num)d plads", "Der er %(num)d pladser", narrow["places"])
    values = {"places": places, "waiting": number(narrow["waiting"]), "languages": listed(languages)}
    if languages:
        return str(
            _("%(places)s til %(waiting)s nyankomne, der kun kan få disse frivillige (%(languages)s).", **values)
        )
    return str(_("%(places)s til %(waiting)s nyankomne, der kun kan få disse frivillige.", **values))


def remedy(left: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The smallest change that helps. `names` are the volunteers' by reference; one who is erased has none."""
    change, detail = Change(left["change"]), left["detail"]
    first = next((names[ref] for ref in left["volunteers"] if ref in names), str(_("en frivillig")))
    if change is Change.recruit:
        return str(_("Find en ny frivillig, der %(kind)s.", kind=kind(left["recruit"])))
    if change is Change.several:
        missing = _("en ledig tid i ugen") if detail == "free" else _("et postnummer")
        return str(_("Én ændring er ikke nok. Begynd med at skrive %(missing)s.", missing=missing))
    if change in _HERS:
        said = _HERS[change](detail)
        count = ngettext("%(num)d frivillig", "%(num)d frivillige", left["count"])
        return str(_("%(change)s: %(count)s.", change=said, count=count))
    return _theirs(change, detail, first)


_HERS: Mapping[Change, Any] = {
    Change.time: lambda detail: _("Hvis %(when)s var mulig", when=week_part(detail)),
    Change.distance: lambda detail: _("Hvis hun kunne rejse %(km)s km", km=detail),
    Change.postcode: lambda detail: _("Hvis vi kendte postnummeret, for eksempel %(postcode)s", postcode=detail),
    Change.language: lambda _detail: _("Hvis de brugte tolk"),
    Change.gender: lambda _detail: _("Hvis hun tog ønsket om køn op igen"),
}


def _theirs(change: Change, detail: str, name: str) -> str:
    if change is Change.clearance:
        until = say_date(date.fromisoformat(detail))
        return str(_("Hvis %(name)s fik børneattest til %(until)s.", name=name, until=until))
    if change is Change.their_distance:
        return str(_("Hvis %(name)s ville rejse %(km)s km.", name=name, km=detail))
    if change is Change.programme:
        return str(_("Hvis %(name)s også var med i programmet.", name=name))
    if change is Change.forbidden:
        return str(_("Hvis I tillod parret med %(name)s igen.", name=name))
    if change is Change.their_gender:
        return str(_("Hvis %(name)s tog ønsket om køn op igen.", name=name))
    return str(_("Hvis %(name)s tog én mere (%(count)s i alt).", name=name, count=detail))


_GENDER = {"woman": _l("er en kvinde"), "man": _l("er en mand"), "other": _l("passer med ønsket om køn")}


def kind(one: Mapping[str, Any]) -> str:
    """What a volunteer who is looked for must be like: `taler arabisk, kan tirsdag aften og bor i 5000`."""
    said: list[Any] = [_("taler %(language)s", language=say_language(code)) for code in one["languages"]]
    if one["interpreter"]:
        said.append(_("bruger tolk"))
    said += [_("kan %(when)s", when=week_part(part)) for part in parts_of(one["free"])]
    if one["postcode"]:
        said.append(_("bor i nærheden af %(postcode)s", postcode=one["postcode"]))
    if one["gender"]:
        said.append(_GENDER[one["gender"]])
    if one["clearance"]:
        said.append(_("har børneattest til %(until)s", until=say_date(date.fromisoformat(one["clearance"]))))
    return listed(said)


# --- people and charts ------------------------------------------------------------------------------


def erased() -> str:
    return str(_("Ikke registreret mere"))


def run_again() -> str:
    """Said where an address was protected after the run, and the remedy would tell a distance."""
    return str(_("Lav en ny plan for at se, hvad der hjælper."))


def household(first_names: Sequence[str]) -> str:
    """A family on one line: `Husstand: Amal, Basel og Celine`."""
    return str(_("Husstand: %(names)s", names=listed(first_names)))


def urgency(name: str) -> str:
    """A priority class in words."""
    return str(CLASS[name]) if name in CLASS else str(_("Klasse %(number)s", number=name))


def stop(left: Mapping[str, Any]) -> str:
    """Where somebody's funnel ends, in two or three words."""
    if left.get("bottleneck"):
        return str(_("For få pladser"))
    if not left["start"]:
        return str(_("Ingen frivillige"))
    return str(RULE[Rule(left["stops_at"])])


def funnel(left: Mapping[str, Any]) -> list[tuple[str, int]]:
    """How many volunteers each rule leaves."""
    return [(str(_("Har plads")), left["start"]), *((str(RULE[Rule(rule)]), count) for rule, count in left["steps"])]


def change(name: str, count: int) -> str:
    """What happened to the pool since the plan was made, in a few words."""
    if name == "joined":
        return str(ngettext("%(num)d er kommet til:", "%(num)d er kommet til:", count))
    if name == "left":
        return str(ngettext("%(num)d er ikke i puljen mere:", "%(num)d er ikke i puljen mere:", count))
    return str(ngettext("%(num)d har fået nye oplysninger:", "%(num)d har fået nye oplysninger:", count))
