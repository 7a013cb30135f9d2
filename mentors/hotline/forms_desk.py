from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields import TimeField

from mentors.accounts.models import Account
from mentors.hotline import words_desk as words
from mentors.hotline.commands_desk import Draft
from mentors.hotline.rules import USUAL_PROMISE, CallCategory, Promise, Relation, Urgency
from mentors.kit import forms
from mentors.kit.filters import isolate
from mentors.kit.forms import Form, required


class CallForm(Form):
    """A call, while it is still on the line: few fields, and none about health."""

    phone = forms.mobile(_l("Nummer, vi kan ringe tilbage på"), needed=False)
    caller = forms.text(_l("Hvem ringer?"), needed=False, most=80)
    relation = forms.one_of(_l("Den, der ringer, er"), words.RELATION.items(), default=str(Relation.unknown))
    category = forms.choice(_l("Hvad handler det om?"), words.CATEGORY.items(), default=str(CallCategory.other))
    urgency = forms.one_of(_l("Hvor meget haster det?"), words.URGENCY.items(), default=str(Urgency.today))
    promise = forms.choice(
        _l("Vi har lovet at ringe"), [("", _l("Efter hvor meget det haster")), *words.PROMISE.items()], needed=False
    )
    words = forms.long_text(_l("Et par ord"), most=200)
    answered = forms.tick(_l("Klaret i telefonen, der skal ikke ringes tilbage"))

    def draft(self) -> Draft:
        urgency = Urgency(self.urgency.data)
        promise = Promise(self.promise.data) if self.promise.data else USUAL_PROMISE[urgency]
        return Draft(
            caller=self.caller.data, phone=self.phone.data, relation=Relation(self.relation.data),
            category=CallCategory(self.category.data), urgency=urgency, promise=promise, words=self.words.data,
            is_answered=bool(self.answered.data),
        )  # fmt: skip


def _names(colleagues: Iterable[Account]) -> list[tuple[str, Any]]:
    return [(one.ref, isolate(one.name)) for one in colleagues]


class HandOverForm(Form):
    account = forms.choice(_l("Giv opkaldet til"), (), needed=False)

    def offer(self, colleagues: Iterable[Account]) -> HandOverForm:
        self.account.choices = forms.options([("", _l("Den, der har telefonen")), *_names(colleagues)])
        return self


class ShiftForm(Form):
    """Somebody's weekly turn with the phone."""

    account = forms.choice(_l("Hvem har telefonen?"), ())
    weekday = forms.choice(_l("Dag"), [(str(number), day) for number, day in enumerate(words.DAYS)])
    starts = TimeField(_l("Fra kl."), [required()])
    ends = TimeField(_l("Til kl."), [required()])

    def offer(self, colleagues: Iterable[Account]) -> ShiftForm:
        self.account.choices = forms.options(_names(colleagues))
        return self

    def hours(self) -> tuple[int, int]:
        """From and until in minutes after midnight; until midnight is the end of the day."""
        starts, ends = self.starts.data, self.ends.data
        assert starts is not None and ends is not None
        return starts.hour * 60 + starts.minute, ends.hour * 60 + ends.minute or 24 * 60


class NumberForm(Form):
    phone = forms.mobile(_l("Nummer til Mentor-telefonen"), needed=False)
