from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from mentors.followups import words_job_ladder_desk
from mentors.followups.rules_job_ladder import MOST_WEEKS, JobLadder, JobSide, fault_in_side
from mentors.followups.rules_ladder import Fault, Levels, Rungs, are_levels, read_days
from mentors.kit.forms import Form, number


def _every_field() -> Any:
    return number(_l("Derefter igen hver så mange dage"), -999_999, 999_999, False)


class JobLadderForm(Form):
    """A town's ladder after a job start. Whether it will do, `ladder` says in sentences."""

    instead_of = HiddenField()
    step = HiddenField()
    citizen = StringField(words_job_ladder_desk.DAYS[JobSide.citizen])
    citizen_every = _every_field()
    company = StringField(words_job_ladder_desk.DAYS[JobSide.company])
    company_every = _every_field()
    until_weeks = number(_l("Spørg til og med så mange uger efter første arbejdsdag"), 1, MOST_WEEKS)
    remind = number(_l("Påmindelse, dage efter spørgsmålet"), 1, 30)
    second = number(_l("Påmindelse på den anden kanal, dage efter spørgsmålet"), 1, 30)
    task = number(_l("Opgave til koordinatoren, dage efter spørgsmålet"), 1, 30)

    def show(self, ladder: JobLadder) -> None:
        """Fill the lines in from a ladder."""
        for side in JobSide:
            rungs = ladder.rungs.get(side, Rungs(()))
            self[side].data, self[f"{side}_every"].data = " ".join(map(str, rungs.days)), rungs.every
        levels = ladder.levels
        self.until_weeks.data = ladder.until_weeks
        self.remind.data, self.second.data, self.task.data = levels.remind, levels.second, levels.task

    def ladder(self) -> JobLadder | None:
        """The ladder as written; None where there is something to correct, which then stands at its field."""
        rungs = {side: self._rungs(side) for side in JobSide}
        levels = Levels(self.remind.data, self.second.data, self.task.data)
        if not are_levels(levels):
            self._say("task", Fault.levels)
        if self.errors:
            return None
        return JobLadder({side: found for side, found in rungs.items() if found}, self.until_weeks.data, levels)

    def _rungs(self, side: JobSide) -> Rungs | None:
        days = read_days((self[side].data or "")[:2000])
        if isinstance(days, Fault):
            self._say(side, days)
            return None
        rungs = Rungs(days, self[f"{side}_every"].data)
        fault = fault_in_side(side, rungs, self.until_weeks.data)
        if fault is not None:
            self._say(f"{side}_every" if fault is Fault.every else side, fault)
        return rungs

    def _say(self, field: str, fault: Fault) -> None:
        self[field].errors = [*self[field].errors, words_job_ladder_desk.fault(fault, self.until_weeks.data)]
