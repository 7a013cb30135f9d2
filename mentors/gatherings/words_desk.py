from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from mentors.gatherings.rules import AfterLeave, Childcare, ClosingKind, SeriesKind, SignUpMode, SpeakerState, Unit
from mentors.gatherings.rules_pattern import Repeat
from mentors.people.models import Person

MODE_DESK = {
    SignUpMode.open_door: _l("Åben dør: ingen melder sig til"),
    SignUpMode.link: _l("Familier melder sig selv til"),
    SignUpMode.coordinator: _l("Vi melder folk til"),
}
ABOUT_KIND = {
    SeriesKind.barselscafe: _l("To gange om ugen med emner, oplæg og børnepasning"),
    SeriesKind.salon: _l("Hver uge, åben dør"),
    SeriesKind.advice_cafe: _l("Oplæg og samtaler på tomandshånd"),
    SeriesKind.womens_course: _l("Fast hold på 10-12 med venteliste"),
    SeriesKind.intro_course: _l("Moduler og bevis"),
    SeriesKind.motivation_group: _l("Fast gruppe, flere afdelinger"),
    SeriesKind.homework_cafe: _l("Hver uge, åben dør"),
    SeriesKind.leisure: _l("Tilmelding, også for familier"),
    SeriesKind.open_company: _l("En dag, mange virksomheder"),
    SeriesKind.open_event: _l("Én aften, ét sted"),
}
SPEAKER = {
    SpeakerState.invited: _l("Inviteret"),
    SpeakerState.confirmed: _l("Kommer"),
    SpeakerState.declined: _l("Kan ikke"),
}
SPEAKER_TONE = {
    SpeakerState.invited: "attention",
    SpeakerState.confirmed: "good",
    SpeakerState.declined: "late",
}
CLOSING = {ClosingKind.closing: _l("Lukkedag"), ClosingKind.school_holiday: _l("Skoleferie")}
CHILDCARE = {
    Childcare.not_wanted: _l("Ingen børnepasning"),
    Childcare.covered: _l("På plads"),
    Childcare.nobody: _l("Ingen passer børnene"),
    Childcare.not_cleared: _l("En hjælper mangler gyldig børneattest"),
}
CHILDCARE_TONE = {
    Childcare.not_wanted: "neutral",
    Childcare.covered: "good",
    Childcare.nobody: "late",
    Childcare.not_cleared: "late",
}
AFTER = {
    AfterLeave.language_school: _l("Sprogskole"),
    AfterLeave.placement: _l("Praktik"),
    AfterLeave.job: _l("Job"),
    AfterLeave.other: _l("Andet"),
    AfterLeave.none: _l("Ingenting endnu"),
}
UNIT = {
    Unit.job_centre: _l("Jobcenter"),
    Unit.social_psychiatry: _l("Socialpsykiatri"),
    Unit.family_centre: _l("Familiecenter"),
    Unit.integration: _l("Integration"),
    Unit.volunteering: _l("Frivillighed"),
}
RULE_PROBLEM: dict[str, Any] = {
    "unreadable": _l("Gentagelsen kan ikke læses. Skriv fx FREQ=WEEKLY;BYDAY=TU,TH."),
    "no_rule": _l("Skriv reglen, eller vælg en af de andre muligheder."),
    "two_ends": _l("Vælg enten en slutdato eller et antal gange, ikke begge dele."),
    "ends_first": _l("Slutdatoen skal ligge efter den første dag."),
    "half_a_day": _l("Vælg både hvilken og hvilken dag, fx den første mandag."),
    "over": _l("Alle de datoer er gået, eller de falder på lukkedage. Ret gentagelsen eller startdatoen."),
    "unsupported": _l("Den slags gentagelse kan ikke bruges her. Brug FREQ, INTERVAL, BYDAY, COUNT og UNTIL."),
    "too_many": _l("Højst 400 gange og højst hver 52. uge."),
    "never": _l("Den gentagelse giver ingen datoer. Ret den eller startdatoen."),
    "hour": _l("Vælg et starttidspunkt mellem kl. 6 og kl. 22."),
}


REPEAT = {
    Repeat.once: _l("Kun én gang"),
    Repeat.weekly: _l("Hver uge, på faste dage"),
    Repeat.monthly: _l("Hver måned, fx den første mandag"),
    Repeat.yearly: _l("En gang om året"),
    Repeat.own: _l("På en anden måde"),
}
WEEKDAY = {
    "MO": _l("Mandag"),
    "TU": _l("Tirsdag"),
    "WE": _l("Onsdag"),
    "TH": _l("Torsdag"),
    "FR": _l("Fredag"),
    "SA": _l("Lørdag"),
    "SU": _l("Søndag"),
}
NTH = {
    "": _l("Som den første dag"),
    "1": _l("Den første"),
    "2": _l("Den anden"),
    "3": _l("Den tredje"),
    "4": _l("Den fjerde"),
    "-1": _l("Den sidste"),
}

# --- what a command answers instead of doing it ---------------------------------------------------

MINIMUM_TOO_LARGE = _l("Mindstetallet må ikke være større end antal pladser.")
NOT_AN_OPEN_DAY = _l("Vælg en dag, der ikke er gået eller er en helligdag eller lukkedag.")
PAST_STAYS = _l("Det, der har været, ændres ikke. Vælg en dato fra i dag.")
PEOPLE_STILL = _l("Der er tilmeldte til en af de næste gange. Aflys dem først, så de får besked.")
SERIES_ENDED = _l("Rækken er afsluttet.")
TIME_PASSED = _l("Vælg et tidspunkt, der ikke er gået.")
HELD_STAYS = _l("Den gang er holdt og kan ikke flyttes.")
BEGUN = _l("Den gang er allerede begyndt eller forbi.")
CANCELLED_STAYS = _l("Den gang er aflyst. Fortryd aflysningen, før du flytter den.")
CHOOSE_TOPIC = _l("Vælg et emne på listen.")
WAY_FOR_SPEAKER = _l("Skriv en e-mail eller et mobilnummer, så vi kan spørge.")
OVER = _l("Den gang er aflyst eller forbi.")
CANCELLED = _l("Den gang er aflyst.")
DOOR_SHUT = _l("Døren åbner tre timer før.")
CHOOSE_PERSON = _l("Vælg en person på listen.")
CHOOSE_COLLEAGUE = _l("Vælg en kollega på listen.")
CHOOSE_HOST = _l("Vælg en forening eller virksomhed på listen.")
ALREADY = _l("Personen er allerede tilmeldt.")
COURSES_ONLY = _l("Kun faste hold har en holdleder.")
ENDS_BEFORE = _l("Slutdatoen skal ligge efter startdatoen.")
CLOSED_TOO_LONG = _l("Slutdatoen skal ligge efter startdatoen, højst fire måneder.")
NEEDS_UNIT = _l("Du skal stå som medansvarlig for en afdeling for at skrive noter.")
NOT_IN_GROUP = _l("Personen er ikke på holdet.")
TALKS_BOOKED = _l("Nogen har allerede booket en samtale. Lav ikke om på tiderne.")
TAGS_AT_ONCE = _l("Lav mellem 1 og 200 ad gangen.")


def falls_together(what: str) -> str:
    return str(_("Det falder sammen med: %(what)s. Sæt kryds, hvis det er aftalt.", what=what))


def shut_on(day: str, why: str) -> str:
    """That the house is shut on a day, and what for."""
    return str(_("%(day)s er %(why)s. Sæt kryds, hvis det er aftalt.", day=day[:1].upper() + day[1:], why=why))


HOLIDAY = _l("en helligdag")


def too_few_seats(taken: int) -> str:
    return str(
        ngettext(
            "%(num)d har plads allerede. Skriv mindst %(num)d.", "%(num)d har plads allerede. Skriv mindst %(num)d.", taken
        )
    )  # fmt: skip


def planned(count: int) -> str:
    return str(ngettext("Der er %(num)d gang i kalenderen.", "Der er %(num)d gange i kalenderen.", count))


def door_name(person: Person) -> str:
    """How a list at the door names somebody: the first name and one letter, never more of a protected person."""
    letter = "" if person.is_protected or not person.last_name else f" {person.last_name[0]}."
    return f"{person.first_name}{letter}"


def at_least(minimum: int, there: int) -> str:
    return str(_("%(there)s af mindst %(minimum)s", there=there, minimum=minimum))
