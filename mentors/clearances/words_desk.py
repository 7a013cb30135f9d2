from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from mentors.clearances.rules import Standing
from mentors.clearances.rules_policy import AgeGroup, WorkPlace, WorkRole

STANDING = {
    Standing.missing: _l("Mangler"),
    Standing.asked: _l("Bestilt"),
    Standing.consent_pending: _l("Venter på samtykke"),
    Standing.lapsed: _l("Samtykke ikke givet i tide"),
    Standing.clean: _l("I orden"),
    Standing.expiring: _l("Udløber snart"),
    Standing.expired: _l("Udløbet"),
    Standing.paused: _l("Ny efter lang pause"),
    Standing.refused: _l("Ikke i orden"),
}
TONE = {
    Standing.missing: "late",
    Standing.asked: "info",
    Standing.consent_pending: "info",
    Standing.lapsed: "late",
    Standing.clean: "good",
    Standing.expiring: "attention",
    Standing.expired: "late",
    Standing.paused: "attention",
    Standing.refused: "late",
}
ROLE = {
    WorkRole.mentor: _l("Mentor eller vært"),
    WorkRole.contact_person: _l("Kontaktperson"),
    WorkRole.childcare_helper: _l("Børnepasser i en café"),
    WorkRole.activity_leader: _l("Leder af en aktivitet"),
    WorkRole.association_volunteer: _l("Frivillig i en forening"),
    WorkRole.speaker: _l("Oplægsholder, kommer én gang"),
}
AGE = {
    AgeGroup.under_15: _l("Børn under 15"),
    AgeGroup.from_15_to_17: _l("Unge 15-17"),
    AgeGroup.adults: _l("Voksne"),
}
PLACE = {WorkPlace.public: _l("Offentligt sted"), WorkPlace.home: _l("I private hjem")}

# Where an adult is with children, by the first word of the contact's `thing`.
_PLACES: dict[str, Any] = {
    "association": _l("I en forening"),
    "youth_activity": _l("Aktivitet for unge"),
    "session": _l("Café eller hold"),
    "pair": _l("Kontaktperson"),
}


def place_of(thing: str) -> Any:
    return _PLACES.get(thing.split(":", 1)[0], _l("Sammen med børn"))
