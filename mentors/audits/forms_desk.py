from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.audits.rules import SAMPLE_MOST
from mentors.kit import forms
from mentors.kit.forms import Form


class SampleForm(Form):
    from_on = forms.day(_l("Fra og med"))
    until_on = forms.day(_l("Til og med"))
    size = forms.number(_l("Hvor mange par?"), 1, SAMPLE_MOST)
    seed = forms.text(_l("Frø"), needed=False, most=40)
    with_names = forms.tick(_l("Vis navne. Beskyttede navne vises aldrig"))
