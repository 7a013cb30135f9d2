from __future__ import annotations

from flask_babel import lazy_gettext as _l

from mentors.kit.forms import Form, email, mobile
from mentors.people.rules import Channel


class MobileForm(Form):
    address = mobile(_l("Nyt mobilnummer"))


class EmailForm(Form):
    address = email(_l("Ny e-mailadresse"))


def address_form(channel: Channel) -> MobileForm | EmailForm:
    return MobileForm() if channel is Channel.sms else EmailForm()
