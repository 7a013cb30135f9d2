"""What the parts of the desk's menu are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.core.menu import Part

PARTS = {
    Part.today: "",
    Part.people: _l("Mennesker"),
    Part.pairs: _l("Par og hold"),
    Part.records: _l("Lister og tal"),
    Part.setup: _l("Opsætning"),
}
