from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from mentors.accounts.models import Account
from mentors.kit import forms
from mentors.kit.filters import isolate
from mentors.kit.forms import Form


class AbsenceForm(Form):
    """Who is away, when, and who stands in. There is no field for why."""

    account = forms.choice(_l("Hvem er væk?"), ())
    from_on = forms.day(_l("Første dag"))
    until_on = forms.day(_l("Sidste dag"), needed=False)
    substitute = forms.choice(_l("Vikar"), (), needed=False)

    def offer(self, colleagues: Iterable[Account]) -> AbsenceForm:
        names = [(one.ref, isolate(one.name)) for one in colleagues]
        self.account.choices = forms.options(names)
        self.substitute.choices = forms.options([("", _l("Ingen: hele teamet hjælper")), *names])
        return self
