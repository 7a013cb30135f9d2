"""Every field in which somebody can write freely is guarded; what is not says why."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from bs4 import Tag
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import StringField, TextAreaField

import mentors
from mentors.core import clock
from mentors.kit.forms import Form, NoCpr, NotDelicate
from mentors.people.models import Person
from tests.given import Given
from tests.house.test_fuzz import forms_on, own_pages, token_of
from tests.house.walk import Seen, starts
from tests.own_data.planter import dump
from tests.page import Page, Visitor, _shown
from tests.seeded import Town

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
    "JobLadderForm": "numbers of days",
    "CodeForm.code": "six digits or a recovery code, looked up and never kept",
    "CodeAppForm.code": "six digits, looked up and never kept",
    "MailCodeForm.code": "six digits, held against the one that was sent, never kept",
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


# --- on every page --------------------------------------------------------------------------------------

CPR, DELICATE = "010190-1234", "Hun har en depression"
# Staff's texts about a thing, and what is looked up and never kept; the rest of the reasons stand above.
ABOUT_A_THING = {"about", "text", "said", "materials"}
# What is typed here is looked up and never kept; that it is wrong is all that is said.
LOOKED_UP = {
    "accounts.staff_sign_in",
    "accounts.sign_in",
    "second.second",
    "factors_desk.prove",
    "factors_desk.code_app",
    "cards.card",
}


def text_fields(form: Tag) -> Iterator[str]:
    """The names of the fields of a form in which somebody can type a sentence."""
    for field in form.find_all(["input", "textarea"]):
        kind = "textarea" if field.name == "textarea" else str(field.get("type", "text"))
        if field.get("name") and kind in ("textarea", "text", "search"):
            yield str(field["name"])


def typed(visitor: Visitor, home: str, page: Page, form: Tag, name: str, words: str) -> Page:
    """The form as it was shown, with these words in one field."""
    data = MultiDict([pair for pair in _shown(form) if pair[0] not in (name, "csrf_token")])
    data.add(name, words)
    data.add("csrf_token", token_of(visitor, home))
    return visitor.post(urljoin(page.path, str(form.get("action") or page.path)), data=data)


def is_stopped(answer: Page, name: str, words: str) -> bool:
    """Whether the field says what is wrong with it and still holds what was typed."""
    field = answer.soup.find(["input", "textarea"], attrs={"name": name})
    if not isinstance(field, Tag) or field.get("aria-invalid") != "true":
        return False
    return words in (field.text if field.name == "textarea" else str(field.get("value", "")))


@pytest.mark.parametrize(
    "walker", ["public", "links", "coordinator", "administrator", "hotline", "host", "association"]
)
def test_no_field_of_any_page_keeps_it_and_none_loses_what_was_typed(
    seeded: Town, walked: Callable[[str, str], list[Seen]], walker: str
) -> None:
    visitor, homes = starts(seeded, walker)
    asked, stopped, faults = 0, 0, []
    for (endpoint, _fields), (page, form) in forms_on(own_pages(walked, walker)).items():
        names = [] if endpoint == "accounts.sign_out" else list(dict.fromkeys(text_fields(form)))
        areas = {str(field["name"]) for field in form.find_all("textarea") if field.get("name")}
        for name, words in [*((one, CPR) for one in names), *((one, DELICATE) for one in names if one in areas)]:
            if words == DELICATE and name.rpartition("-")[2] in ABOUT_A_THING:
                continue
            answer = typed(visitor, homes[0], page, form, name, words)
            asked += 1
            if answer.status == 422:
                stopped += is_stopped(answer, name, words)
                if not is_stopped(answer, name, words) and endpoint not in LOOKED_UP:
                    faults.append(f"{endpoint}: {name} does not say what is wrong, or has lost {words!r}")
            elif answer.status >= 500:
                faults.append(f"{endpoint}: {name} answers {answer.status}")
    kept = [table for table, value in dump() if CPR in value or DELICATE in value]
    assert not kept, f"kept in {', '.join(sorted(set(kept)))}"
    assert not faults, "\n" + "\n".join(faults)
    assert asked == 0 or stopped, f"{walker} was asked {asked} times and never stopped"


def test_a_field_that_keeps_it_is_seen(given: Given) -> None:
    given.keep(Person(municipality_id=given.town().id, first_name=CPR, created_at=clock.now()))
    assert {table for table, value in dump() if CPR in value} == {"person"}
    page = given.new_visitor().get("/sign-in")
    assert not is_stopped(page, "way", CPR)
