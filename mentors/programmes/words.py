from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from mentors.core.language import SOURCE
from mentors.programmes.rules import JoinHurdle, ProgrammeKind, Side

KIND = {
    ProgrammeKind.host: _l("Kulturvært"),
    ProgrammeKind.career_mentor: _l("Karrierementor"),
    ProgrammeKind.business_mentor: _l("Erhvervsmentor"),
    ProgrammeKind.contact_person: _l("Kontaktperson"),
    ProgrammeKind.contact_person_child: _l("Kontaktperson for børn"),
}
# One sentence each: what a volunteer gives, and what a newcomer gets.
PROMISE: dict[Side, dict[ProgrammeKind, Any]] = {
    Side.volunteer: {
        ProgrammeKind.host: _l("Vis en ny nabo byen, maden og det, du selv holder af."),
        ProgrammeKind.career_mentor: _l("Del dit fag og dit netværk med en, der søger job."),
        ProgrammeKind.business_mentor: _l("Åbn døren til din arbejdsplads for en, der vil i gang."),
        ProgrammeKind.contact_person: _l("Vær en fast ven i hverdagen, en time eller to om ugen."),
        ProgrammeKind.contact_person_child: _l("Leg, læs og lær dansk med et barn på 5-8 år."),
    },
    Side.newcomer: {
        ProgrammeKind.host: _l("En, der viser dig byen og fortæller, hvordan ting er her."),
        ProgrammeKind.career_mentor: _l("En fra dit fag, der hjælper dig med at søge job."),
        ProgrammeKind.business_mentor: _l("En fra en virksomhed, der viser dig arbejdslivet."),
        ProgrammeKind.contact_person: _l("En fast ven, der taler dansk med dig hver uge."),
        ProgrammeKind.contact_person_child: _l("En voksen, der leger og læser med dit barn."),
    },
}
PICTO = {
    ProgrammeKind.host: "host-home",
    ProgrammeKind.career_mentor: "career",
    ProgrammeKind.business_mentor: "business",
    ProgrammeKind.contact_person: "contact-person",
    ProgrammeKind.contact_person_child: "child",
}
HURDLE = {
    JoinHurdle.closed: _l("Programmet tager ikke imod tilmeldinger lige nu. Vælg et andet, eller ring til os."),
    JoinHurdle.other_side: _l("Man kan ikke både give og få hjælp i det samme program. Vælg et andet."),
    JoinHurdle.company: _l("En erhvervsmentor kommer fra en virksomhed. Skriv virksomhedens navn og CVR-nummer."),
    JoinHurdle.impossible: _l("Det fødselsår kan ikke passe. Skriv fire tal, fx 1985."),
    JoinHurdle.too_young: _l("Du skal være fyldt 18 år for at melde dig til her. Er du yngre, så ring til os."),
    JoinHurdle.too_old: _l("Programmet er for børn på 5-8 år."),
}


def title(kind: ProgrammeKind, name: str, language: str) -> str:
    """A programme's name: the town's own in Danish; elsewhere what it is, with the Danish name to point at."""
    if language == SOURCE.code:
        return name
    return str(_("%(kind)s: %(name)s", kind=KIND[kind], name=f"\u2068{name}\u2069"))


def time_asked(minutes_a_month: int, meet_every_days: int) -> str:
    """What a programme asks of one's time: by the week where one meets weekly, else by the month."""
    if meet_every_days <= 7:
        hours = max(1, round(minutes_a_month * 12 / 52 / 60))
        return str(ngettext("Cirka %(num)d time om ugen", "Cirka %(num)d timer om ugen", hours))
    hours = max(1, round(minutes_a_month / 60))
    return str(ngettext("Cirka %(num)d time om måneden", "Cirka %(num)d timer om måneden", hours))


def length(months: int) -> str:
    return str(ngettext("i %(num)d måned", "i %(num)d måneder", months))
