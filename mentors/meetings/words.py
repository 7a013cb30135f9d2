from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.meetings.rules import DayProblem, Face, MeetingKind

KIND = {
    MeetingKind.walk: _l("Gåtur"),
    MeetingKind.talk: _l("Snak"),
    MeetingKind.activity: _l("Oplevelse"),
    MeetingKind.practical: _l("Hjælp med noget"),
    MeetingKind.phone: _l("Telefon"),
    MeetingKind.online: _l("Video"),
}
PICTO = {
    MeetingKind.walk: "place",
    MeetingKind.talk: "coffee",
    MeetingKind.activity: "celebration",
    MeetingKind.practical: "list",
    MeetingKind.phone: "phone",
    MeetingKind.online: "sms",
}
FACE = {Face.good: _l("Godt"), Face.ok: _l("Okay"), Face.bad: _l("Ikke godt")}
DAY_PROBLEM = {
    DayProblem.future: _l("Datoen må ikke ligge i fremtiden."),
    DayProblem.too_old: _l("Vælg en dag inden for de sidste 60 dage."),
}
