from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from mentors.kit.forms import Form, one_of
from mentors.people.models import Person


class ApartForm(Form):
    other = one_of(_l("Hvem må personen ikke blive par med?"), (), _l("Vælg en person på listen."))

    def offer(self, people: Iterable[Person]) -> ApartForm:
        """Those who can be chosen; the year of birth tells namesakes apart."""
        self.other.choices = [
            (one.ref, f"{one.name} ({one.birth_year})" if one.birth_year else one.name) for one in people
        ]
        return self
