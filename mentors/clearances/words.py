from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.clearances.rules import ChildHurdle, ClearanceKind, ClearanceState

KIND = {
    ClearanceKind.child_certificate: _l("Børneattest"),
    ClearanceKind.criminal_record: _l("Privat straffeattest"),
    ClearanceKind.confidentiality: _l("Tavshedserklæring"),
    ClearanceKind.course: _l("Kursus"),
}
STATE = {
    ClearanceState.asked: _l("Bestilt"),
    ClearanceState.consent_pending: _l("Venter på samtykke"),
    ClearanceState.clean: _l("I orden"),
    ClearanceState.refused: _l("Ikke i orden"),
}
CHILD_HURDLE = {
    ChildHurdle.missing: _l("Personen mangler en børneattest og kan ikke være sammen med børn under 15 år endnu."),
    ChildHurdle.pending: _l("Børneattesten er bestilt, men ikke i orden endnu."),
    ChildHurdle.lapsed: _l("Personen har ikke sagt ja til børneattesten inden for 14 dage. Bestil den igen."),
    ChildHurdle.refused: _l("Personen kan ikke være sammen med børn under 15 år."),
    ChildHurdle.expired: _l("Børneattesten er udløbet den dag. Bestil en ny."),
    ChildHurdle.ends_before: _l(
        "Børneattesten udløber, før perioden slutter. Bestil en ny, eller vælg en kortere periode."
    ),
    ChildHurdle.paused: _l("Personen har holdt pause i et halvt år eller mere. Bestil en ny børneattest."),
}

DECLARATION_VERSION = "2026-11"
DECLARATION = _l(
    "Jeg holder det for mig selv, som jeg hører om andre mennesker som frivillig. "
    "Det gælder også, når jeg er stoppet. Er jeg bekymret for et barn, ringer jeg til kommunen."
)
