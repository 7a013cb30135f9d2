from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TimeField

from mentors.associations.models import Association
from mentors.core.language import READABLE, SOURCE, SPOKEN
from mentors.gatherings import words, words_desk
from mentors.gatherings.rules import TOPICS, TOPICS_HALSNAES, AfterLeave, ClosingKind, SignUpMode, Unit
from mentors.gatherings.rules_pattern import Pattern, Repeat, pattern_of
from mentors.gatherings.rules_recurrence import MOST_SESSIONS
from mentors.kit.forms import (
    Choices,
    Form,
    choice,
    day,
    email,
    labelled,
    long_text,
    mobile,
    number,
    one_of,
    required,
    some_of,
    text,
    tick,
)
from mentors.kit.speech import say_language


def clock_time(label: object) -> TimeField:
    return TimeField(label, [required()])


def spoken() -> Choices:
    return [(code, say_language(code)) for code in SPOKEN]


_HOST = _l("Forening eller virksomhed bag")


class SettingsForm(Form):
    """What a series says about itself."""

    title = text(_l("Navn"), most=80)
    about = long_text(_l("Beskrivelse"), of_people=False, most=1000)
    who_for = text(_l("Hvem er det for?"), False, most=160)
    place = text(_l("Sted"), most=160)
    mode = one_of(_l("Tilmelding"), labelled(SignUpMode, words_desk.MODE_DESK.__getitem__))
    capacity = number(_l("Pladser"), 1, 2000, False)
    minimum = number(_l("Mindst"), 1, 2000, False)
    children_sit = tick(_l("Børn tæller med i pladserne"))
    promotes = tick(_l("Den næste på ventelisten får pladsen uden at blive spurgt"))
    childcare = tick(_l("Der er børnepasning"))
    skips_school_holidays = tick(_l("Holder fri i skolernes ferie"))
    is_public = tick(_l("Vis i den offentlige kalender"))
    languages = some_of(_l("Sprog, der tales"), [])
    host = choice(_HOST, [], False, description=_l("De kan se datoerne og antallet, når de logger ind. Aldrig navne."))


class RepeatForm(Form):
    """How often. Only what belongs to the chosen repetition is read, so nothing hidden gets in the way."""

    repeat = one_of(_l("Hvor tit?"), labelled(Repeat, words_desk.REPEAT.__getitem__))
    days = some_of(
        _l("Ugedage"), list(words_desk.WEEKDAY.items()), description=_l("Ingen valgt: samme ugedag som den første dag.")
    )
    every_weeks = number(
        _l("Hver hvilken uge?"), 1, 52, False, default=1, description=_l("1 er hver uge, 2 er hver anden.")
    )
    nth = choice(_l("Hvilken i måneden?"), list(words_desk.NTH.items()), False)
    nth_day = choice(
        _l("Ugedag"), [("", _l("Som den første dag")), *words_desk.WEEKDAY.items()], False
    )  # fmt: skip
    every_months = number(
        _l("Hver hvilken måned?"), 1, 52, False, default=1, description=_l("1 er hver måned, 3 er hvert kvartal.")
    )  # fmt: skip
    until = day(_l("Til og med"), False, description=_l("Tomt: indtil videre."))
    count = number(_l("Antal gange"), 1, MOST_SESSIONS, False, description=_l("I stedet for en slutdato."))
    rule = text(
        _l("Regel"), False, most=200,
        description=_l("For dem, der kender det: RRULE efter RFC 5545, fx FREQ=MONTHLY;BYMONTHDAY=1,15."),
    )  # fmt: skip

    def show(self, rule: str | None, first: date) -> None:
        """Fill the fields in with a rule there is, to count from a day."""
        found = pattern_of(rule, first)
        every = found.every
        self.repeat.data, self.days.data, self.nth.data, self.nth_day.data = (
            found.repeat, list(found.days), found.nth, found.nth_day,
        )  # fmt: skip
        self.every_weeks.data = self.every_months.data = every
        self.until.data, self.count.data, self.rule.data = found.until, found.count, found.rule

    def pattern(self) -> Pattern:
        repeat = Repeat(self.repeat.data)
        every = self.every_weeks.data if repeat is Repeat.weekly else self.every_months.data
        return Pattern(
            repeat=repeat, every=every or 1, days=tuple(self.days.data or ()), nth=self.nth.data or "",
            nth_day=self.nth_day.data or "", until=self.until.data, count=self.count.data, rule=self.rule.data or "",
        )  # fmt: skip


class SeriesForm(SettingsForm, RepeatForm):
    first_on = day(_l("Første dag"))
    at = clock_time(_l("Klokkeslæt"))
    minutes = number(_l("Minutter"), 15, 720)


class RuleForm(RepeatForm):
    at = clock_time(_l("Klokkeslæt"))
    minutes = number(_l("Minutter"), 15, 720)
    from_on = day(_l("Gælder fra"), description=_l("Det, der har været før den dag, ændres ikke."))
    tell = tick(_l("Skriv til dem, der er tilmeldt"), default=True)


class TextsForm(Form):
    title = text(_l("Navn på det sprog"), False, most=80)
    about = long_text(_l("Beskrivelse på det sprog"), of_people=False, most=1000)


class OwnersForm(Form):
    account = choice(_l("Kollega"), [])
    unit = choice(_l("Afdeling"), [("", _l("Ingen")), *labelled(Unit, words_desk.UNIT.__getitem__)], False)


class SessionForm(Form):
    """A session put in by itself: a host company, an extra evening."""

    on = day(_l("Dato"))
    at = clock_time(_l("Klokkeslæt"))
    minutes = number(_l("Minutter"), 15, 720)
    title = text(_l("Eget navn"), False, most=80, description=_l("Fx virksomhedens navn. Tomt: rækkens navn."))
    place = text(_l("Eget sted"), False, most=160)
    capacity = number(_l("Egne pladser"), 1, 2000, False)
    host = choice(_HOST, [], False)
    anyway = tick(_l("Hold den, selv om det er en helligdag eller lukkedag"))


class MoveForm(Form):
    on = day(_l("Ny dato"))
    at = clock_time(_l("Klokkeslæt"))
    minutes = number(_l("Minutter"), 15, 720)
    tell = tick(_l("Skriv til dem, der er tilmeldt"), default=True)
    anyway = tick(_l("Flyt, selv om det er en helligdag eller lukkedag"))


class EditForm(Form):
    title = text(_l("Eget navn"), False, most=80)
    place = text(_l("Eget sted"), False, most=160)
    capacity = number(_l("Egne pladser"), 1, 2000, False)
    host = choice(_HOST, [], False)
    tell = tick(_l("Skriv til dem, der er tilmeldt, hvis stedet er nyt"), default=True)


class CancelForm(Form):
    tell = tick(_l("Skriv til dem, der er tilmeldt"), default=True)


class ProgrammeForm(Form):
    topic = choice(
        _l("Emne"), [("", _l("Intet emne endnu")), *((code, words.TOPIC[code]) for code in TOPICS)], False
    )  # fmt: skip
    materials = long_text(
        _l("Materialer"), of_people=False, description=_l("Hvad skal være klar, og hvad skal folk have med?")
    )


class SpeakerForm(Form):
    name = text(_l("Navn"), most=80)
    email = email(_l("E-mail"), False)
    mobile = mobile(_l("Mobil"), False)


class SeatForm(Form):
    adults = number(_l("Voksne"), 0, 12, default=1)
    children = number(_l("Børn"), 0, 12, default=0)
    anyway = tick(_l("Meld til, selv om det falder sammen med noget"))


class SlotsForm(Form):
    minutes = number(_l("Minutter pr. samtale"), 10, 60, default=20)


class ClosingForm(Form):
    kind = one_of(_l("Slags"), labelled(ClosingKind, words_desk.CLOSING.__getitem__), default="closing")
    name = text(_l("Navn"), most=60, description=_l("Fx Efterårsferie."))
    from_on = day(_l("Fra"))
    to_on = day(_l("Til og med"))


class LeaderForm(Form):
    leader = choice(_l("Holdleder"), [])
    from_on = day(_l("Fra"))
    until_on = day(_l("Til og med"))


class ModulesForm(Form):
    topics = some_of(_l("Moduler"), [(code, words.TOPIC[code]) for code in TOPICS_HALSNAES])


class NoteForm(Form):
    words = long_text(_l("Note"), True, description=_l("Kun din egen afdeling kan læse den. Skriv ikke om helbred."))


class LeaveForm(Form):
    ends_on = day(_l("Barslen slutter"))
    series = choice(_l("Café"), [("", _l("Ingen"))], False)


class AfterForm(Form):
    went_on_to = choice(
        _l("Fortsatte i"), [("", _l("Ved ikke endnu")), *labelled(AfterLeave, words_desk.AFTER.__getitem__)], False
    )  # fmt: skip


class TagsForm(Form):
    count = number(_l("Antal nye numre"), 1, 200, default=20)


class TagForm(Form):
    tag = text(_l("Skriv nummeret, eller scan koden"), most=16)


class WalkInForm(Form):
    name = text(_l("Fornavn"), most=40)


class PosterForm(Form):
    languages = some_of(_l("Sprog på plakaten"), [])

    class Meta(Form.Meta):
        csrf = False


def hosts(field: SelectField, known: Iterable[Association]) -> None:
    """Let a host be chosen among these."""
    field.choices = [("", str(_l("Ingen"))), *((one.ref, one.name) for one in known)]


def readable_codes() -> tuple[str, ...]:
    """The languages a series' own words can be written in, besides Danish."""
    return tuple(code for code in READABLE if code != SOURCE.code)
