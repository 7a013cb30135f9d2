from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.kit.forms import Form, day


class PauseForm(Form):
    until = day(_l("Pause til og med"), needed=False, description=_l("Lad feltet være tomt, hvis du ikke ved det."))
