from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from mentors.associations import words, words_desk
from mentors.associations.commands import AssociationDetails
from mentors.associations.rules import TARGET_GROUPS, AgreementKind, OrganisationKind
from mentors.core.language import READABLE, SPOKEN
from mentors.kit.forms import (
    Form,
    choice,
    day,
    email,
    labelled,
    long_text,
    mobile,
    number,
    one_of,
    options,
    postcode,
    some_of,
    text,
    tick,
)
from mentors.kit.speech import say_language
from mentors.people.commands import Details


class AssociationForm(Form):
    kind = one_of(_l("Hvad er det?"), labelled(OrganisationKind, words_desk.KIND.__getitem__))
    name = text(_l("Navn"), most=120)
    cvr = text(_l("CVR-nummer"), False, most=12, description=_l("Otte tal. En lille forening har måske ikke et."))
    about = long_text(_l("Om dem, i et par sætninger"), of_people=False, most=400)
    target_groups = some_of(_l("For hvem"), [(code, words.TARGET_GROUP[code]) for code in TARGET_GROUPS])
    languages = some_of(_l("Taler"), [])
    phone = mobile(_l("Telefon"), False)
    email = email(_l("E-mail"), False)
    postcode = postcode(_l("Postnummer"), False)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.languages.choices = options([(code, say_language(code)) for code in SPOKEN])

    def details(self) -> AssociationDetails:
        return AssociationDetails(
            kind=OrganisationKind(self.kind.data),
            name=self.name.data,
            cvr=self.cvr.data or None,
            about=self.about.data or "",
            target_groups=tuple(self.target_groups.data or ()),
            languages=tuple(self.languages.data or ()),
            phone=self.phone.data or None,
            email=self.email.data or None,
            postcode=self.postcode.data or None,
        )


class PersonForm(Form):
    """Somebody by name and number: an association's contact or volunteer."""

    first_name = text(_l("Fornavn"))
    last_name = text(_l("Efternavn"), False)
    mobile = mobile(_l("Mobil"))
    language = choice(_l("Vi skriver på"), [])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language.choices = options([(one.code, one.own_name) for one in READABLE.values()])

    def details(self) -> Details:
        return Details(
            first_name=self.first_name.data,
            last_name=self.last_name.data or "",
            mobile=self.mobile.data,
            language=self.language.data,
        )


class VolunteerForm(PersonForm):
    with_children = tick(_l("Er sammen med børn under 15 år"))
    through = day(_l("Til og med"), False, description=_l("Lad stå tomt, hvis det er indtil videre."))


class ReferralForm(Form):
    association = choice(_l("Forening, eller noget bestemt hos dem"), [])
    how = one_of(
        _l("Hvordan siger personen ja?"),
        [
            ("link", _l("Send et link, så personen selv kan læse og svare")),
            ("here", _l("Personen har hørt teksten på sit eget sprog og sagt ja til mig")),
        ],
    )

    def offer(self, choices: Iterable[tuple[str, str]]) -> ReferralForm:
        self.association.choices = options(choices)
        return self


class TemplateForm(Form):
    text = long_text(_l("Teksten"), True, of_people=False, most=6000)
    renew_months = number(_l("Fornyes efter måneder"), 1, 60)


class SendForm(Form):
    kind = one_of(_l("Hvilken aftale?"), labelled(AgreementKind, words_desk.AGREEMENT.__getitem__))
