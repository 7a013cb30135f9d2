from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.tasks.rules import TaskKind, Wish

KIND = {
    TaskKind.call_me: _l("Ring op"),
    TaskKind.wants_to_stop: _l("Vil gerne stoppe"),
    TaskKind.new_time: _l("Beder om en ny tid"),
    TaskKind.bad_face: _l("Det går ikke så godt"),
    TaskKind.not_a_fit: _l("De passer ikke sammen"),
    TaskKind.no_contact: _l("Har ikke haft kontakt endnu"),
    TaskKind.silence: _l("Har ikke svaret"),
    TaskKind.declined: _l("Sagde nej tak"),
    TaskKind.lapsed: _l("Svarede ikke i tide"),
    TaskKind.unreachable: _l("Kunne ikke nås"),
    TaskKind.ending_soon: _l("Slutter snart"),
    TaskKind.pause_over: _l("Pausen skal følges op"),
    TaskKind.maybe_same_person: _l("Måske samme person to gange"),
    TaskKind.clearance_ending: _l("Attest udløber om en uge"),
    TaskKind.clearance_lapsed: _l("Samtykke til attest ikke givet"),
    TaskKind.clearance_renewal: _l("Ny attest efter pause"),
    TaskKind.contact_stopped: _l("Må ikke være sammen med børn nu"),
    TaskKind.consent_withdrawn: _l("Henvisning trukket tilbage"),
    TaskKind.membership_check: _l("Stadig med i foreningen?"),
    TaskKind.nominee_ready: _l("Ny mentor er klar til en samtale"),
    TaskKind.turns_15: _l("Fylder 15 år"),
    TaskKind.turns_18: _l("Fylder 18 år"),
    TaskKind.no_guardian: _l("Mangler samtykke fra forælder"),
    TaskKind.absent_thrice: _l("Udeblevet tre gange i træk"),
    TaskKind.leave_ends: _l("Barslen slutter snart"),
}

ADVICE = {
    TaskKind.call_me: _l("Har bedt om at blive ringet op. Ring i dag."),
    TaskKind.wants_to_stop: _l("Ring og hør hvorfor. Tak for indsatsen, og afslut parret sammen."),
    TaskKind.new_time: _l("Hjælp dem med at finde en ny tid."),
    TaskKind.bad_face: _l("Har svaret, at det ikke går så godt. Ring og hør, hvad der kan hjælpe."),
    TaskKind.not_a_fit: _l("Tal med dem begge, og find en ny kontakt."),
    TaskKind.no_contact: _l("Hjælp dem i gang med det første møde."),
    TaskKind.silence: _l("Vi har spurgt og mindet om det. Ring og hør, hvordan det går."),
    TaskKind.declined: _l("Find en anden, der passer."),
    TaskKind.lapsed: _l("Find en anden, eller ring og spørg."),
    TaskKind.unreachable: _l("En besked kom ikke frem. Ret nummeret eller mailen, og send beskeden igen."),
    TaskKind.ending_soon: _l("Aftal, om de fortsætter eller slutter."),
    TaskKind.pause_over: _l("Spørg, om de er klar til at mødes igen."),
    TaskKind.maybe_same_person: _l("Se på de to sammen."),
}

WISH = {
    Wish.extend: _l("Vil gerne fortsætte"),
    Wish.finish: _l("Vil gerne slutte"),
}

DONE = {
    TaskKind.call_me: _l("Klaret: ring op"),
    TaskKind.wants_to_stop: _l("Klaret: ville gerne stoppe"),
    TaskKind.new_time: _l("Klaret: ny tid"),
    TaskKind.bad_face: _l("Klaret: det gik ikke så godt"),
    TaskKind.not_a_fit: _l("Klaret: de passede ikke sammen"),
    TaskKind.no_contact: _l("Klaret: havde ikke haft kontakt"),
    TaskKind.silence: _l("Klaret: havde ikke svaret"),
    TaskKind.declined: _l("Klaret: sagde nej tak"),
    TaskKind.lapsed: _l("Klaret: svarede ikke i tide"),
    TaskKind.unreachable: _l("Klaret: kunne ikke nås"),
    TaskKind.ending_soon: _l("Klaret: slutter snart"),
    TaskKind.pause_over: _l("Klaret: pausen"),
    TaskKind.maybe_same_person: _l("Klaret: måske samme person"),
}
