from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.accounts.rules_absence import ChangeReason

# Read by the newcomer herself, on her page.
CHANGE_REASON = {
    ChangeReason.stopped: _l("Kollegaen arbejder her ikke mere"),
    ChangeReason.workload: _l("Vi deler arbejdet på en ny måde"),
    ChangeReason.knows_area: _l("Den nye kender dit område bedre"),
    ChangeReason.language: _l("Den nye taler dit sprog"),
    ChangeReason.wish: _l("Du har selv bedt om det"),
    ChangeReason.group: _l("Din holdleder hjælper dig, mens du går på holdet"),
    ChangeReason.group_over: _l("Dit hold er slut"),
    ChangeReason.other_work: _l("Kollegaen har fået andre opgaver"),
}
