"""The sign-up's pages. A volunteer meets at most nine required fields, a newcomer fewer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, IntegerField
from wtforms.validators import Optional, StopValidation

from mentors.core import clock, company
from mentors.core.calendar import WEEK_PARTS
from mentors.core.guard import looks_like_cpr, printable
from mentors.core.language import READABLE, SPOKEN, best_readable
from mentors.kit.forms import (
    Form,
    choice,
    day,
    email,
    labelled,
    long_text,
    mobile,
    options,
    postcode,
    required,
    some_of,
    text,
    tick,
)
from mentors.kit.speech import say_language
from mentors.people.commands import Details
from mentors.people.rules import INTERESTS, TRADES, ConsentKind, Gender
from mentors.people.words import CONSENT, GENDER, INTEREST, TRADE, WANTED_GENDER
from mentors.programmes import rules, words
from mentors.programmes.commands_sign_up import SignUp
from mentors.programmes.models import Programme
from mentors.programmes.rules import BirthYearProblem, JoinHurdle, Side

COMMON = ("da", "en", "ar", "uk", "fa", "so", "tr", "ti", "ru", "de")
RARE = tuple(code for code in SPOKEN if code not in COMMON)
WEEK = [(part, part) for part in WEEK_PARTS]
WISHES = [("", _l("Det er lige meget")), *labelled((Gender.woman, Gender.man), WANTED_GENDER.__getitem__)]


class OfAge:
    """A birth year that people who sign up can have: a sentence for a slip, another for too young."""

    def __init__(self, span: tuple[int, int]) -> None:
        self.span = span

    def __call__(self, _form: Any, field: Field) -> None:
        if field.data is None:
            return
        problem = rules.birth_year_problem(field.data, clock.today().year, self.span)
        if problem is not None:
            wrong = problem if problem is BirthYearProblem.too_young else BirthYearProblem.impossible
            raise StopValidation(str(words.HURDLE[JoinHurdle(wrong)]))


def birth_year(label: Any, needed: Any = True, span: tuple[int, int] = (rules.ADULT, rules.OLDEST)) -> Any:
    return IntegerField(label, [required() if needed else Optional(), OfAge(span)])


class SignUpForm(Form):
    """A step of a sign-up. `offered`: the languages the town writes in."""

    def __init__(
        self, *, programmes: Sequence[Programme], language: str, offered: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.set_up(programmes, language, offered)

    def set_up(self, programmes: Sequence[Programme], language: str, offered: Sequence[str]) -> None:
        """Fill in the choices that depend on the town and on the language of the page."""


class Wishes(SignUpForm):
    """Which programmes, and which languages somebody speaks: two fields, the second folded away."""

    side: Side
    offered: dict[str, Programme]

    def set_up(self: Any, programmes: Sequence[Programme], language: str, offered: Sequence[str]) -> None:
        super().set_up(programmes, language, offered)
        self.offered = {programme.ref: programme for programme in programmes}
        promise = words.PROMISE[self.side]
        self.programmes.choices = options(
            (p.ref, f"{words.title(p.kind, p.name, language)}. {promise[p.kind]}") for p in programmes
        )
        self.speaks.choices = options((code, say_language(code)) for code in COMMON)
        self.speaks_more.choices = options(
            sorted(((code, say_language(code)) for code in RARE), key=lambda pair: pair[1])
        )

    def languages(self: Any) -> tuple[str, ...]:
        return (*(self.speaks.data or ()), *(self.speaks_more.data or ()))


def _speaks_something(form: Any, field: Field) -> None:
    if not form.languages():
        raise StopValidation(_("Vælg mindst ét sprog."))


class VolunteerYou(SignUpForm):
    name = text(_l("Navn"), most=120)
    mobile = mobile(_l("Mobilnummer"))
    email = email(_l("E-mail"))
    postcode = postcode(_l("Postnummer"))
    birth_year = birth_year(_l("Fødselsår"))
    chosen = HiddenField()


class VolunteerWishes(Wishes):
    side = Side.volunteer
    programmes = some_of(_l("Hvad vil du være med til?"), (), True)
    speaks = some_of(_l("Hvilke sprog taler du?"), ())
    speaks_more = some_of(_l("Andre sprog"), ())
    free = some_of(_l("Hvornår har du som regel tid?"), WEEK, _l("Vælg mindst én tid."))
    capacity = choice(
        _l("Hvor mange vil du være der for på én gang?"), [(str(n), str(n)) for n in rules.CAPACITIES], False,
        coerce=int, default=1,
    )  # fmt: skip
    interests = some_of(_l("Hvad kan du lide?"), labelled(INTERESTS, INTEREST.__getitem__))
    trade = choice(_l("Dit fag"), [("", _l("Vælg")), *labelled(TRADES, TRADE.__getitem__)], False)
    gender = choice(_l("Dit køn"), [("", _l("Vil ikke svare")), *labelled(Gender, GENDER.__getitem__)], False)
    wants_gender = choice(_l("Hvem vil du helst møde?"), WISHES, False)
    company_name = text(_l("Virksomhedens navn"), False)
    company_cvr = text(_l("CVR-nummer"), False, most=20)
    note = long_text(_l("Er der andet, vi skal vide?"))

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        good = _checked(self, self.speaks, _speaks_something) and good
        return _checked(self, self.company_cvr, self._company) and good

    @property
    def asks_company(self) -> bool:
        return any(programme.needs_company for programme in self.offered.values())

    def _company(self, _form: Any, field: Field) -> None:
        chosen = [self.offered[ref] for ref in self.programmes.data or () if ref in self.offered]
        if not any(programme.needs_company for programme in chosen):
            return
        try:
            field.data = company.cvr(field.data or "")
        except company.NotACompany:
            raise StopValidation(_("Skriv virksomhedens CVR-nummer, 8 tal. Det står på virk.dk.")) from None
        if not self.company_name.data:
            raise StopValidation(_("Skriv også virksomhedens navn."))


class NewcomerYou(SignUpForm):
    name = text(_l("Navn"), most=120)
    language = choice(_l("Hvilket sprog skal vi skrive til dig på?"), ())
    mobile = mobile(_l("Mobilnummer"), False)
    email = email(_l("E-mail"), False)
    birth_year = birth_year(_l("Fødselsår"))
    postcode = postcode(_l("Postnummer"), False)
    no_address = tick(_l("Jeg har ikke en adresse i Danmark endnu"))
    expected_on = day(_l("Hvornår kommer du?"), False)
    chosen = HiddenField()

    def set_up(self, programmes: Sequence[Programme], language: str, offered: Sequence[str]) -> None:
        super().set_up(programmes, language, offered)
        codes = [code for code in (offered or READABLE) if code in READABLE]
        self.language.choices = options((code, READABLE[code].own_name) for code in codes)
        if not self.language.data:
            self.language.data = language

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        good = _checked(self, self.mobile, _can_be_reached) and good
        return _checked(self, self.postcode, _lives_somewhere) and good


class NewcomerWishes(Wishes):
    side = Side.newcomer
    programmes = some_of(_l("Hvad vil du gerne have?"), (), True)
    speaks = some_of(_l("Hvilke sprog taler du?"), ())
    speaks_more = some_of(_l("Andre sprog"), ())
    free = some_of(_l("Hvornår har du som regel tid?"), WEEK)
    interests = some_of(_l("Hvad kan du lide?"), labelled(INTERESTS, INTEREST.__getitem__))
    trade = choice(_l("Dit fag"), [("", _l("Vælg")), *labelled(TRADES, TRADE.__getitem__)], False)
    wants_gender = choice(_l("Hvem vil du helst møde?"), WISHES, False)
    interpreter_ok = tick(_l("Det er i orden, at der er en tolk med"))

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        return _checked(self, self.speaks, _speaks_something) and good


class SendForm(Form):
    """The last step: the consents, by which the sign-up is sent."""

    sign_up = tick(CONSENT[ConsentKind.sign_up], _l("Sæt kryds, hvis du vil sende. Uden dit ja gemmer vi ikke noget."))
    share = tick(CONSENT[ConsentKind.share_with_contact])

    def consents(self) -> tuple[ConsentKind, ...]:
        return (ConsentKind.sign_up, *((ConsentKind.share_with_contact,) if self.share.data else ()))


class ButtonForm(Form):
    """Nothing but the button."""


STEPS: dict[Side, tuple[type[SignUpForm], type[SignUpForm]]] = {
    Side.volunteer: (VolunteerYou, VolunteerWishes),
    Side.newcomer: (NewcomerYou, NewcomerWishes),
}


def _can_be_reached(form: Any, _field: Field) -> None:
    if not form.mobile.data and not form.email.data and not form.email.errors:
        raise StopValidation(_("Skriv et mobilnummer eller en e-mail, så vi kan kontakte dig."))


def _lives_somewhere(form: Any, field: Field) -> None:
    if not field.data and not form.no_address.data:
        raise StopValidation(_("Skriv dit postnummer, eller sæt kryds ved, at du ikke har en adresse endnu."))


def _checked(form: Any, field: Field, check: Any) -> bool:
    """Ask a question that takes several fields; its answer stands at one of them."""
    if field.errors:
        return False
    try:
        check(form, field)
    except StopValidation as problem:
        field.errors = [*field.errors, str(problem)]
        return False
    return True


# --- between the page and the draft ---------------------------------------------------------------


def typed(form: Form, sent: MultiDict[str, str]) -> dict[str, list[str]]:
    """What was typed into a form's fields, as it was typed."""
    own = [field.name for field in form if field.name != "csrf_token"]
    return {name: [printable(value) for value in sent.getlist(name)] for name in own if name in sent}


def may_be_kept(form: Form, answers: dict[str, list[str]]) -> bool:
    """Whether what was typed may be written down before it is right: not where a wrong field holds
    what looks like a CPR number, and not a whole book."""
    wrong = [value for field in form if field.errors for value in answers.get(field.name, ())]
    return (
        not any(looks_like_cpr(value) for value in wrong)
        and sum(len(value) for values in answers.values() for value in values) < 20_000
    )


def sign_up_of(side: Side, you: Any, wishes: Any, sending: SendForm, *, language: str) -> SignUp:
    """The checked forms as one sign-up. `language`: of the page, where the form does not ask."""
    return SignUp(
        side=side,
        details=details_of(you, wishes, language),
        free=tuple(wishes.free.data or ()),
        programmes=tuple(wishes.offered[ref] for ref in wishes.programmes.data),
        consents=sending.consents(),
        **wishes_of(side, wishes),
    )


def wishes_of(side: Side, wishes: Any) -> dict[str, Any]:
    wanted = {"wants_gender": Gender(wishes.wants_gender.data) if wishes.wants_gender.data else None}
    if side is Side.newcomer:
        return wanted | {"interpreter_ok": bool(wishes.interpreter_ok.data)}
    return wanted | {
        "capacity": wishes.capacity.data or 1,
        "company_cvr": wishes.company_cvr.data or None,
        "company_name": wishes.company_name.data or None,
        "note": wishes.note.data or None,
    }


def details_of(you: Any, wishes: Any, language: str) -> Details:
    first, last = rules.split_name(you.name.data)
    spoken = you.language.data if "language" in you else language
    gender = wishes.gender.data if "gender" in wishes else None
    return Details(
        first_name=first,
        last_name=last,
        mobile=you.mobile.data or None,
        email=you.email.data or None,
        language=best_readable(spoken, wishes.languages()).code,
        speaks=wishes.languages(),
        birth_year=you.birth_year.data,
        gender=Gender(gender) if gender else None,
        postcode=you.postcode.data or None,
        expected_on=you.expected_on.data if "expected_on" in you else None,
        interests=tuple(wishes.interests.data or ()),
        trade=wishes.trade.data or None,
    )
