from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from mentors.portfolios.rules import ItemKind

KIND = {
    ItemKind.person: _l("Personer"),
    ItemKind.pair: _l("Par"),
    ItemKind.task: _l("Åbne opgaver"),
    ItemKind.series: _l("Rækker i kalenderen"),
    ItemKind.leader: _l("Hold som holdleder"),
    ItemKind.before: _l("Deltagere, der kommer tilbage efter et hold"),
    ItemKind.call: _l("Opkald"),
    ItemKind.shift: _l("Vagter på Mentor-telefonen"),
    ItemKind.case: _l("Borgere som sagsbehandler"),
}


def say_moved(count: int) -> str:
    return str(ngettext("%(num)d ting er flyttet.", "%(num)d ting er flyttet.", count))
