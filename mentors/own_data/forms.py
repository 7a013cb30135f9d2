from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from mentors.core.calendar import WEEK_PARTS
from mentors.core.language import READABLE
from mentors.kit import forms
from mentors.kit.forms import Form
from mentors.people.commands import Details
from mentors.people.models import Person


class FixForm(Form):
    """What somebody may correct about herself."""

    version = HiddenField()
    first_name = forms.text(_l("Fornavn"), most=60)
    last_name = forms.text(_l("Efternavn"), needed=False, most=80)
    mobile = forms.mobile(_l("Mobilnummer"), needed=False)
    email = forms.email(_l("E-mail"), needed=False)
    language = forms.choice(_l("Sprog"), [(code, language.own_name) for code, language in READABLE.items()])
    free = forms.some_of(_l("Hvornår har du tid?"), [(part, part) for part in WEEK_PARTS])

    def details(self, person: Person) -> Details:
        """What was typed, and the rest as it was."""
        as_is: dict[str, Any] = {name: getattr(person, name) for name in Details.__slots__}
        typed = {
            "first_name": self.first_name.data or "",
            "last_name": self.last_name.data or "",
            "mobile": self.mobile.data or None,
            "email": self.email.data or None,
            "language": self.language.data,
        }
        return Details(**{**as_is, **typed})

    def is_about_an_older(self, person: Person) -> bool:
        """Whether somebody else has saved her since the page was opened."""
        return bool(self.version.data != str(person.version))

    def say_changed(self, person: Person) -> None:
        self.version.data = str(person.version)
        self.form_errors.append(_("Nogen har rettet noget imens. Se det igennem, og gem igen."))
