"""Fields say in a sentence what to change, keep what was typed, and never let through what must not be kept."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from mentors.kit import forms


class Sample(forms.Form):
    class Meta(forms.Form.Meta):
        csrf = False

    name = forms.text("Navn", most=10)
    note = forms.long_text("Note", most=40)
    count = forms.number("Antal", 1, 4, False)
    when = forms.day("Dag", False)
    phone = forms.mobile("Mobil", False)
    mail = forms.email("E-mail", False)
    code = forms.postcode("Postnummer", False)
    one = forms.choice("Valg", [("a", "A"), ("b", "B")], False)
    some = forms.some_of("Flere", [("a", "A"), ("b", "B")])


def sent(app: Flask, **values: Any) -> Sample:
    with app.test_request_context("/", method="POST", data=MultiDict({"name": "Mette", **values})):
        form = Sample()
        form.validate()
        _ = form.errors  # said while the request's language is known
        return form


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "", "Udfyld dette felt"), ("name", "x" * 11, "højst 10 tegn. Nu er der 11"), ("name", "\0\0", "Udfyld dette felt"),
        ("name", "   ", "Udfyld dette felt"),
        ("note", "ring 010190-1234", "CPR-nummer"), ("note", "x" * 41, "højst 40"), ("count", "5", "mellem 1 og 4"), ("count", "to", "helt tal"),
        ("count", "9" * 5000, ""), ("when", "24/12", "Skriv en dato"), ("when", "0001-01-01", "årstal med fire tal"),
        ("when", "9999-12-31", "årstal"), ("phone", "12", "Skriv et mobilnummer"), ("mail", "mette", "e-mailadresse"),
        ("code", "9", "postnummer"), ("one", "c", "mulighederne"), ("some", "c", "mulighederne"),
    ],
)  # fmt: skip
def test_an_error_says_what_to_change(app: Flask, field: str, typed: str, says: str) -> None:
    form = sent(app, **{field: typed})
    said = " ".join(str(error) for error in form.errors.get(field, ()))
    assert form.errors and says in said
    assert not any(word in said for word in ("Not a valid", "This field", "Invalid", "Number must"))


def test_good_answers_are_normalised(app: Flask) -> None:
    form = sent(
        app,
        name="  Mette\0 ",
        phone="20 30 40 50",
        mail="a@B.dk",
        code=" 5000 ",
        count="2",
        when="2026-12-24",
        one="a",
        some="b",
    )
    assert not form.errors
    assert (form.name.data, form.phone.data, form.mail.data, form.code.data) == (
        "Mette",
        "+4520304050",
        "a@b.dk",
        "5000",
    )


def test_what_may_be_empty_may_be_empty(app: Flask) -> None:
    assert not sent(app).errors


def test_a_name_in_an_option_keeps_its_own_direction(app: Flask) -> None:
    """And stays text: a name with a sign in it is no markup."""

    class Pick(forms.Form):
        who = forms.choice("Hvem", [("a", "<b>أحمد</b>"), ("b", "Åse")])

    with app.test_request_context("/"):
        html = str(Pick().who())
    assert html.count('<option dir="auto" ') == 2 == html.count("<option") and "&lt;b&gt;" in html
