from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField
from wtforms.validators import Optional, StopValidation

from mentors.core import contact
from mentors.gatherings.rules import ADVICE_TOPICS, PARTY_MOST
from mentors.gatherings.words import TOPIC
from mentors.kit.forms import Form, Length, choice, number, text, tick


def _as_way(_form: Any, field: Field) -> None:
    """A mobile number or an e-mail, whichever was typed, in its plain form."""
    try:
        field.data = contact.email(field.data) if "@" in field.data else contact.mobile(field.data)
    except contact.NotAContact:
        raise StopValidation(_("Skriv et mobilnummer eller en e-mail.")) from None


def _way(hint: object) -> StringField:
    return StringField(
        _l("Mobil eller e-mail"),
        [Optional(), Length(254), _as_way],
        filters=[lambda value: value.strip() if value else value],
        description=hint,
    )


def way_of(field: StringField) -> tuple[str | None, str | None]:
    """What was left, as a mobile number or as an e-mail; the other of the two is None."""
    way = field.data or None
    return (None, way) if way and "@" in way else (way, None)


class SignUpForm(Form):
    name = text(_l("Fornavn"), most=40)
    way = _way(_l("Så kan vi sige til, hvis noget ændrer sig."))
    adults = number(_l("Voksne"), 0, PARTY_MOST, default=1)
    children = number(_l("Børn"), 0, PARTY_MOST, default=0)
    wants_contact = tick(_l("Virksomheden må kontakte mig om praktik eller job"))


class SlotForm(Form):
    first_name = text(_l("Fornavn"), most=40)
    way = _way(_l("Kun til at sige, hvis tiden ændrer sig. Rådgiveren ser det ikke, og det slettes dagen efter."))
    topic = choice(_l("Emne"), [(code, TOPIC[code]) for code in ADVICE_TOPICS])
    slot = choice(_l("Tid"), [], validate_choice=False)


class PartyForm(Form):
    adults = number(_l("Voksne"), 0, PARTY_MOST)
    children = number(_l("Børn"), 0, PARTY_MOST)
    wants_contact = tick(_l("Virksomheden må kontakte mig om praktik eller job"))


class PressForm(Form):
    """A button and nothing else, with the token against forged requests."""
