from __future__ import annotations

from functools import partial

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from mentors.followups import words_job_ladder_desk
from mentors.followups.forms_ladder_desk import LadderLines, every_field, level_fields
from mentors.followups.rules_job_ladder import MOST_WEEKS, JobLadder, JobSide, fault_in_side
from mentors.followups.rules_ladder import Fault, Rungs
from mentors.kit.forms import number


class JobLadderForm(LadderLines):
    """A town's ladder after a job start. Whether it will do, `ladder` says in sentences."""

    citizen = StringField(words_job_ladder_desk.DAYS[JobSide.citizen])
    citizen_every = every_field()
    company = StringField(words_job_ladder_desk.DAYS[JobSide.company])
    company_every = every_field()
    until_weeks = number(_l("Spørg til og med så mange uger efter første arbejdsdag"), 1, MOST_WEEKS)
    remind, second, task = level_fields()

    def show(self, ladder: JobLadder) -> None:
        """Fill the lines in from a ladder."""
        for side in JobSide:
            self._show_line(side, ladder.rungs.get(side, Rungs(())))
        self.until_weeks.data = ladder.until_weeks
        self._show_levels(ladder.levels)

    def ladder(self) -> JobLadder | None:
        """The ladder as written; None where there is something to correct, which then stands at its field."""
        weeks = self.until_weeks.data
        rungs = {side: self._rungs(side, partial(fault_in_side, side, until_weeks=weeks)) for side in JobSide}
        levels = self._levels()
        if self.errors:
            return None
        return JobLadder({side: found for side, found in rungs.items() if found}, weeks, levels)

    def sentence(self, fault: Fault) -> str:
        return words_job_ladder_desk.fault(fault, self.until_weeks.data)
