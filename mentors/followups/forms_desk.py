from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from mentors.core import clock
from mentors.followups import words_jobs_desk, words_ladder_desk
from mentors.followups.rules_jobs import JobEnd
from mentors.followups.rules_ladder import (
    CheckKind,
    Fault,
    Ladder,
    Levels,
    Rungs,
    are_levels,
    fault_in,
    fault_in_days,
    read_days,
)
from mentors.kit.forms import Form, choice, day, email, labelled, mobile, number, text


def _days_field(kind: CheckKind) -> StringField:
    return StringField(words_ladder_desk.DAYS[kind])


def _every_field() -> Any:
    return number(_l("Derefter igen hver så mange dage"), -999_999, 999_999, False)


class LadderForm(Form):
    """A programme's ladder as five lines of days. Whether it will do, `ladder` says in sentences."""

    instead_of = HiddenField()
    step = HiddenField()
    first_contact = _days_field(CheckKind.first_contact)
    first_contact_every = _every_field()
    fit = _days_field(CheckKind.fit)
    fit_every = _every_field()
    check_in = _days_field(CheckKind.check_in)
    check_in_every = _every_field()
    ending = _days_field(CheckKind.ending)
    ending_every = _every_field()
    afterwards = _days_field(CheckKind.afterwards)
    remind = number(_l("Påmindelse, dage efter spørgsmålet"), 1, 30)
    second = number(_l("Påmindelse på den anden kanal, dage efter spørgsmålet"), 1, 30)
    task = number(_l("Opgave til koordinatoren, dage efter spørgsmålet"), 1, 30)

    def show(self, ladder: Ladder) -> None:
        """Fill the lines in from a ladder."""
        for kind in CheckKind:
            rungs = ladder.rungs.get(kind, Rungs(()))
            self[kind].data = " ".join(map(str, rungs.days))
            if kind is not CheckKind.afterwards:
                self[f"{kind}_every"].data = rungs.every
        self.remind.data, self.second.data, self.task.data = (
            ladder.levels.remind, ladder.levels.second, ladder.levels.task,
        )  # fmt: skip

    def ladder(self) -> Ladder | None:
        """The ladder as written; None where there is something to correct, which then stands at its field."""
        rungs = {kind: self._rungs(kind) for kind in CheckKind}
        levels = Levels(self.remind.data, self.second.data, self.task.data)
        if not are_levels(levels):
            self._say("task", Fault.levels)
        return None if self.errors else Ladder({kind: found for kind, found in rungs.items() if found}, levels)

    def _rungs(self, kind: CheckKind) -> Rungs | None:
        every = self[f"{kind}_every"].data if kind is not CheckKind.afterwards else None
        days = read_days((self[kind].data or "")[:2000])
        if isinstance(days, Fault):
            self._say(kind, days)
            return None
        rungs = Rungs(days, every)
        fault = fault_in(kind, rungs)
        if fault is not None:
            self._say(kind if fault_in_days(days, needed=True) or fault is not Fault.every else f"{kind}_every", fault)
        return rungs

    def _say(self, field: str, fault: Fault) -> None:
        self[field].errors = [*self[field].errors, words_ladder_desk.fault(fault)]


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
