from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.clearances.rules import ClearanceKind, ClearanceState

KIND = {
    ClearanceKind.child_certificate: _l("Børneattest"),
    ClearanceKind.confidentiality: _l("Tavshedserklæring"),
}
STATE = {
    ClearanceState.asked: _l("Bestilt"),
    ClearanceState.consent_pending: _l("Venter på samtykke"),
    ClearanceState.clean: _l("I orden"),
    ClearanceState.refused: _l("Ikke i orden"),
}

DECLARATION_VERSION = "2026-11"
DECLARATION = _l(
    "Jeg holder det for mig selv, som jeg hører om andre mennesker som frivillig. "
    "Det gælder også, når jeg er stoppet. Er jeg bekymret for et barn, ringer jeg til kommunen."
)
