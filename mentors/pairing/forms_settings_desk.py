from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Regexp

from mentors.kit.forms import Form, number, text, tick
from mentors.pairing.pool.settings import MOST_POINTS, Part
from mentors.pairing.rules_settings import MOST_BONUS, MOST_KM, MOST_WEEKS, Choices, as_thousand
from mentors.pairing.words_desk import PART
from mentors.pairing.words_settings_desk import CHOICE


class SettingsForm(Form):
    """How a programme pairs. The weights may be any numbers; they are turned into points of 1000."""

    language = number(PART[Part.language], 0, MOST_POINTS)
    time = number(PART[Part.time], 0, MOST_POINTS)
    distance = number(PART[Part.distance], 0, MOST_POINTS)
    interests = number(PART[Part.interests], 0, MOST_POINTS)
    trade = number(PART[Part.trade], 0, MOST_POINTS)
    age = number(PART[Part.age], 0, MOST_POINTS)
    long_wait_weeks = number(CHOICE["long_wait_weeks"], 0, MOST_WEEKS)
    urgent_first = tick(CHOICE["urgent_first"])
    stability_bonus = number(CHOICE["stability_bonus"], 0, MOST_BONUS)
    default_max_km = number(CHOICE["default_max_km"], 1, MOST_KM, False)
    interpreters = tick(CHOICE["interpreters"])
    try_again = tick(CHOICE["try_again"])
    why = text(_l("Hvorfor?"), False, most=300, own_words=True)
    based_on = HiddenField("", [Regexp(r"^\d{1,6}$")])

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        fine = bool(super().validate(*args, **kwargs))
        if fine and not any(self[part].data for part in Part):
            self.language.errors = [*self.language.errors, _("Mindst én del skal tælle.")]
            return False
        return fine

    def choices(self) -> Choices:
        """What is chosen, the weights as points of 1000. Only of a form that has validated."""
        return Choices(
            weights=as_thousand({part: self[part].data for part in Part}),
            long_wait_weeks=self.long_wait_weeks.data,
            urgent_first=self.urgent_first.data,
            stability_bonus=self.stability_bonus.data,
            default_max_km=self.default_max_km.data,
            interpreters=self.interpreters.data,
            try_again=self.try_again.data,
        )


def shown(choices: Choices, number_: int) -> dict[str, Any]:
    """What a form starts with."""
    values = {name: getattr(choices, name) for name in Choices.__dataclass_fields__ if name != "weights"}
    return {**{str(part): choices.weights[part] for part in Part}, **values, "based_on": str(number_)}
