from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.followups.rules import CheckKind

KIND = {
    CheckKind.first_contact: _l("Har de fået kontakt?"),
    CheckKind.fit: _l("Passer de sammen?"),
    CheckKind.check_in: _l("Hvordan går det?"),
    CheckKind.ending: _l("Vil de fortsætte?"),
    CheckKind.afterwards: _l("Hvordan går det bagefter?"),
}
TONE = {"good": "good", "yes": "good", "extend": "good", "ok": "neutral", "deciding": "neutral", "finish": "info", "no": "attention", "bad": "late"}  # fmt: skip
