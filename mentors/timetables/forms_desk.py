from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TimeField

from mentors.kit.forms import Form, choice, day, labelled, required
from mentors.timetables.rules import BusyKind
from mentors.timetables.words import BUSY, DAYS


class EndingForm(Form):
    last_day = day(_l("Sidste dag"))


class BusyForm(Form):
    kind = choice(_l("Hvad"), labelled(BusyKind, BUSY.__getitem__))
    weekday = choice(_l("Dag"), [(str(number), name) for number, name in enumerate(DAYS.values())])
    from_time = TimeField(_l("Fra kl."), [required()])
    to_time = TimeField(_l("Til kl."), [required()])
    valid_from = day(_l("Gælder fra"), False)
    valid_to = day(_l("Gælder til og med"), False)
