from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from mentors.kit.forms import Form, one_of, tick
from mentors.people.models import Person


def _label(person: Person) -> str:
    """The name, and the year of birth that tells namesakes apart."""
    return f"{person.name} ({person.birth_year})" if person.birth_year else person.name


class LinkForm(Form):
    other = one_of(_l("Hvem hører med?"), (), _l("Vælg en person på listen."))
    agreed = tick(_l("Jeg har aftalt det med den, der er beskyttet"))

    def offer(self, people: Iterable[Person]) -> Any:
        """Those who can be chosen."""
        self.other.choices = [(one.ref, _label(one)) for one in people]
        return self
