from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from mentors.kit.forms import Form, choice


class ResponsibleForm(Form):
    responsible = choice(_l("Ansvarlig"), (), needed=False)

    def offer(self, colleagues: Iterable[Any]) -> ResponsibleForm:
        """Let her choose among these accounts, or nobody."""
        names = [(account.ref, account.name) for account in colleagues]
        self.responsible.choices = [("", _l("Ingen: alle kan tage den")), *names]
        return self
