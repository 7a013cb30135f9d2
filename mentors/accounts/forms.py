from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField

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
