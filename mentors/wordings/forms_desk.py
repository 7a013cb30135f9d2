from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SubmitField

from mentors.kit.forms import Form, long_text


class WordingForm(Form):
    said = long_text(_l("Jeres tekst"), of_people=False, needed=True, most=400)
    look = SubmitField()
