from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField

from mentors.accounts.models import Account
from mentors.kit import forms
from mentors.kit.filters import isolate
from mentors.kit.forms import Form, Length, required


class AbsenceForm(Form):
    """Who is away, when, and who stands in. There is no field for why."""

    account = forms.choice(_l("Hvem er væk?"), ())
    from_on = forms.day(_l("Første dag"))
    until_on = forms.day(_l("Sidste dag"), needed=False)
    substitute = forms.choice(_l("Vikar"), (), needed=False)

    def offer(self, colleagues: Iterable[Account]) -> AbsenceForm:
        names = [(one.ref, isolate(one.name)) for one in colleagues]
        self.account.choices = forms.options(names)
        self.substitute.choices = forms.options([("", _l("Ingen: hele teamet hjælper")), *names])
        return self


class CodeAppForm(Form):
    code = StringField(_l("Koden i appen"), [required(), Length(20)])


class MailCodeForm(Form):
    code = StringField(_l("Kode på seks tal"), [required(), Length(20)])


class NewPasskeyForm(Form):
    answer = HiddenField(validators=[required(), Length(20_000)])


class ProofForm(Form):
    """It is she who sits there: what she knows, or a code from what she has."""

    proof = PasswordField(_l("Din adgangskode eller en kode fra din app"), [required(), Length(200)])


class ChangePasswordForm(Form):
    proof = PasswordField(_l("Din gamle adgangskode eller en kode fra din app"), [Length(200)])
    password = PasswordField(_l("Ny adgangskode"), [required(), Length(200)])


class SignInPolicyForm(Form):
    from_on = forms.day(_l("Gælder fra"))
    second_factor = forms.tick(_l("Medarbejdere skal bruge to trin"))
    staff_idle = forms.number(_l("Medarbejdere: minutter uden at røre siden"), 5, 60)
    staff_life = forms.number(_l("Medarbejdere: timer i alt"), 1, 12)
    others_idle = forms.number(_l("Borgere og frivillige: timer uden at røre siden"), 1, 24)
    others_life = forms.number(_l("Borgere og frivillige: dage i alt"), 1, 30)
