from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from mentors.clearances.rules import GuardianPurpose
from mentors.core.language import READABLE
from mentors.kit.forms import Form, choice, day, labelled, mobile, number, one_of, options, postcode, text, tick
from mentors.timetables.words import DAYS, PARTS
from mentors.youth import words_desk
from mentors.youth.commands_activities import ActivityDetails
from mentors.youth.rules import OLDEST, RATIOS, SpareJob
from mentors.youth.rules_work import Work

VARIES = [("", _l("Det skifter"))]


class ProfileForm(Form):
    birth_year = number(_l("Fødselsår"), 1990, 2030)
    birth_month = choice(_l("Fødselsmåned"), [(str(month), word) for month, word in words_desk.MONTH.items()])
    at_school = tick(_l("Har undervisningspligt (går i skole til og med 9. klasse)"))


class GuardianForm(Form):
    purpose = one_of(
        _l("Hvad skal forælderen sige ja til?"), labelled(GuardianPurpose, words_desk.GUARDIAN_PURPOSE.__getitem__)
    )
    name = text(_l("Forælderens navn"))
    mobile = mobile(_l("Forælderens mobil"))
    language = choice(_l("Vi skriver på"), [])
    how = one_of(
        _l("Hvordan siger forælderen ja?"),
        [
            ("link", _l("Send et link, så forælderen selv kan læse og svare")),
            ("here", _l("Forælderen har hørt teksten på sit eget sprog og sagt ja til mig")),
        ],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language.choices = options([(one.code, one.own_name) for one in READABLE.values()])


class SpareJobForm(Form):
    answer = one_of(_l("Fritidsjob i dag"), labelled(SpareJob, words_desk.SPARE_JOB.__getitem__))


class ActivityForm(Form):
    name = text(_l("Navn"), most=120)
    age_from = number(_l("Alder fra"), 5, OLDEST)
    age_to = number(_l("Alder til"), 5, 25)
    per_adult = choice(_l("Højst så mange unge per voksen"), [(str(ratio), str(ratio)) for ratio in RATIOS])
    capacity = number(_l("Pladser"), 1, 200)
    starts_on = day(_l("Begynder"))
    ends_on = day(_l("Slutter"), False)
    day = choice(_l("Dag"), [*VARIES, *DAYS.items()], needed=False)
    part = choice(_l("Tid på dagen"), [*VARIES, *PARTS.items()], needed=False)
    postcode = postcode(_l("Postnummer"), False)

    def details(self) -> ActivityDetails:
        return ActivityDetails(
            name=self.name.data,
            age_from=self.age_from.data,
            age_to=self.age_to.data,
            per_adult=int(self.per_adult.data),
            capacity=self.capacity.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            day=self.day.data or None,
            part=self.part.data or None,
            postcode=self.postcode.data or None,
        )


class PickForm(Form):
    """One person of a list."""

    person = choice(_l("Hvem?"), [])

    def offer(self, people: Iterable[tuple[str, str]]) -> PickForm:
        self.person.choices = options(people)
        return self


class FindForm(Form):
    """Somebody by number: an adult who is known already."""

    mobile = mobile(_l("Den voksnes mobilnummer"))


class PostingForm(Form):
    title = text(_l("Jobbet"), most=120)
    company = text(_l("Virksomhed"), most=120)
    phone = mobile(_l("Telefon til virksomheden"), False)
    postcode = postcode(_l("Postnummer"))
    age_from = number(_l("Yngste alder"), 10, OLDEST)
    at_school = tick(_l("Unge, der stadig har undervisningspligt, må søge"))
    school_day = number(_l("Timer på en skoledag"), 0, 24)
    other_day = number(_l("Timer på en dag uden skole"), 0, 24)
    school_week = number(_l("Timer i en skoleuge"), 0, 60)
    holiday_week = number(_l("Timer i en ferieuge"), 0, 60)
    begins = number(_l("Tidligst klokken"), 0, 24)
    ends = number(_l("Senest klokken"), 0, 24)
    lift_kg = number(_l("Tungeste løft i kg"), 0, 100)
    machines = tick(_l("Farlige maskiner"))

    def work(self) -> Work:
        return Work(**{name: self[name].data for name in Work.__slots__})
