from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import FileField
from wtforms.widgets import Input

from mentors.imports.words_desk import SIDE
from mentors.kit.forms import Form, choice, labelled, one_of, required, some_of, text, tick
from mentors.programmes.rules import ConsentThrough, Side, StepKind
from mentors.programmes.words_desk import STEP, THROUGH


class PlainFile(Input):
    """A file field's input. WTForms' own has a `multiple`, by which our macros tell a list of choices."""

    input_type = "file"
    validation_attrs: ClassVar[list[str]] = ["required", "disabled"]


class UploadForm(Form):
    side = one_of(_l("Hvem står på listen?"), labelled(Side, SIDE.__getitem__))
    file = FileField(_l("Fil"), [required(_l("Vælg en fil."))], widget=PlainFile())
    fallback = choice(_l("Program for rækker, der ikke nævner et"), [("", _l("Intet"))], False)

    def offer(self, programmes: list[tuple[str, str]]) -> None:
        self.fallback.choices = [("", _l("Intet")), *programmes]


class ConfirmForm(Form):
    """What the coordinator states of everybody on the list."""

    through = one_of(
        _l("Hvordan har de sagt ja til, at kommunen gemmer deres svar og kontakter dem?"),
        labelled(ConsentThrough, THROUGH.__getitem__),
    )
    source = text(_l("Hvor står det?"), most=200)
    shares = tick(_l("De har også sagt ja til, at en mulig kontakt ser deres fornavn, sprog og cirka afstand"))
    steps = some_of(
        _l("Er alle på listen færdige med noget af det?"),
        [(str(step), STEP[step]) for step in (StepKind.interview, StepKind.confidentiality, StepKind.course)],
    )
    agreed = tick(_l("Jeg har set efter, at alle på listen har sagt ja"), _l("Sæt kryds, når du har set efter."))

    def for_newcomers(self) -> None:
        """Newcomers have no steps."""
        del self.steps

    def chosen_steps(self) -> tuple[StepKind, ...]:
        steps: Any = self["steps"].data if "steps" in self else ()
        return tuple(StepKind(step) for step in steps or ())
