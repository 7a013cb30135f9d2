from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.core.actor import Role
from mentors.people.rules import ConsentKind
from mentors.programmes.rules import Side

SIDE = {Side.volunteer: _l("Frivillig"), Side.newcomer: _l("Ny i Danmark")}
CONSENT = {
    ConsentKind.sign_up: _l("Må registreres og kontaktes"),
    ConsentKind.share_with_contact: _l("Må vise fornavn, sprog og nummer til sin kontakt"),
}
ROLE = {Role.coordinator: _l("Koordinator"), Role.administrator: _l("Administrator"),
        Role.hotline: _l("Kun Mentor-telefonen"), Role.caseworker: _l("Sagsbehandler: kun sine egne borgere")}  # fmt: skip

# The groups of lines on the list, as the chips above it say them (rules.group_of).
GROUP = {
    "call": _l("Ring op"),
    "applications": _l("Ansøgninger"),
    "waiting": _l("Mangler en kontakt"),
    "pairs": _l("Par"),
    "hotline": _l("Mentor-telefonen"),
    "answers": _l("Har ikke svaret"),
    "jobs": _l("I job"),
    "records": _l("Oplysninger"),
    "checks": _l("Attester"),
    "associations": _l("Foreninger"),
    "sessions": _l("Kalender"),
    "youth": _l("Unge"),
    "other": _l("Andet"),
}
