from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import ValidationError

from mentors.accounts.models import Account
from mentors.accounts.words_desk import REASONS
from mentors.core import clock
from mentors.core.actor import Role
from mentors.core.calendar import WEEK_PARTS
from mentors.core.language import READABLE, SPOKEN, STAFF_LANGUAGES
from mentors.desk import words
from mentors.kit import forms
from mentors.kit.filters import isolate
from mentors.kit.forms import Form
from mentors.kit.speech import say_language
from mentors.people.commands import Details
from mentors.people.models import Person
from mentors.people.rules import Channel, Gender, oldest_birth_year
from mentors.people.words import CHANNEL, GENDER, INTEREST, TRADE

OWN_NAMES = [(code, language.own_name) for code, language in READABLE.items()]


class DetailsForm(Form):
    """Everything we know about a person, as a coordinator corrects it."""

    version = HiddenField()
    first_name = forms.text(_l("Fornavn"), most=60)
    last_name = forms.text(_l("Efternavn"), needed=False, most=80)
    mobile = forms.mobile(_l("Mobilnummer"), needed=False)
    email = forms.email(_l("E-mail"), needed=False)
    prefers = forms.choice(
        _l("Vil helst høre fra os på"), [("", _l("Det er lige meget")), *CHANNEL.items()], needed=False
    )
    language = forms.choice(_l("Vi skriver på"), OWN_NAMES)
    speaks = forms.some_of(_l("Taler"), ())
    birth_year = forms.number(_l("Fødselsår"), 1900, 2100, needed=False)
    gender = forms.choice(_l("Køn"), [("", _l("Ikke oplyst")), *GENDER.items()], needed=False)
    postcode = forms.postcode(_l("Postnummer"), needed=False)
    expected_on = forms.day(_l("Ventes til Danmark"), needed=False)
    interests = forms.some_of(_l("Interesser"), INTEREST.items())
    trade = forms.choice(_l("Fag"), [("", _l("Ikke oplyst")), *TRADE.items()], needed=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.speaks.choices = forms.options(
            sorted(((code, say_language(code)) for code in SPOKEN), key=lambda pair: pair[1].casefold())
        )

    def validate_birth_year(self, field: Any) -> None:
        this_year = clock.today().year
        if field.data is not None and not oldest_birth_year(this_year) <= field.data <= this_year:
            raise ValidationError(
                _("Skriv et årstal mellem %(least)d og %(most)d.", least=oldest_birth_year(this_year), most=this_year)
            )

    def details(self) -> Details:
        """What was typed, as the people room takes it."""
        return Details(
            first_name=self.first_name.data or "",
            last_name=self.last_name.data or "",
            mobile=self.mobile.data or None,
            email=self.email.data or None,
            prefers=Channel(self.prefers.data) if self.prefers.data else None,
            language=self.language.data,
            speaks=tuple(self.speaks.data or ()),
            birth_year=self.birth_year.data,
            gender=Gender(self.gender.data) if self.gender.data else None,
            postcode=self.postcode.data or None,
            expected_on=self.expected_on.data,
            interests=tuple(self.interests.data or ()),
            trade=self.trade.data or None,
        )

    def is_about_an_older(self, person: Person) -> bool:
        """Whether somebody else has saved this person since the form was opened."""
        return bool(self.version.data != str(person.version))


LEVELS = [
    ("", _l("Ikke oplyst")),
    *((str(at), name) for at, name in enumerate(("A1", "A2", "B1", "B2", "C1", "C2"), start=1)),
]


def levels_form(person: Person) -> Form:
    """A choice for each language somebody speaks, as it stands."""
    told = dict(one.split(":", 1) for one in person.levels if ":" in one)
    fields = {
        f"level_{code}": forms.choice(say_language(code), LEVELS, needed=False, default=told.get(code, ""))
        for code in person.speaks
    }
    return type("LevelsForm", (Form,), fields)()  # type: ignore[no-any-return]


class FreeTimesForm(Form):
    free = forms.some_of(_l("Har tid"), [(part, part) for part in WEEK_PARTS])


class ResponsibleForm(Form):
    """Which colleague looks after a person."""

    responsible = forms.choice(_l("Ansvarlig"), (), needed=False)
    reason = forms.choice(_l("Hvorfor skifter I?"), [("", _l("Vælg en grund")), *REASONS], needed=False)

    def offer(self, colleagues: list[Account]) -> ResponsibleForm:
        self.responsible.choices = forms.options(
            [("", _l("Ingen – står på alles liste")), *((a.ref, isolate(a.name)) for a in colleagues)]
        )
        return self


class ColleagueForm(Form):
    """A new member of staff, who gets a link to choose a password."""

    name = forms.text(_l("Navn"), most=80)
    email = forms.email(_l("E-mail"))
    role = forms.one_of(_l("Rolle"), words.ROLE.items(), default=str(Role.coordinator))
    language = forms.choice(_l("Sprog"), [(code, READABLE[code].own_name) for code in STAFF_LANGUAGES])


class ClosingForm(Form):
    """Who takes over from a colleague whose account is closed."""

    to = forms.some_of(_l("Hvem tager over?"), ())

    def offer(self, colleagues: list[Account]) -> ClosingForm:
        self.to.choices = forms.options([(one.ref, isolate(one.name)) for one in colleagues])
        return self


class SpecimenForm(Form):
    """Never saved: every sort of field, to look at the parts of the pages."""

    name = forms.text(_l("Navn"))
    email = forms.email(_l("E-mail"))
    phone = forms.mobile(_l("Mobilnummer"), needed=False)
    postcode = forms.postcode(_l("Postnummer"), needed=False)
    children = forms.number(_l("Antal børn"), 0, 20, needed=False)
    start = forms.day(_l("Første dag"), needed=False)
    about = forms.long_text(_l("Fortæl lidt"), description=_l("Skriv ikke om helbred eller tro."))
    town = forms.choice(_l("By"), [("8000", "8000 Aarhus C"), ("5000", "5000 Odense C")], needed=False)
    topics = forms.some_of(_l("Emner"), [("walk", _l("Gåture")), ("food", _l("Mad"))])
    way = forms.one_of(_l("Hvordan?"), [("sms", _l("SMS")), ("email", _l("E-mail"))], needed=False)
    promise = forms.tick(_l("Jeg lover det"), needed=True)
    secret = PasswordField(_l("Adgangskode"))
    week = forms.some_of(_l("Hvornår har du tid?"), [(part, part) for part in WEEK_PARTS])
