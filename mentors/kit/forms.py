"""The base form and the fields that several rooms use. Errors are sentences that say what to change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, StopValidation, ValidationError

from mentors.core import contact
from mentors.core.delicate import Delicate, delicate
from mentors.core.guard import looks_like_cpr, printable
from mentors.core.place import find_place

Choices = Iterable[tuple[str, Any]]

# WTForms speaks no Danish; what it may say reaches people only through this table.
_WTFORMS = {
    "Not a valid choice.": _l("Vælg en af mulighederne på listen."),
    "Not a valid choice": _l("Vælg en af mulighederne på listen."),
    "Not a valid integer value.": _l("Skriv et helt tal, fx 2."),
    "Not a valid date value.": _l("Skriv en dato, fx 2026-12-24."),
    "Not a valid decimal value.": _l("Skriv et tal."),
    "Not a valid time value.": _l("Skriv et klokkeslæt, fx 16:30."),
    "Invalid input.": _l("Ret dette felt."),
    "This field is required.": _l("Udfyld dette felt."),
}


class _Words:
    """What WTForms asks for its built-in sentences."""

    def gettext(self, text: str) -> str:
        if text.startswith("'") or "invalid choice" in text.lower():
            text = "Not a valid choice."
        return str(_WTFORMS.get(text, text))

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


class Form(FlaskForm):
    """Every form: CSRF always on, Danish at heart, its texts cleaned of control characters."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            return _Words()

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:
            html = super().render_field(field, render_kw)
            # An option holds no markup, so a name in it cannot stand in <bdi>: it keeps its own direction this way.
            options = isinstance(field, SelectField) and not isinstance(field, RadioField)
            return Markup(str(html).replace("<option ", '<option dir="auto" ')) if options else html


def _clean(text: Any) -> Any:
    return printable(text).strip() if isinstance(text, str) else text


class Length:
    """At most so many characters; sets no HTML limit, so that nothing typed is cut off unseen."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: Any, field: Field) -> None:
        if field.data and len(field.data) > self.most:
            raise ValidationError(
                _("Skriv højst %(most)d tegn. Nu er der %(count)d.", most=self.most, count=len(field.data))
            )


class NoCpr:
    """Stops what looks like a CPR number, kindly, before it is kept anywhere."""

    def __call__(self, _form: Any, field: Field) -> None:
        if field.data and looks_like_cpr(str(field.data)):
            raise ValidationError(
                _("Det ligner et CPR-nummer. Skriv det ikke her: vi har ikke brug for det. Slet tallet.")
            )


class NotDelicate:
    """Stops what seems to tell of somebody's health, faith or crimes, gently, and says what to do instead."""

    def __call__(self, _form: Any, field: Field) -> None:
        found = delicate(field.data) if isinstance(field.data, str) else None
        if found is not None:
            raise ValidationError(str((_FOR_STAFF if _is_staff() else _FOR_OTHERS)[found]))


_FOR_OTHERS = {
    Delicate.health: _l("Det ligner noget om helbred. Slet det, og skriv til koordinatoren, at du gerne vil tale."),
    Delicate.religion: _l("Det ligner noget om tro. Slet det, og skriv til koordinatoren, at du gerne vil tale."),
    Delicate.crime: _l("Det ligner noget om straf. Slet det, og skriv til koordinatoren, at du gerne vil tale."),
}
_FOR_STAFF = {
    Delicate.health: _l("Det ligner noget om helbred. Slet det, og sæt i stedet flaget: brug for sagsbehandler."),
    Delicate.religion: _l("Det ligner noget om tro. Slet det, og sæt i stedet flaget: brug for sagsbehandler."),
    Delicate.crime: _l("Det ligner noget om straf. Slet det, og sæt i stedet flaget: brug for sagsbehandler."),
}


def _is_staff() -> bool:
    return bool(getattr(g.get("actor"), "is_staff", False))


class Required(InputRequired):
    """Something must be sent, and something must be left of it when blanks and control characters are gone."""

    def __call__(self, form: Any, field: Field) -> None:
        super().__call__(form, field)
        if isinstance(field.data, str) and not printable(field.data).strip():
            raise StopValidation(self.message)


def required(sentence: Any = None) -> InputRequired:
    return Required(sentence or _l("Udfyld dette felt."))


def _rules(needed: Any, *more: Any) -> list[Any]:
    """Validators for a field that is required (True or the sentence to say) or may stay empty."""
    first = Optional() if needed is False else required(None if needed is True else needed)
    return [first, *more]


def text(label: Any, needed: Any = True, *, most: int = 80, own_words: bool = False, **kwargs: Any) -> StringField:
    """One line: a name, a place. `own_words` where somebody tells something in a sentence: guarded as a long text."""
    guards = [NoCpr(), NotDelicate()] if own_words else [NoCpr()]
    return StringField(label, _rules(needed, Length(most), *guards), filters=[_clean], **kwargs)


def long_text(
    label: Any, needed: Any = False, *, most: int = 600, of_people: bool = True, **kwargs: Any
) -> TextAreaField:
    """Several lines. `of_people=False` only for what describes a thing, such as a course on health
    (tests/house/test_free_text.py lists them)."""
    guards = [NoCpr(), NotDelicate()] if of_people else [NoCpr()]
    return TextAreaField(label, _rules(needed, Length(most), *guards), filters=[_clean], **kwargs)


def number(label: Any, least: int, most: int, needed: Any = True, **kwargs: Any) -> IntegerField:
    sentence = _l("Skriv et tal mellem %(least)d og %(most)d.", least=least, most=most)
    return IntegerField(label, _rules(needed, NumberRange(least, most, sentence)), **kwargs)


def day(label: Any, needed: Any = True, **kwargs: Any) -> DateField:
    return DateField(label, _rules(needed, SaneYear()), **kwargs)


class SaneYear:
    """A year people live in: 1900 to 2100. Keeps a slip of the finger out of date arithmetic."""

    def __call__(self, _form: Any, field: Field) -> None:
        if field.data and not 1900 <= field.data.year <= 2100:
            raise ValidationError(_("Skriv et årstal med fire tal, fx 2026."))


def options(choices: Choices) -> list[SelectChoice]:
    """Choices from pairs of value and label, as WTForms wants them; also for a field filled in late."""
    return [pair if isinstance(pair, SelectChoice) else SelectChoice(*pair) for pair in choices]


def choice(label: Any, choices: Choices, needed: Any = True, **kwargs: Any) -> SelectField:
    return SelectField(label, _rules(needed), choices=options(choices), **kwargs)


def one_of(label: Any, choices: Choices, needed: Any = True, **kwargs: Any) -> RadioField:
    return RadioField(label, _rules(needed), choices=options(choices), **kwargs)


def some_of(label: Any, choices: Choices, needed: Any = False, **kwargs: Any) -> SelectMultipleField:
    sentence = _l("Vælg mindst én.") if needed is True else needed
    return SelectMultipleField(label, _rules(sentence if needed else False), choices=options(choices), **kwargs)


def tick(label: Any, needed: Any = False, **kwargs: Any) -> BooleanField:
    return BooleanField(label, _rules(needed) if needed else [], **kwargs)


def mobile(label: Any, needed: Any = True, **kwargs: Any) -> TelField:
    """A phone number however it is typed; its data becomes E.164."""
    return TelField(label, _rules(needed, _as_mobile), filters=[_clean], **kwargs)


def _as_mobile(_form: Any, field: Field) -> None:
    try:
        field.data = contact.mobile(field.data)
    except contact.NotAContact:
        raise StopValidation(
            _("Det nummer kender vi ikke. Skriv et mobilnummer, fx 20 30 40 50. Begynd med + hvis det er udenlandsk.")
        ) from None


def email(label: Any, needed: Any = True, **kwargs: Any) -> EmailField:
    return EmailField(label, _rules(needed, Length(254), _as_email), filters=[_clean], **kwargs)


def _as_email(_form: Any, field: Field) -> None:
    try:
        field.data = contact.email(field.data)
    except contact.NotAContact:
        raise StopValidation(_("Skriv en e-mailadresse, fx navn@eksempel.dk.")) from None


def postcode(label: Any, needed: Any = True, **kwargs: Any) -> StringField:
    return StringField(label, _rules(needed, _known_postcode), filters=[_clean], **kwargs)


def _known_postcode(_form: Any, field: Field) -> None:
    if find_place(field.data) is None:
        raise StopValidation(_("Det postnummer kender vi ikke. Skriv fire tal, fx 5000."))


def labelled(members: Iterable[Any], word: Callable[[Any], Any]) -> list[tuple[str, Any]]:
    """Choices from an enum and the function that names its members."""
    return [(str(member), word(member)) for member in members]
