from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length

from mentors.kit.forms import Form, text


class EditForm(Form):
    """A coordinator's edit of a plan; `number` is the version she looked at."""

    number = HiddenField("", [Length(max=10)])
    because = text(
        _l("Hvorfor?"),
        needed=False,
        most=300,
        own_words=True,
        description=_l("Kort. Skriv ikke om helbred, religion eller andet privat."),
    )
