"""What the forms of the two ladders share: lines of days, how often again, and the levels of reminding."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField

from mentors.followups import words_ladder_desk
from mentors.followups.rules_ladder import Fault, Levels, Rungs, are_levels, read_days
from mentors.kit.forms import Form, number


def every_field() -> IntegerField:
    return number(_l("Derefter igen hver så mange dage"), -999_999, 999_999, False)


def level_fields() -> tuple[IntegerField, IntegerField, IntegerField]:
    """Made in each form after its lines, and not in the base: fields stand in the order they were made in."""
    return (
        number(_l("Påmindelse, dage efter spørgsmålet"), 1, 30),
        number(_l("Påmindelse på den anden kanal, dage efter spørgsmålet"), 1, 30),
        number(_l("Opgave til koordinatoren, dage efter spørgsmålet"), 1, 30),
    )


class LadderLines(Form):
    """A line of days is a field; `<line>_every`, where there is one, says how often again after the last day."""

    instead_of = HiddenField()
    step = HiddenField()
    remind: IntegerField
    second: IntegerField
    task: IntegerField

    def sentence(self, fault: Fault) -> str:
        """What to change."""
        return words_ladder_desk.fault(fault)

    def _show_line(self, line: str, rungs: Rungs) -> None:
        self[line].data = " ".join(map(str, rungs.days))
        if f"{line}_every" in self:
            self[f"{line}_every"].data = rungs.every

    def _show_levels(self, levels: Levels) -> None:
        self.remind.data, self.second.data, self.task.data = levels.remind, levels.second, levels.task

    def _rungs(self, line: str, fault_in: Callable[[Rungs], Fault | None]) -> Rungs | None:
        """A line as written; what is wrong with it then stands at its field."""
        days = read_days((self[line].data or "")[:2000])
        if isinstance(days, Fault):
            self._say(line, days)
            return None
        rungs = Rungs(days, self[f"{line}_every"].data if f"{line}_every" in self else None)
        fault = fault_in(rungs)
        if fault is not None:
            self._say(f"{line}_every" if fault is Fault.every else line, fault)
        return rungs

    def _levels(self) -> Levels:
        levels = Levels(self.remind.data, self.second.data, self.task.data)
        if not are_levels(levels):
            self._say("task", Fault.levels)
        return levels

    def _say(self, field: str, fault: Fault) -> None:
        self[field].errors = [*self[field].errors, self.sentence(fault)]
