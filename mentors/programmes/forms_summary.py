"""A filled-in form told back to whoever filled it in, before she sends it."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.lists import format_list
from flask_babel import gettext as _
from markupsafe import Markup, escape
from wtforms import BooleanField, EmailField, Field, HiddenField, SelectField, SelectMultipleField, TelField

from mentors.kit.filters import bdi, phone, place
from mentors.kit.forms import Form
from mentors.kit.speech import say_date, spoken_language
from mentors.timetables.words import week_part


def told(form: Form) -> list[tuple[str, Any]]:
    """Label and answer of every field that has one, in the order of the form."""
    said = (
        (field, _said(field)) for field in form if not isinstance(field, HiddenField) and field.type != "CSRFTokenField"
    )
    return [(str(field.label.text), answer) for field, answer in said if answer]


def _said(field: Field) -> Any:
    if field.data in (None, "", [], False):
        return None
    if isinstance(field, BooleanField):
        return _("Ja")
    if isinstance(field, SelectMultipleField):
        return _listed(field)
    if isinstance(field, SelectField):
        return next((str(option.label) for option in field.iter_choices() if option.selected), None)
    if isinstance(field, TelField):
        return phone(field.data)
    if isinstance(field, EmailField):
        return Markup('<bdi dir="ltr">') + escape(field.data) + Markup("</bdi>")
    if isinstance(field.data, date):
        return say_date(field.data)
    return place(field.data) if field.name == "postcode" else bdi(field.data)


def _listed(field: SelectMultipleField) -> str:
    if field.name == "free":
        words = [week_part(code) for code in field.data]
    else:
        words = [str(option.label) for option in field.iter_choices() if option.selected]
    return format_list(words, style="unit", locale=spoken_language().code)
