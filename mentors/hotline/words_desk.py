from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from mentors.hotline.rules import CallCategory, Promise, Relation, Urgency

RELATION = {
    Relation.newcomer: _l("Ny i Danmark"),
    Relation.volunteer: _l("Frivillig eller mentor"),
    Relation.company: _l("Virksomhed"),
    Relation.association: _l("Forening"),
    Relation.relative: _l("Pårørende"),
    Relation.unknown: _l("Ved ikke"),
}
CATEGORY = {
    CallCategory.quitting: _l("Overvejer at stoppe"),
    CallCategory.workplace: _l("På arbejdspladsen"),
    CallCategory.contact: _l("Om kontakten"),
    CallCategory.language: _l("Sprog"),
    CallCategory.practical: _l("Praktisk"),
    CallCategory.rules: _l("Regler og papirer"),
    CallCategory.other: _l("Andet"),
}
URGENCY = {Urgency.now: _l("Nu"), Urgency.today: _l("I dag"), Urgency.this_week: _l("I denne uge")}
PROMISE = {
    Promise.hour: _l("Inden for en time"),
    Promise.today: _l("I dag"),
    Promise.next_day: _l("Næste hverdag"),
    Promise.week: _l("Inden for en uge"),
}
TONE = {Urgency.now: "late", Urgency.today: "attention", Urgency.this_week: "neutral"}
DAYS = (
    _l("Mandag"), _l("Tirsdag"), _l("Onsdag"), _l("Torsdag"), _l("Fredag"), _l("Lørdag"), _l("Søndag"),
)  # fmt: skip


def say_wait(minutes: int) -> str:
    """A wait as people say it: minutes, then hours, then days."""
    if minutes < 120:
        return str(ngettext("%(num)d minut", "%(num)d minutter", minutes))
    if minutes < 2 * 24 * 60:
        hours = round(minutes / 60)
        return str(ngettext("%(num)d time", "%(num)d timer", hours))
    days = round(minutes / (24 * 60))
    return str(ngettext("%(num)d dag", "%(num)d dage", days))


def nobody() -> str:
    return str(_("Ukendt"))


def protected() -> str:
    return str(_("Beskyttet navn"))


def rang(category: CallCategory) -> str:
    return str(_("Ringede til Mentor-telefonen: %(what)s", what=CATEGORY[category]))
