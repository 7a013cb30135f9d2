from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentors.gatherings.rules import AfterLeave, Childcare, ClosingKind, SeriesKind, SignUpMode, SpeakerState, Unit
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
    SeriesKind.motivation_group: _l("Fast gruppe, flere enheder"),
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
    Childcare.covered: _l("Børnepasning er på plads"),
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
    "unsupported": _l("Den slags gentagelse kan ikke bruges her. Brug FREQ, INTERVAL, BYDAY, COUNT og UNTIL."),
    "too_many": _l("Højst 400 gange og højst hver 52. uge."),
    "never": _l("Den gentagelse giver ingen datoer. Ret den eller startdatoen."),
    "hour": _l("Vælg et starttidspunkt mellem kl. 6 og kl. 22."),
}


def door_name(person: Person) -> str:
    """How a list at the door names somebody: the first name and one letter, never more of a protected person."""
    letter = "" if person.is_protected or not person.last_name else f" {person.last_name[0]}."
    return f"{person.first_name}{letter}"


def at_least(minimum: int, there: int) -> str:
    return str(_("%(there)s af mindst %(minimum)s", there=there, minimum=minimum))
