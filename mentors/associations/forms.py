from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentors.associations import words
from mentors.associations.commands import ActivityDetails
from mentors.associations.commands_agreements import Nominee
from mentors.associations.rules import NOMINEES_MOST, PricePer, Wish
from mentors.core.contact import NotAContact
from mentors.core.contact import mobile as normal_mobile
from mentors.core.language import READABLE
from mentors.kit.forms import Form, choice, number, options, postcode, some_of, text, tick
from mentors.kit.speech import say_language
from mentors.timetables.words import DAYS, PARTS

NO_CHOICE = [("", _l("Alle"))]
VARIES = [("", _l("Det skifter"))]
PRICES = ((0, _l("Gratis")), (100, _l("Højst 100 kr.")), (300, _l("Højst 300 kr.")))


class ConfirmForm(Form):
    """Nothing but the button, and the token against forged requests."""


class SearchForm(Form):
    """The directory's filter. It is sent with GET: an address that can be shared and printed."""

    class Meta(Form.Meta):
        csrf = False

    age = number(_l("Alder"), 0, 110, needed=False)
    day = choice(_l("Dag"), [*NO_CHOICE, *DAYS.items()], needed=False)
    language = choice(_l("Sprog"), [], needed=False)
    price = choice(_l("Pris"), [*NO_CHOICE, *((str(most), label) for most, label in PRICES)], needed=False)
    pram = tick(_l("Plads til barnevogn"))
    wheelchair = tick(_l("Adgang med kørestol"))

    def offer(self, languages: Iterable[str]) -> SearchForm:
        self.language.choices = options([*NO_CHOICE, *((code, say_language(code)) for code in languages)])
        return self

    def wish(self) -> Wish:
        """What is looked for; what cannot be read is left open."""
        self.validate()
        good = {field.name: field.data for field in self if not field.errors}
        return Wish(
            age=good.get("age"),
            day=good.get("day") or None,
            language=good.get("language") or None,
            most_kr=int(good["price"]) if good.get("price") else None,
            pram=bool(good.get("pram")),
            wheelchair=bool(good.get("wheelchair")),
        )


class ActivityForm(Form):
    title = text(_l("Hvad hedder det?"))
    age_from = number(_l("Alder fra"), 0, 110)
    age_to = number(_l("Alder til"), 0, 110)
    day = choice(_l("Dag"), [*VARIES, *DAYS.items()], needed=False)
    part = choice(_l("Tid på dagen"), [*VARIES, *PARTS.items()], needed=False)
    price_kr = number(_l("Pris i kroner"), 0, 20000)
    price_per = choice(_l("Pris per"), [(str(per), words.PRICE_PER[per]) for per in PricePer])
    languages = some_of(_l("Sprog"), [])
    pram_access = tick(_l("Plads til barnevogn"))
    wheelchair_access = tick(_l("Adgang med kørestol"))
    postcode = postcode(_l("Postnummer"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.languages.choices = options([(code, say_language(code)) for code in _SPOKEN_OFTEN])

    def details(self) -> ActivityDetails:
        return ActivityDetails(
            title=self.title.data,
            age_from=self.age_from.data,
            age_to=self.age_to.data,
            day=self.day.data or None,
            part=self.part.data or None,
            price_kr=self.price_kr.data,
            price_per=PricePer(self.price_per.data),
            languages=tuple(self.languages.data or ()),
            pram_access=bool(self.pram_access.data),
            wheelchair_access=bool(self.wheelchair_access.data),
            postcode=self.postcode.data,
        )


_SPOKEN_OFTEN = ("da", "en", "ar", "uk", "fa", "ti", "so", "ku", "tr", "ru", "pl")


class NominationForm(Form):
    """Several people at once: a name and a number each. Rows left empty are left out."""

    programme = choice(_l("Hvad skal de være med til?"), [])
    language = choice(_l("Vi skriver til dem på"), [])

    def __init__(self, *, programmes: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.programme.choices = options(programmes)
        self.language.choices = options([(one.code, one.own_name) for one in READABLE.values()])

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"name_{n}"], self[f"mobile_{n}"]) for n in range(1, NOMINEES_MOST + 1)]

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        for name, mobile in self.rows:
            if mobile.data and not mobile.errors:
                good = _as_mobile(mobile) and good
            if bool(name.data) != bool(mobile.data):
                empty = mobile if name.data else name
                empty.errors = [*empty.errors, _("Skriv både navn og mobilnummer.")]
                good = False
        return good

    def nominees(self) -> list[Nominee]:
        return [Nominee(name.data, mobile.data, self.language.data) for name, mobile in self.rows if name.data]


def _as_mobile(field: Any) -> bool:
    try:
        field.data = normal_mobile(field.data)
    except NotAContact:
        field.errors = [_("Det nummer kender vi ikke. Skriv et mobilnummer, fx 20 30 40 50.")]
        return False
    return True


for _number in range(1, NOMINEES_MOST + 1):
    setattr(NominationForm, f"name_{_number}", text(_l("Navn %(num)d", num=_number), False))
    setattr(NominationForm, f"mobile_{_number}", text(_l("Mobil %(num)d", num=_number), False, most=30))


class AcceptForm(Form):
    name = text(_l("Dit navn"))
    yes = tick(_l("Ja, vi er enige"), needed=_l("Sæt kryds, hvis I er enige."))
