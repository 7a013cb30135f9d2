from __future__ import annotations

from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError

from mentors.core import clock
from mentors.followups import words_jobs_desk, words_ladder_desk
from mentors.followups.forms_ladder_desk import LadderLines, every_field, level_fields
from mentors.followups.rules_jobs import JobEnd
from mentors.followups.rules_ladder import CheckKind, Ladder, Rungs, fault_in
from mentors.kit.forms import Form, choice, day, email, labelled, mobile, number, text


def _days_field(kind: CheckKind) -> StringField:
    return StringField(words_ladder_desk.DAYS[kind])


class LadderForm(LadderLines):
    """A programme's ladder as five lines of days. Whether it will do, `ladder` says in sentences."""

    first_contact = _days_field(CheckKind.first_contact)
    first_contact_every = every_field()
    fit = _days_field(CheckKind.fit)
    fit_every = every_field()
    check_in = _days_field(CheckKind.check_in)
    check_in_every = every_field()
    ending = _days_field(CheckKind.ending)
    ending_every = every_field()
    afterwards = _days_field(CheckKind.afterwards)
    remind, second, task = level_fields()

    def show(self, ladder: Ladder) -> None:
        """Fill the lines in from a ladder."""
        for kind in CheckKind:
            self._show_line(kind, ladder.rungs.get(kind, Rungs(())))
        self._show_levels(ladder.levels)

    def ladder(self) -> Ladder | None:
        """The ladder as written; None where there is something to correct, which then stands at its field."""
        rungs = {kind: self._rungs(kind, partial(fault_in, kind)) for kind in CheckKind}
        levels = self._levels()
        return None if self.errors else Ladder({kind: found for kind, found in rungs.items() if found}, levels)


class ContactForm(Form):
    """Whom to ask at the company."""

    contact_name = text(_l("Kontakt i virksomheden"), False, most=80)
    contact_email = email(_l("Kontaktens e-mail"), False)
    contact_mobile = mobile(_l("Kontaktens mobil"), False)

    def contact(self) -> dict[str, Any]:
        return {name: self[name].data or None for name in ("contact_name", "contact_email", "contact_mobile")}


class JobForm(ContactForm):
    company = text(_l("Virksomhed"), most=120)
    starts_on = day(_l("Første arbejdsdag"))
    hours = number(_l("Timer om ugen"), 1, 60, False)


class JobEndForm(Form):
    ended_on = day(_l("Sidste arbejdsdag"))
    outcome = choice(_l("Hvad skete der?"), labelled(JobEnd, words_jobs_desk.OUTCOME.__getitem__))

    def validate_ended_on(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_("Datoen må ikke ligge i fremtiden."))
