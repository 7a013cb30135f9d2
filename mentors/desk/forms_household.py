from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from mentors.kit.forms import Form, one_of, tick
from mentors.people.models import Person


class LinkForm(Form):
    other = one_of(_l("Hvem hører med?"), (), _l("Vælg en person på listen."))
    agreed = tick(_l("Jeg har aftalt det med den, der er beskyttet"))

    def offer(self, people: Iterable[Person]) -> Any:
        """Those who can be chosen."""
        self.other.choices = [(one.ref, one.name) for one in people]
        return self
