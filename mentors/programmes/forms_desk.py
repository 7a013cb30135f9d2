from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l

from mentors.kit.forms import Form, choice, day, labelled, number, one_of, options, some_of, text, tick
from mentors.programmes import forms_public as public
from mentors.programmes import rules, words, words_desk
from mentors.programmes.commands_sign_up import SignUp
from mentors.programmes.models import Programme
from mentors.programmes.queries import Wanted
from mentors.programmes.rules import ConsentThrough, ParticipationState, ProgrammeKind, Side, StepKind


class FilterForm(Form):
    """What the list of applications is narrowed to, shown as it stands; read from the address, not from here."""

    programme = choice(_l("Program"), (), False)
    side = choice(_l("Side"), [("", _l("Alle")), *labelled(Side, words_desk.SIDE.__getitem__)], False)
    state = choice(
        _l("Status"), [("all", _l("Alle")), *labelled(ParticipationState, words_desk.STATE.__getitem__)], False
    )

    def __init__(self, programmes: Sequence[Programme], wanted: Wanted) -> None:
        super().__init__(
            formdata=None,
            meta={"csrf": False},
            data={
                "programme": wanted.programme_ref or "",
                "side": wanted.side or "",
                "state": wanted.states[0] if wanted.states else "all",
            },
        )
        self.programme.choices = options([("", _l("Alle")), *((p.ref, p.name) for p in programmes)])


class StepForm(Form):
    """The day a step was done."""

    on = day(_l("Dato"))


class CertificateForm(StepForm):
    outcome = one_of(
        _l("Vurdering"), [("clean", _l("I orden")), ("refused", _l("Ikke i orden"))], _l("Vælg, hvad vurderingen er.")
    )


class PauseForm(Form):
    until = day(_l("Til og med (tom: indtil videre)"), False)


class DecisionForm(Form):
    decision = choice(
        _l("Beslutning"),
        [(name, name) for name in ("approve", "turn_down", "resume", "leave", "reopen")],
    )


class ButtonForm(Form):
    """Nothing but the button."""


class NewcomerForm(public.NewcomerYou, public.NewcomerWishes):
    """A coordinator signs somebody up: the newcomer's own two steps on one page, and how she said yes."""

    birth_year = public.birth_year(_l("Fødselsår"), False, (0, rules.OLDEST))
    free = some_of(_l("Hvornår har personen tid?"), public.WEEK)
    consent_through = choice(
        _l("Hvordan har personen sagt ja?"),
        [
            ("", _l("Vælg")),
            *labelled([t for t in ConsentThrough if t is not ConsentThrough.herself], words_desk.THROUGH.__getitem__),
        ],
        _l("Vælg, hvordan personen har sagt ja."),
    )
    sign_up = tick(_l("Personen har sagt ja til at blive gemt og kontaktet"), _l("Uden et ja må vi ikke gemme noget."))
    share = tick(
        _l("Personen har sagt ja til, at en kontakt ser fornavn og sprog, og telefonnummer når begge har sagt ja")
    )

    def consents(self) -> Any:
        return public.SendForm.consents(self)

    def sign_up_said(self, language: str) -> SignUp:
        said = public.sign_up_of(Side.newcomer, self, self, self, language=language)
        return replace(said, consent_through=ConsentThrough(self.consent_through.data))


class ReferralForm(NewcomerForm):
    """The same in a caseworker's hands, who may know what nobody must read."""

    protected = tick(_l("Personen har beskyttet navn og adresse"))


class ProgrammeForm(Form):
    """A programme's settings, within bounds that make sense."""

    name = text(_l("Navn"), most=80)
    is_open = tick(_l("Tager imod tilmeldinger"))
    steps = some_of(_l("Hvad skal en frivillig igennem?"), labelled(StepKind, words_desk.STEP.__getitem__))
    months = number(_l("Længde i måneder"), 1, 36)
    months_at_most = number(_l("Længste aftale i måneder (tom: ingen grænse)"), 1, 36, False)
    minutes_a_month = number(_l("Minutter om måneden"), 15, 3000)
    meet_every_days = number(_l("Dage mellem møder"), 1, 90)

    def settings(self) -> dict[str, Any]:
        own = {field.name: field.data for field in self if field.name != "csrf_token"}
        return own | {"steps": tuple(own["steps"] or ())}


class NewProgrammeForm(Form):
    kind = choice(_l("Slags"), labelled(ProgrammeKind, words.KIND.__getitem__))
    name = text(_l("Jeres eget navn for det"), most=80)
