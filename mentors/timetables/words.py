from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentors.timetables.rules import Busy, BusyKind

DAYS = {
    "mon": _l("mandag"),
    "tue": _l("tirsdag"),
    "wed": _l("onsdag"),
    "thu": _l("torsdag"),
    "fri": _l("fredag"),
    "sat": _l("lørdag"),
    "sun": _l("søndag"),
}
BUSY = {
    BusyKind.language_school: _l("Sprogskole"),
    BusyKind.work_duty: _l("Nyttejob eller arbejdspligt"),
    BusyKind.placement: _l("Praktik"),
    BusyKind.school_pickup: _l("Henter børn"),
    BusyKind.other: _l("Andet"),
}
PARTS = {"morning": _l("formiddag"), "afternoon": _l("eftermiddag"), "evening": _l("aften")}


def week_part(code: str) -> str:
    """`tue-evening` as people say it: `tirsdag aften`."""
    day, part = code.split("-")
    return str(_("%(day)s %(part)s", day=DAYS[day], part=PARTS[part]))


def hours(busy: Busy) -> str:
    """`tirsdag 9.00-12.00`, for those who need not know what it is."""
    return str(
        _(
            "%(day)s %(from_time)s-%(to_time)s",
            day=tuple(DAYS.values())[busy.weekday],
            from_time=f"{busy.from_time.hour}.{busy.from_time.minute:02}",
            to_time=f"{busy.to_time.hour}.{busy.to_time.minute:02}",
        )
    )


def busy_time(busy: Busy) -> str:
    """`Sprogskole tirsdag 9.00-12.00`."""
    return str(
        _(
            "%(kind)s %(day)s %(from_time)s-%(to_time)s",
            kind=BUSY[busy.kind],
            day=tuple(DAYS.values())[busy.weekday],
            from_time=f"{busy.from_time.hour}.{busy.from_time.minute:02}",
            to_time=f"{busy.to_time.hour}.{busy.to_time.minute:02}",
        )
    )


def in_square(busy: Busy) -> str:
    """`Sprogskole 9.00-12.00`, where the day is said already."""
    return str(
        _(
            "%(kind)s %(from_time)s-%(to_time)s",
            kind=BUSY[busy.kind],
            from_time=f"{busy.from_time.hour}.{busy.from_time.minute:02}",
            to_time=f"{busy.to_time.hour}.{busy.to_time.minute:02}",
        )
    )
