from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField

from mentors.kit.forms import Form, Length, required


class SignInForm(Form):
    email = StringField(_l("E-mail"), [required(), Length(254)])
    password = PasswordField(_l("Adgangskode"), [required(), Length(200)])


class LinkForm(Form):
    way = StringField(_l("Mobilnummer eller e-mail"), [required(), Length(254)])


class PasswordForm(Form):
    password = PasswordField(_l("Ny adgangskode"), [required(), Length(200)])


class ConfirmForm(Form):
    """Nothing but the button, and the token against forged requests."""


class CodeForm(Form):
    code = StringField(_l("Kode"), [required(), Length(40)])


class PinForm(Form):
    pin = StringField(_l("Kode på seks tal"), [required(), Length(20)])


class PasskeyForm(Form):
    answer = HiddenField(validators=[required(), Length(20_000)])


class CameBackForm(Form):
    """What the municipality's provider put into the address, sent on by the browser."""

    code = HiddenField(validators=[required(), Length(2000)])
    state = HiddenField(validators=[required(), Length(200)])
    iss = HiddenField(validators=[Length(300)])
