from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

DAYS = {
    "mon": _l("mandag"),
    "tue": _l("tirsdag"),
    "wed": _l("onsdag"),
    "thu": _l("torsdag"),
    "fri": _l("fredag"),
    "sat": _l("lørdag"),
    "sun": _l("søndag"),
}
PARTS = {"morning": _l("formiddag"), "afternoon": _l("eftermiddag"), "evening": _l("aften")}


def week_part(code: str) -> str:
    """`tue-evening` as people say it: `tirsdag aften`."""
    day, part = code.split("-")
    return str(_("%(day)s %(part)s", day=DAYS[day], part=PARTS[part]))
