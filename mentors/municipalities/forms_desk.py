from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import ColorField, FileField, URLField
from wtforms.validators import Optional
from wtforms.widgets import Input

from mentors.core.guard import printable
from mentors.core.language import READABLE
from mentors.kit.forms import Form, Length, email, mobile, number, required, some_of, text, tick

NAV = _l("Indstillinger")


def _trimmed(value: Any) -> Any:
    return printable(value).strip() if isinstance(value, str) else value


class PlainFile(Input):
    """A file field's input. WTForms' own has a `multiple`, by which our macros tell a list of choices."""

    input_type = "file"
    validation_attrs: ClassVar[list[str]] = ["required", "disabled"]


class SettingsForm(Form):
    """What a municipality may choose about itself. Whether it holds together, the command says."""

    name = text(_l("Kommunens navn"), most=80)
    colour = ColorField(_l("Farve"), [required()], filters=[_trimmed, lambda value: value.lower() if value else value])
    logo = FileField(_l("Nyt logo"), widget=PlainFile())
    no_logo = tick(_l("Fjern logoet"))
    phone = mobile(_l("Telefon"))
    email = email(_l("E-mail"))
    sms_sender = text(_l("Afsender på SMS"), most=20)
    languages = some_of(_l("Sprog på de offentlige sider"), [(x.code, x.own_name) for x in READABLE.values()])
    from_hour = number(_l("Påmindelser sendes fra kl."), 6, 23)
    until_hour = number(_l("og til kl."), 7, 24)
    messages_a_day = number(_l("Beskeder om dagen til én person, højst"), 1, 20)
    was_url = URLField(_l("Tilgængelighedserklæring"), [Optional(), Length(300)], filters=[_trimmed])

    def settings(self) -> dict[str, Any]:
        """The columns as they are to be."""
        named = ("name", "colour", "phone", "email", "sms_sender", "from_hour", "until_hour", "messages_a_day")
        return {name: self[name].data for name in named} | {
            "languages": tuple(self.languages.data or ()),
            "was_url": self.was_url.data or None,
        }
