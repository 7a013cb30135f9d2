"""Every sentence the pairing says, in Danish, as templates with named places: gettext can take over here.

Kept free of Flask-Babel so that the command needs nothing installed. Whoever shows these on a page passes the
template through gettext first and fills in afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mentors.pairing.pool.facts import Volunteer
from mentors.pairing.pool.week import parts_of

# --- names of codes ---------------------------------------------------------------------------------

LANGUAGE: Mapping[str, str] = {
    "da": "dansk", "en": "engelsk", "ar": "arabisk", "uk": "ukrainsk", "fa": "farsi", "fa_AF": "dari",
    "ti": "tigrinya", "so": "somali", "ku": "kurmanji", "ckb": "sorani", "tr": "tyrkisk", "ru": "russisk",
    "ps": "pashto", "am": "amharisk", "ur": "urdu", "pl": "polsk", "ro": "rumænsk", "de": "tysk",
    "fr": "fransk", "es": "spansk", "sw": "swahili", "vi": "vietnamesisk", "th": "thai", "zh": "kinesisk",
    "hi": "hindi", "my": "burmesisk", "bs": "bosnisk", "sq": "albansk",
}  # fmt: skip
INTEREST: Mapping[str, str] = {
    "cooking": "madlavning", "walking": "gåture", "football": "fodbold", "cycling": "cykling",
    "swimming": "svømning", "fitness": "træning", "music": "musik", "dance": "dans", "crafts": "håndarbejde",
    "gardening": "havearbejde", "reading": "læsning", "film": "film", "games": "spil", "nature": "natur",
    "children": "børn", "animals": "dyr", "computers": "computere", "volunteering": "frivilligt arbejde",
    "art": "kunst", "history": "historie",
}  # fmt: skip
TRADE: Mapping[str, str] = {
    "care": "omsorg", "health": "sundhed", "teaching": "undervisning", "cleaning": "rengøring",
    "kitchen": "køkken", "building": "byggeri", "transport": "transport", "office": "kontor", "it": "it",
    "engineering": "ingeniørarbejde", "shop": "butik", "industry": "industri", "farming": "landbrug",
    "law": "jura", "finance": "økonomi", "creative": "kreativt arbejde", "public": "offentlig forvaltning",
    "research": "forskning",
}  # fmt: skip
_DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_PARTS = {"morning": "formiddag", "afternoon": "eftermiddag", "evening": "aften"}
_DAY_CODES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
GENDER: Mapping[str, str] = {"woman": "en kvinde", "man": "en mand", "other": "andet"}


def language(code: str) -> str:
    return LANGUAGE.get(code, code)


def part_of_week(code: str) -> str:
    """`tue-evening` as `tirsdag aften`."""
    day, _dash, part = code.partition("-")
    return f"{_DAYS[_DAY_CODES.index(day)]} {_PARTS[part]}"


def listed_parts(week: int) -> list[str]:
    """The parts of a week given in bits, in words."""
    return [part_of_week(part) for part in parts_of(week)]


def listed(words: Iterable[str], most: int = 3) -> str:
    """Words as a person lists them: `arabisk, dansk og engelsk`; the rest of a long list as a number."""
    given = list(words)
    shown = given[:most] if len(given) <= most else [*given[:most], f"{len(given) - most} mere"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} og {shown[-1]}" if shown else ""


# --- why two are paired -----------------------------------------------------------------------------

REASON: Mapping[str, str] = {
    "pinned": "fastholdt af koordinatoren",
    "pinned_because": "fastholdt af koordinatoren ({reason})",
    "language": "begge taler {languages}",
    "interpreter": "der bruges tolk",
    "time": "begge har tid {times}",
    "distance": "ca. {km} km fra hinanden",
    "same_postcode": "samme postnummer",
    "interests": "fælles interesser: {interests}",
    "trade": "samme fag: {trade}",
    "near_trade": "beslægtede fag: {trade} og {other}",
    "age": "{years} års aldersforskel",
    "kept": "var allerede foreslået",
    "rank": "nr. {rank} af {possible} mulige",
}

# --- why somebody waits -----------------------------------------------------------------------------

HURDLE: Mapping[str, str] = {
    "nobody": "der er ingen frivillige med plads",
    "programme": "ingen frivillige i programmet",
    "language": "ingen af de {left} frivillige i programmet taler et fælles sprog eller bruger tolk",
    "no_language": "der er ikke skrevet noget sprog, og ingen frivillig bruger tolk",
    "clearance": "ingen af de {left} mulige har børneattest, der gælder til {until}",
    "gender": "ingen af de {left} mulige passer med ønskerne om køn",
    "time": "ingen af de {left} mulige har tid på samme tidspunkt",
    "no_time": "der er ingen ledige tidspunkter i ugen",
    "distance": "ingen af de {left} mulige bor tæt nok på",
    "distance_unknown": "afstanden til de {left} mulige kendes ikke, fordi et postnummer mangler eller er ukendt",
    "not_with": "de {left} mulige er valgt fra (not_with)",
    "forbidden": "de {left} mulige er forbudt af koordinatoren",
    "bottleneck": "{places} pladser til {waiting} nyankomne, der kun kan få disse frivillige ({what})",
    "bottleneck_plain": "{places} pladser til {waiting} nyankomne, der kun kan få disse frivillige",
}
REMEDY: Mapping[str, str] = {
    "time": "hvis {part} var mulig: {count}",
    "distance": "hvis max_km var {km}: {count}",
    "postcode": "hvis postnummeret var kendt, fx {postcode}: {count}",
    "forbidden": "hvis forbuddet mod frivillig {ref} blev hævet",
    "language": "hvis der blev brugt tolk (interpreter_ok): {count}",
    "clearance": "hvis frivillig {ref} fik børneattest til {until}",
    "their_distance": "hvis frivillig {ref} ville rejse {km} km (max_km)",
    "programme": "hvis frivillig {ref} også var med i programmet {programme}",
    "gender": "hvis den nyankomne ville tage ønsket om køn op igen: {count}",
    "their_gender": "hvis frivillig {ref} ville tage ønsket om køn op igen",
    "place": "hvis frivillig {ref} tog én mere (capacity {capacity})",
    "recruit": "en ny frivillig, der {kind}",
    "several": "ingen enkelt ændring er nok; begynd med at udfylde {column}",
}
HOSTS = ("{count} frivillig", "{count} frivillige")
BLOCKER: Mapping[str, str] = {
    "time": "hvis {detail} var mulig for {people}",
    "distance": "hvis {people} ville rejse {detail} km",
    "language": "hvis {people} kunne bruge tolk",
    "clearance": "hvis {people} fik børneattest til {detail}",
    "recruit": "med en ny frivillig, der {detail}",
}
MORE_PAIRS = ("{count} par mere, {what}", "{count} par mere, {what}")
KIND: Mapping[str, str] = {
    "language": "taler {language}",
    "interpreter": "bruger tolk",
    "time": "kan {part}",
    "place": "bor i {postcode}",
    "gender": "er {gender}",
    "programme": "er med i programmet {programme}",
    "clearance": "har børneattest til {until}",
}


def kind_of(one: Volunteer) -> str:
    """What a volunteer who is looked for must be like, in words."""
    said = [KIND["language"].format(language=language(code)) for code in one.languages]
    if one.interpreter_ok:
        said.append(KIND["interpreter"])
    said += [KIND["time"].format(part=part) for part in listed_parts(one.free)]
    if one.postcode:
        said.append(KIND["place"].format(postcode=one.postcode))
    if one.gender:
        said.append(KIND["gender"].format(gender=GENDER[one.gender]))
    said += [KIND["programme"].format(programme=programme) for programme in sorted(one.programmes)]
    if one.clearance_until:
        said.append(KIND["clearance"].format(until=one.clearance_until.isoformat()))
    return listed(said, most=len(said))


# --- what to write in a file ------------------------------------------------------------------------

SAY: Mapping[str, str] = {
    "ref": "skriv en kort betegnelse, der er forskellig for hver række",
    "twice": "{value!r} står også i række {row}; skriv en anden",
    "too_long": "skriv højst {most} tegn",
    "too_many": "skriv højst {most} værdier",
    "language": "skriv sprogkoder som da;ar eller da:2;ar, ikke {value!r}",
    "level": "skriv niveauet som et tal fra 1 til {most} (eller A1 til C2) efter kolonet, fx da:2",
    "week": "skriv dele af ugen som mon-evening;sat-morning (mon tue wed thu fri sat sun - morning afternoon evening)",
    "gender": "skriv woman, man eller other, eller lad cellen stå tom",
    "yes_no": "skriv yes eller no",
    "postcode": "skriv et postnummer med fire cifre, fx 5000",
    "whole": "skriv et helt tal fra {low} til {high}, eller lad cellen stå tom",
    "km": "skriv et helt antal kilometer fra 0 til 1000, eller lad cellen stå tom",
    "day": "skriv en dato som 2026-03-01",
    "cell": "{file}, række {row}, kolonne {column}: {value!r} - {what}",
    "no_column": "{file}: kolonnen {column} mangler; skriv den i første række",
    "same_column": "{file}: kolonnen {column} står to gange; slet den ene",
    "unknown_columns": "{file}: disse kolonner bruges ikke: {columns}",
    "missing_column": "{file}: kolonnen {column} mangler; {meaning}",
    "unreadable": "{file}: kan ikke læses ({why}); gem den som CSV (UTF-8) eller XLSX",
    "empty": "{file}: filen er tom; skriv kolonnernes navne i første række",
    "too_many_cells": "{file}, række {row}: der er flere celler end kolonner; sæt anførselstegn om en celle med skilletegn",
    "open_quote": "{file}, række {row}: et anførselstegn bliver aldrig lukket; slet det, eller sæt et til sidst i cellen",
    "formula": "formlen er ikke regnet ud; åbn filen i regnearket og gem den igen, eller skriv værdien",
    "unknown_ref": "findes ikke i {file}; skriv en ref, der står der",
    "unknown_ref_warning": "{file}, række {row}, kolonne {column}: {value!r} findes ikke i {other} og bruges ikke",
    "unknown_postcode": "{file}, række {row}: postnummer {value} kendes ikke, så afstanden er ukendt",
    "pinned_twice": "den nyankomne er allerede fastholdt i række {row}; slet den ene",
    "pin_full": "frivillig {ref} har kun {capacity} pladser; slet en fastholdelse eller skriv en større capacity",
    "pin_breaks": "parret bryder en fast regel: {rule}; ret oplysningerne eller slet fastholdelsen",
    "not_proven": "planen kunne ikke bevises, og intet er skrevet; det er en fejl i programmet ({what})",
    "too_big": "listerne er for store til at blive regnet nøjagtigt; del dem efter program",
    "settings": "{file}: {what}",
    "no_file": "{file}: {why}",
    # Said by the desk's import, which asks for more than the pairing does.
    "cpr": "det ligner et CPR-nummer; slet det",
    "mobile": "skriv et mobilnummer, fx 20 30 40 50 eller +380 ...",
    "email": "skriv en e-mailadresse, fx navn@eksempel.dk",
    "write_in": "skriv et sprog, vi skriver på: {codes}",
}


class Sentence(str):
    """A sentence of SAY, filled in, that still knows which it is: a page says it in its reader's language."""

    __slots__ = ("key", "values")
    key: str
    values: Mapping[str, Any]


def say(key: str, **values: Any) -> Sentence:
    said = Sentence(SAY[key].format(**values))
    said.key, said.values = key, values
    return said


RULE: Mapping[str, str] = {
    "programme": "programme (den frivillige er ikke med i programmet)",
    "language": "languages (intet fælles sprog, og den frivillige bruger ikke tolk)",
    "clearance": "clearance_until (børneattesten mangler eller udløber før {until})",
    "gender": "wants_gender (ønsket om køn er ikke opfyldt)",
    "time": "free/busy (ingen fælles ledig tid)",
    "distance": "max_km (for langt fra hinanden)",
    "distance_unknown": "postcode (afstanden kendes ikke, og en af dem har en grænse)",
    "not_with": "not_with (den nyankomne må ikke få denne frivillige)",
    "forbidden": "forbids (parret er forbudt)",
    "capacity": "capacity (den frivillige har ingen plads)",
}
USAGE: Mapping[str, str] = {
    "about": "Finder de bedste par mellem to regneark, beviser at der ikke findes bedre, og siger hvorfor resten venter.",
    "newcomers": "CSV eller XLSX med de nyankomne (se docs/import.md)",
    "volunteers": "CSV eller XLSX med de frivillige",
    "out": "hvor planen skrives (CSV)",
    "pins": "par, der skal være med: newcomer, volunteer[, reason]",
    "forbids": "par, der ikke må være med: newcomer, volunteer[, reason]",
    "previous": "en tidligere plan; dens par får et lille fortrin",
    "edges": "skriv alle mulige par her: newcomer, volunteer, points, value",
    "certificate": "skriv beviset her (JSON)",
    "check_certificate": "beviset, der skal efterprøves",
    "settings": "vægte, frø, startdag m.m. (JSON)",
    "threads": "antal tråde; planen er den samme",
}
MISSING: Mapping[str, str] = {
    "languages": "kun frivillige med interpreter_ok kan få et par",
    "free": "alle regnes som ledige hele ugen",
}
