from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.casework.rules import Standing

STANDING = {
    Standing.at_desk: _l("Hos koordinatoren"),
    Standing.waiting: _l("Venter på en kontakt"),
    Standing.asking: _l("En frivillig er spurgt"),
    Standing.has_contact: _l("Har en kontakt"),
    Standing.resting: _l("På pause"),
    Standing.over: _l("Afsluttet"),
    Standing.turned_down: _l("Fik ikke plads"),
}
TONE = {
    Standing.at_desk: "info", Standing.waiting: "attention", Standing.asking: "info", Standing.has_contact: "good",
    Standing.resting: "neutral", Standing.over: "neutral", Standing.turned_down: "neutral",
}  # fmt: skip
