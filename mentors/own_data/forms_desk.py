from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from mentors.core import clock
from mentors.kit import forms
from mentors.kit.forms import Form
from mentors.kit.speech import say_date
from mentors.own_data import rules
from mentors.own_data.rules import RetentionKind
from mentors.own_data.words import KIND
from mentors.people.commands import Details
from mentors.people.models import Person


class DecideForm(Form):
    """How long one kind is kept, from a day on."""

    kind = forms.choice(_l("Hvad"), list(KIND.items()))
    months = forms.number(_l("Måneder"), rules.LEAST_MONTHS, rules.MOST_MONTHS)
    valid_from = forms.day(_l("Gælder fra"), default=clock.today)

    def chosen(self) -> RetentionKind:
        return RetentionKind(self.kind.data)


class LongerForm(Form):
    until = forms.day(_l("Gem til og med"))
    reason = forms.text(_l("Hvorfor?"), most=200, description=_l("Skriv ikke om helbred, tro eller andet privat."))


# What the page asks about, where the two records differ; the rest is put together.
CHOSEN = ("first_name", "last_name", "mobile", "email", "prefers", "language", "birth_year", "gender", "postcode",
          "expected_on", "trade")  # fmt: skip


class MergeForm(Form):
    """Which of two records' words stay. Each choice is `keep` or `gone`."""

    seen = HiddenField()
    sure = forms.tick(_l("Det er den samme person, og jeg ved, at det ikke kan fortrydes"), needed=True)


def merge_form(keep: Person, gone: Person, labels: dict[str, Any], say: Any) -> MergeForm:
    """The form for two records: one question per detail in which they differ."""

    class Asking(MergeForm):
        pass

    for name in CHOSEN:
        mine, other = getattr(keep, name), getattr(gone, name)
        if mine != other and mine not in (None, "") and other not in (None, ""):
            choices = [("keep", say(name, mine)), ("gone", say(name, other))]
            setattr(Asking, f"take_{name}", forms.one_of(labels[name], choices, default="keep"))
    return Asking()


def chosen_details(form: MergeForm, keep: Person, gone: Person) -> Details:
    """The details that stay: as chosen, else whichever record has any; sets are put together."""
    values: dict[str, Any] = {}
    for name in Details.__slots__:
        mine, other = getattr(keep, name), getattr(gone, name)
        field = form._fields.get(f"take_{name}")
        if isinstance(mine, tuple):
            values[name] = tuple(dict.fromkeys((*mine, *other)))
        elif field is not None:
            values[name] = other if field.data == "gone" else mine
        else:
            values[name] = mine if mine not in (None, "") else other
    return Details(**values)


def say_detail(name: str, value: Any) -> str:
    return say_date(value) if hasattr(value, "isoformat") else str(value)
