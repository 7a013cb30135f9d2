"""Words only staff meet: what to write in a cell, and how far a list has come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentors.imports.rules import ImportListState, ImportRowState
from mentors.programmes.rules import Side

NAV = _l("Lister")

SIDE = {Side.newcomer: _l("Nye i Danmark"), Side.volunteer: _l("Frivillige")}
STATE = {
    ImportListState.uploaded: _l("Bliver læst"),
    ImportListState.unreadable: _l("Kan ikke læses"),
    ImportListState.read: _l("Venter på jer"),
    ImportListState.confirmed: _l("Bliver lagt ind"),
    ImportListState.done: _l("Lagt ind"),
    ImportListState.undoing: _l("Bliver fortrudt"),
    ImportListState.undone: _l("Fortrudt"),
}
TONE = {
    ImportListState.uploaded: "info",
    ImportListState.unreadable: "late",
    ImportListState.read: "attention",
    ImportListState.confirmed: "info",
    ImportListState.done: "good",
    ImportListState.undoing: "info",
    ImportListState.undone: "neutral",
}
ROW = {
    ImportRowState.new: _l("Ny"),
    ImportRowState.known: _l("Kendt"),
    ImportRowState.again: _l("Lagt ind før"),
    ImportRowState.wrong: _l("Skal rettes"),
    ImportRowState.imported: _l("Lagt ind"),
    ImportRowState.refused: _l("Ikke lagt ind"),
    ImportRowState.undone: _l("Fortrudt"),
    ImportRowState.kept: _l("Kunne ikke fortrydes"),
}
ROW_TONE = {
    ImportRowState.new: "good",
    ImportRowState.known: "info",
    ImportRowState.again: "neutral",
    ImportRowState.wrong: "late",
    ImportRowState.imported: "good",
    ImportRowState.refused: "late",
    ImportRowState.undone: "neutral",
    ImportRowState.kept: "attention",
}

# What to write in a cell, by the key of a `Problem`; the engine says the same in `pool.words.SAY`.
SAY: Mapping[str, Any] = {
    "ref": _l("Skriv en kort betegnelse, der er forskellig for hver række."),
    "twice": _l("Den samme ref står også i række %(row)s. Skriv en anden."),
    "same_person": _l("Den samme person står også i række %(row)s. Slet den ene række."),
    "ref_taken": _l("Den ref står allerede for en anden person her. Skriv en anden."),
    "too_long": _l("Skriv højst %(most)s tegn."),
    "too_many": _l("Skriv højst %(most)s værdier."),
    "language": _l("Skriv sprogkoder som da;ar eller da:2;ar."),
    "language_unknown": _l("Det sprog kender vi ikke. Skriv en kode som da, en, ar, uk eller fa."),
    "level": _l("Skriv niveauet som et tal fra 1 til %(most)s efter kolonet, fx da:2."),
    "week": _l("Skriv dele af ugen som mon-evening;sat-morning."),
    "gender": _l("Skriv woman, man eller other, eller lad cellen stå tom."),
    "yes_no": _l("Skriv yes eller no."),
    "postcode": _l("Skriv et postnummer med fire tal, fx 5000."),
    "postcode_unknown": _l("Det postnummer kender vi ikke. Skriv et dansk postnummer, eller lad cellen stå tom."),
    "whole": _l("Skriv et helt tal fra %(low)s til %(high)s, eller lad cellen stå tom."),
    "km": _l("Skriv et helt antal kilometer fra 0 til 1000, eller lad cellen stå tom."),
    "day": _l("Skriv en dato som 2026-03-01."),
    "future": _l("Datoen ligger i fremtiden. Skriv den dag, ventetiden begyndte."),
    "formula": _l("Formlen er ikke regnet ud. Åbn filen i regnearket og gem den igen, eller skriv værdien."),
    "cpr": _l("Det ligner et CPR-nummer. Slet det: vi har ikke brug for det."),
    "mobile": _l("Det nummer kender vi ikke. Skriv et mobilnummer, fx 20 30 40 50, eller med + foran."),
    "email": _l("Skriv en e-mailadresse, fx navn@eksempel.dk."),
    "write_in": _l("Vi kan ikke skrive på det sprog. Skriv et af: %(codes)s."),
    "capacity": _l("Skriv et tal fra %(least)s til %(most)s, eller lad cellen stå tom."),
    "age": _l("Det fødselsår passer ikke til programmet. Skriv fire tal, fx 1985."),
    "programme": _l("Det program kender vi ikke. Skriv et af: %(names)s."),
    "programme_twice": _l("Flere programmer hedder det. Skriv et af navnene: %(names)s."),
    "programme_missing": _l("Der mangler et program. Skriv et af: %(names)s."),
    "company": _l("En erhvervsmentor kommer fra en virksomhed. Tilmeld personen på programmets egen side."),
    "too_many_cells": _l("Der er flere celler end kolonner. Sæt anførselstegn om en celle med skilletegn i."),
    "no_column": _l("Kolonnen %(column)s mangler. Skriv kolonnernes navne i første række."),
    "same_column": _l("Kolonnen %(column)s står to gange. Slet den ene."),
    "open_quote": _l("Et anførselstegn bliver aldrig lukket (sidste række er %(row)s). Slet det, eller luk det."),
    "unreadable": _l("Filen kan ikke læses. Gem den som CSV (UTF-8) eller XLSX, og prøv igen."),
    "empty": _l("Filen er tom. Skriv kolonnernes navne i første række."),
    "too_many_rows": _l("Filen har %(count)s rækker. Del den, så der højst er %(most)s i hver."),
    "too_many_columns": _l("Filen har for mange kolonner. Behold højst %(most)s."),
    "unknown_columns": _l("Disse kolonner læser vi ikke: %(columns)s."),
    "interests_unknown": _l("Det er ikke blandt interesserne her og kommer ikke med. Skriv nogle af: %(names)s."),
    "trade_unknown": _l("Det er ikke blandt fagene her og kommer ikke med. Skriv et af: %(names)s."),
    "not_with_later": _l("Står ikke på en liste med frivillige endnu. Reglen gælder, så snart personen er lagt ind."),
    "words_unknown": _l("Nogle ord kender vi ikke, og de kommer ikke med: %(words)s. Se dem ved rækkerne."),
    "no_free": _l("Kolonnen free mangler, så ingen får en uge. Uden en uge kan de ikke parres."),
    "refused": "%(why)s",
    "not_now": _l("Rækken kunne ikke lægges ind. Prøv den igen i en ny liste."),
    "has_left": _l("Personen er stoppet eller har fået nej før. Åbn ansøgningen på personens side."),
    "steps_missing": _l("Lagt ind som ansøger: der mangler trin, før personen kan godkendes."),
    "not_approved": _l("Lagt ind som ansøger: %(why)s"),
}

# What may have been built upon a row, by the table in which it stands.
BUILT: Mapping[str, Any] = {
    "changed": _l("oplysningerne er rettet siden"),
    "pair": _l("personen er foreslået til et par"),
    "message": _l("der er skrevet til personen"),
    "account": _l("personen har logget ind"),
    "personal_link": _l("personen har fået et link"),
    "task": _l("der er en opgave om personen"),
    "meeting": _l("der er aftalt et møde"),
    "participation": _l("personen er med i et program mere"),
    "clearance": _l("der er noteret en attest"),
    "consent": _l("personen har givet eller trukket et samtykke"),
    "busy_time": _l("der er rettet i ugen"),
    "week": _l("der er rettet i ugen"),
    "step_done": _l("der er noteret et trin"),
    "person": _l("en anden person hænger sammen med denne"),
    "kept_apart": _l("der er skrevet, hvem personen ikke må blive par med"),
}


def sentence(problem: Mapping[str, Any]) -> str:
    """What is wrong and what to write, in the reader's language."""
    key, values = problem["key"], problem.get("values", {})
    if key == "built_upon":
        built = dict.fromkeys(str(BUILT.get(table, _("noget andet er bygget på"))) for table in values["tables"])
        return str(_("Bliver stående: %(why)s.", why=", ".join(built)))
    said: str = str(SAY[key]) % values
    return said
