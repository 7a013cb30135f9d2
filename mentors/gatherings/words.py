from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import get_day_names
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from mentors.gatherings.rules import SeatState, SeriesKind, SignUpMode
from mentors.kit.speech import say_time, spoken_language
from mentors.timetables.words import DAYS

KIND = {
    SeriesKind.barselscafe: _l("Barselscafé"),
    SeriesKind.salon: _l("Samtalesalon"),
    SeriesKind.advice_cafe: _l("Rådgivningscafé"),
    SeriesKind.womens_course: _l("Kursus for kvinder"),
    SeriesKind.intro_course: _l("Introduktionsforløb"),
    SeriesKind.motivation_group: _l("Motivationsgruppe"),
    SeriesKind.homework_cafe: _l("Lektiecafé"),
    SeriesKind.leisure: _l("Fritid"),
    SeriesKind.open_company: _l("Åben virksomhed"),
    SeriesKind.open_event: _l("Arrangement"),
}
PICTO = {
    SeriesKind.barselscafe: "child",
    SeriesKind.salon: "coffee",
    SeriesKind.advice_cafe: "contact-person",
    SeriesKind.womens_course: "people-two",
    SeriesKind.intro_course: "book",
    SeriesKind.motivation_group: "heart",
    SeriesKind.homework_cafe: "book",
    SeriesKind.leisure: "celebration",
    SeriesKind.open_company: "business",
    SeriesKind.open_event: "celebration",
}
PROMISE = {
    SeriesKind.barselscafe: _l("For dig på barsel og din baby. Kaffe, dansk og gode emner."),
    SeriesKind.salon: _l("Kom og tal dansk med andre. Alle er velkomne."),
    SeriesKind.advice_cafe: _l("Få et råd og en kop kaffe. Du behøver ikke sige dit efternavn."),
    SeriesKind.womens_course: _l("Et lille hold for kvinder."),
    SeriesKind.intro_course: _l("Lær om dine rettigheder, arbejde og penge i Danmark."),
    SeriesKind.motivation_group: _l("En fast gruppe, der hjælper hinanden videre."),
    SeriesKind.homework_cafe: _l("Få hjælp til lektier."),
    SeriesKind.leisure: _l("Vær med til noget sjovt i din fritid."),
    SeriesKind.open_company: _l("Se en virksomhed indefra. Tag familien med."),
    SeriesKind.open_event: _l("Kom og vær med."),
}
MODE = {
    SignUpMode.open_door: _l("Bare kom. Du skal ikke melde dig til."),
    SignUpMode.link: _l("Meld dig til."),
    SignUpMode.coordinator: _l("Spørg din kontakt i kommunen, om du kan være med."),
}
CHILDREN_WELCOME = _l("Tag børnene med. Der er nogen, der passer dem.")
FREE = _l("Det koster ikke noget.")
CERTIFICATE = _l("Kursusbevis")
HAS_COMPLETED = _l("Har gennemført disse moduler på:")
SEAT = {
    SeatState.taken: _l("Har plads"),
    SeatState.waiting: _l("Venter"),
    SeatState.offered: _l("Har fået tilbudt en plads"),
    SeatState.left: _l("Meldt fra"),
}
SEAT_TONE = {
    SeatState.taken: "good",
    SeatState.waiting: "attention",
    SeatState.offered: "info",
    SeatState.left: "neutral",
}

# The catalogue. Halsnæs: barselscafé, women's courses, introduction course; Holbæk: advice café.
TOPIC: dict[str, Any] = {
    "family_life": _l("Familieliv i Danmark"),
    "school_daycare": _l("Skole og daginstitution"),
    "leisure_offers": _l("Fritidsaktiviteter i kommunen"),
    "rights_duties": _l("Rettigheder og pligter"),
    "labour_market": _l("Arbejdsmarkedet"),
    "company_visit": _l("Virksomhedsbesøg"),
    "health_system": _l("Sundhedssystemet"),
    "sexuality": _l("Seksualitet og prævention"),
    "after_birth": _l("Genoptræning efter fødsel"),
    "social_control": _l("Social kontrol"),
    "pregnancy": _l("Graviditet"),
    "childcare": _l("Børnepasning"),
    "upbringing": _l("Børneopdragelse"),
    "education": _l("Uddannelse"),
    "economy": _l("Forstå økonomi"),
    "associations": _l("Foreningsliv"),
    "health": _l("Sundhed"),
    "private_economy": _l("Din økonomi"),
    "work": _l("Arbejde"),
    "digital_id": _l("MitID og digital post"),
    "tax": _l("Skat"),
    "library": _l("Biblioteket"),
    "debt": _l("Gæld"),
    "other_topic": _l("Noget andet"),
}


def topic(code: str | None) -> Any:
    return TOPIC.get(code or "", "")


def hours(starts_at: datetime, minutes: int) -> str:
    """`10.00-12.00`."""
    ends = starts_at + timedelta(minutes=minutes)
    return str(_("%(start)s-%(end)s", start=say_time(starts_at), end=say_time(ends)))


def month(first: date) -> str:
    """`november 2026`."""
    return str(babel_date(first, "LLLL y", locale=Locale.parse(spoken_language().code)))


def weekday(day: date) -> str:
    return str(tuple(DAYS.values())[day.weekday()])


def weekday_initial(day: date) -> str:
    """`M`, as calendars head a narrow column."""
    return str(get_day_names("narrow", context="stand-alone", locale=spoken_language().code)[day.weekday()])


def seats_left(free: int | None) -> str:
    if free is None:
        return ""
    if not free:
        return str(_("Fuldt. Der er venteliste."))
    return str(ngettext("%(num)d ledig plads", "%(num)d ledige pladser", free))


def party(adults: int, children: int) -> str:
    """`2 voksne, 1 barn`."""
    grown = ngettext("%(num)d voksen", "%(num)d voksne", adults)
    if not children:
        return str(grown)
    return str(_("%(adults)s, %(children)s", adults=grown, children=ngettext("%(num)d barn", "%(num)d børn", children)))
