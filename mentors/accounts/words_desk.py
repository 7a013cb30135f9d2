from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.accounts.rules import FactorKind
from mentors.accounts.rules_absence import ChangeReason
from mentors.accounts.rules_passwords import Strength
from mentors.accounts.words import CHANGE_REASON

# What a coordinator chooses among; a group's own reasons come with the group.
REASONS = [
    (str(one), CHANGE_REASON[one]) for one in ChangeReason if one not in (ChangeReason.group, ChangeReason.group_over)
]

STRENGTH = {
    Strength.fair: _l("Den er god nok. Længere er bedre."),
    Strength.good: _l("Den er god."),
    Strength.strong: _l("Den er stærk."),
}
FACTOR = {FactorKind.totp: _l("Kode-app"), FactorKind.passkey: _l("Adgangsnøgle")}
