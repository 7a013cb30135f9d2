from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.tasks.rules import TaskKind

KIND = {
    TaskKind.call_me: _l("Ring op"),
    TaskKind.wants_to_stop: _l("Vil gerne stoppe"),
    TaskKind.new_time: _l("Beder om en ny tid"),
    TaskKind.bad_face: _l("Det går ikke så godt"),
    TaskKind.not_a_fit: _l("De passer ikke sammen"),
    TaskKind.silence: _l("Har ikke svaret"),
    TaskKind.declined: _l("Sagde nej tak"),
    TaskKind.lapsed: _l("Svarede ikke i tide"),
    TaskKind.unreachable: _l("Kunne ikke nås"),
    TaskKind.ending_soon: _l("Slutter snart"),
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
