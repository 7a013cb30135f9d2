from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from mentors.accounts.models import Account
from mentors.accounts.words_desk import REASONS
from mentors.kit import forms
from mentors.kit.filters import isolate
from mentors.kit.forms import Form


class HandOverForm(Form):
    """To whom, and the reason the newcomers will read."""

    to = forms.some_of(_l("Hvem tager over?"), (), needed=_l("Vælg mindst én kollega, der tager over."))
    reason = forms.choice(_l("Hvorfor? De nye i Danmark læser det på deres side"), REASONS)
    seen = HiddenField()

    def offer(self, colleagues: Iterable[Account]) -> HandOverForm:
        self.to.choices = forms.options([(one.ref, isolate(one.name)) for one in colleagues])
        return self
