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
}
