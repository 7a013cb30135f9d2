from __future__ import annotations

import secrets
from datetime import datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import HiddenField, TimeField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from mentors.core import clock
from mentors.kit.forms import Form, day, labelled, one_of, text, tick
from mentors.meetings.rules import MINUTES_OFFERED, Face, MeetingKind
from mentors.meetings.words import KIND


def _minutes() -> list[tuple[str, str]]:
    return [(str(most), ngettext("%(num)d minut", "%(num)d minutter", most)) for most in MINUTES_OFFERED]


def _clock(label: Any, *rules: Any) -> TimeField:
    return TimeField(label, list(rules))


def _instant(on: Any, at: time | None) -> datetime | None:
    """A day and a wall clock as an instant, at noon where no hour is given."""
    if on is None:
        return None
    at = at or time(12)
    return clock.at_local(on, at.hour, at.minute)


def _place() -> Any:
    return text(
        _l("Sted"), needed=False, most=120, description=_l("Gerne et sted med andre mennesker, fx biblioteket.")
    )


class LogForm(Form):
    """At most three taps: how long and what are chosen already, and a face sends it."""

    held_on = day(_l("Hvornår?"))
    minutes = one_of(_l("Hvor længe?"), [], _l("Vælg, hvor længe I var sammen."))
    kind = one_of(_l("Hvad lavede I?"), labelled(MeetingKind, KIND.__getitem__), _l("Vælg en af dem."))
    next_on = day(_l("Næste gang"), needed=False)
    next_time = _clock(_l("Klokken"), Optional())
    place = _place()
    face = HiddenField(
        _l("Hvordan gik det?"), [AnyOf([str(face) for face in Face], _l("Tryk på et af de tre ansigter."))]
    )
    key = HiddenField("", [Length(max=40)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        start = {"held_on": clock.today(), "minutes": "60", "kind": "talk", "key": secrets.token_urlsafe(12)}
        super().__init__(*args, **{**start, **kwargs})
        self.minutes.choices = _minutes()

    @property
    def next_at(self) -> datetime | None:
        return _instant(self.next_on.data, self.next_time.data)


class TimeForm(Form):
    on = day(_l("Dag"))
    at = _clock(_l("Klokken"), InputRequired(_l("Skriv et klokkeslæt, fx 16:30.")))
    place = _place()
    despite = tick(_l("Vi har aftalt det alligevel"))

    @property
    def starts_at(self) -> datetime:
        found = _instant(self.on.data, self.at.data)
        assert found is not None  # both are required
        return found


class PlanForm(TimeForm):
    minutes = one_of(_l("Hvor længe?"), [], _l("Vælg, hvor længe I mødes."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"minutes": "60", **kwargs})
        self.minutes.choices = _minutes()
