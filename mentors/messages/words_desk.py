from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.messages.rules import MessageState

STATE = {
    MessageState.waiting: _l("Venter på at blive sendt"),
    MessageState.sending: _l("Er ved at blive sendt"),
    MessageState.sent: _l("Sendt"),
    MessageState.delivered: _l("Kommet frem"),
    MessageState.failed: _l("Kunne ikke sendes"),
    MessageState.expired: _l("Blev for gammel"),
    MessageState.cancelled: _l("Afbrudt"),
}
TONE = {
    MessageState.waiting: "info",
    MessageState.sending: "info",
    MessageState.sent: "neutral",
    MessageState.delivered: "good",
    MessageState.failed: "late",
    MessageState.expired: "attention",
    MessageState.cancelled: "neutral",
}
