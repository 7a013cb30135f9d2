"""Every field in which somebody can write freely is guarded; what is not says why."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

from flask import Flask
from wtforms import StringField, TextAreaField

import mentors
from mentors.kit.forms import Form, NoCpr, NotDelicate
from tests.given import Given

# Long texts about a thing, written by staff for everybody: a course may well be about health.
OF_THINGS = {
    "AssociationForm.about": "what an association does",
    "TemplateForm.text": "an agreement's standing text",
    "SeriesForm.about": "what a series is about",
    "SettingsForm.about": "what a series is about",
    "TextsForm.about": "the same in another language",
    "ProgrammeForm.materials": "what lies ready at a session",
    "WordingForm.said": "the town's own words, for everybody",
}
# One line that is neither a name nor a sentence: its own rule lets nothing else through.
OWN_RULES = {
    "LinkForm.way": "a number or an address, looked up and never kept",
    "SignInForm.email": "an address, looked up and never kept",
    "LadderForm": "numbers of days",
    "CodeForm.code": "six digits or a recovery code, looked up and never kept",
    "CodeAppForm.code": "six digits, looked up and never kept",
    "PinForm.pin": "six digits, looked up and never kept",
}


def forms() -> Iterator[type[Form]]:
    """Every form of the house."""
    for found in pkgutil.walk_packages(mentors.__path__, "mentors."):
        if ".forms" in found.name and not found.name.startswith("mentors.kit"):
            for _name, one in inspect.getmembers(importlib.import_module(found.name), inspect.isclass):
                if issubclass(one, Form) and one.__module__ == found.name:
                    yield one


def free_fields(form: type[Form]) -> Iterator[tuple[str, Any, list[Any]]]:
    """The fields of a form that hold text, with their kind and guards."""
    for name in dir(form):
        field = getattr(form, name, None)
        kind = getattr(field, "field_class", None)
        # Not its kinds: an e-mail and a number are held by their own rules.
        if kind in (StringField, TextAreaField):
            yield name, kind, list(field.kwargs.get("validators") or (field.args[1] if len(field.args) > 1 else ()))


def unguarded(found: list[type[Form]]) -> list[str]:
    faults = []
    for form in found:
        for name, kind, guards in free_fields(form):
            key = f"{form.__name__}.{name}"
            kinds = {type(guard) for guard in guards}
            custom = any(inspect.isfunction(guard) for guard in guards)
            if issubclass(kind, TextAreaField) and NotDelicate not in kinds and key not in OF_THINGS:
                faults.append(f"{form.__module__}.{key} lets words about health, faith and crime through")
            if NoCpr not in kinds and not custom and key not in OWN_RULES and form.__name__ not in OWN_RULES:
                faults.append(f"{form.__module__}.{key} lets a CPR number through")
    return faults


def test_every_free_text_is_guarded(house: Flask) -> None:
    with house.test_request_context():
        found = list(forms())
        faults = unguarded(found)
    assert len(found) > 40 and not faults, "\n" + "\n".join(faults)


def test_every_exception_is_still_one(house: Flask) -> None:
    names = {f"{form.__name__}.{name}" for form in forms() for name, _kind, _guards in free_fields(form)}
    kept = {key for key in OF_THINGS | OWN_RULES if "." in key}
    assert kept <= names, f"no such field any more: {', '.join(sorted(kept - names))}"


def test_a_bare_field_is_seen() -> None:
    class PlantedForm(Form):
        about = TextAreaField("About")

    assert len(unguarded([PlantedForm])) == 2


def test_what_is_typed_is_stopped_before_it_is_kept_and_not_lost(given: Given) -> None:
    newcomer = given.newcomer()
    from tests.guide.newcomers import agreed

    pair = agreed(given, newcomer)
    page = (
        given.coordinator()
        .get(f"/desk/pairs/{pair.ref}/agreement")
        .form("Gem")
        .fill(goal="Hun har en depression")
        .submit()
    )
    assert (
        page.status == 422
        and any("sagsbehandler" in error for error in page.errors)
        and "Hun har en depression" in page.html
    )
