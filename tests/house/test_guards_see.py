"""Each guard of the house has been seen to bark: a fault is planted, and its checker must complain."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text, text

from mentors.i18n import catalogues, sources
from mentors.i18n.faults import faults_in, plural_forms
from mentors.kit import web
from mentors.kit.db import Base, db
from tests.given import Given
from tests.house.checks import css, floors, messages, pages, pseudo, schema, sizes, templates, words
from tests.house.checks.digest import digest, written

HEIGHTS = {"journal": 0, "people": 1, "messages": 2, "tasks": 2, "pairing": 3}


@pytest.mark.parametrize(
    ("name", "line", "complaint"),
    [
        ("people/commands.py", "from mentors.pairing.queries import the_pair", "looks up"),
        ("people/commands.py", "from mentors.pairing import queries", "looks up"),
        ("tasks/commands.py", "from mentors.messages.commands import post", "sideways"),
        ("people/rules.py", "from mentors.people.models import Person", "climbs its own stair"),
        ("people/queries.py", "import mentors.people.views", "climbs its own stair"),
        ("pairing/commands.py", "from mentors.people.views import blueprint", "behind the face"),
        ("pairing/commands.py", "from mentors.people.notices import hello", "behind the face"),
        ("pairing/rules.py", "from mentors.people.models import Person", "only other rules"),
        ("pairing/rules.py", "from sqlalchemy import select", "is pure"),
        ("pairing/rules.py", "from mentors.kit.db import db", "rules are pure"),
        ("people/commands.py", "from . import queries", "relatively"),
        ("people/views.py", "from mentors.app import create_app", "door"),
        ("core/clock.py", "from mentors.kit import db", "core"),
        ("core/clock.py", "import flask", "is pure"),
        ("kit/web.py", "from mentors.people.models import Person", "kit"),
        ("people/helpers.py", "", "no drawer"),
        ("people/commands.py", "def f():\n    from mentors.pairing import models", "looks up"),
    ],
)
def test_the_floors_are_guarded(name: str, line: str, complaint: str) -> None:
    assert any(complaint in fault for fault in floors.faults_in_file(name, line, HEIGHTS))


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("pairing/commands.py", "from mentors.people.queries import the_person"),
        ("pairing/views_desk.py", "from mentors.pairing import commands, forms_desk"),
        ("pairing/rules.py", "from mentors.people.rules import Gender\nfrom mentors.core.place import about_km"),
        ("app.py", "from mentors.people.views import blueprint"),
        ("demo/seed.py", "from mentors.people.views import blueprint"),
    ],
)
def test_the_floors_let_good_manners_pass(name: str, line: str) -> None:
    assert floors.faults_in_file(name, line, HEIGHTS) == []


GOOD_PAGE = """<!doctype html><html lang="da" dir="ltr"><head><title>Velkommen</title></head><body><main><h1>Velkommen</h1>
<form method="post"><input type="hidden" name="csrf_token" value="x"><label for="name">Navn</label>
<input id="name" name="name"><button type="submit">Send</button></form><a href="#name">Navn</a></main></body></html>"""


def test_a_good_page_passes() -> None:
    assert pages.faults_of_page(GOOD_PAGE, "da") == []


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("<h1>Velkommen</h1>", "", "0 h1"),
        ("<h1>Velkommen</h1>", "<h1>Velkommen</h1><h1>Igen</h1>", "2 h1"),
        ("<title>Velkommen</title>", "<title> </title>", "no title"),
        ('lang="da" dir="ltr"', 'lang="da"', "lang and dir"),
        ('lang="da" dir="ltr"', 'lang="ar" dir="ltr"', "with dir"),
        ('lang="da" dir="ltr"', 'lang="en" dir="ltr"', "not in da"),
        ('<label for="name">Navn</label>', "", "no label"),
        ('<label for="name">Navn</label>', '<label for="nam">Navn</label>', "points at nothing"),
        ("<h1>", '<h1 id="name">', "2 times"),
        ('href="#name"', 'href="#gone"', "points at nothing on the page"),
        ('<input type="hidden" name="csrf_token" value="x">', "", "no csrf_token"),
        ('<button type="submit">Send</button>', "", "no button"),
        (">Send<", "><", "without words"),
        ("<main>", '<main style="color:red">', "style attribute"),
        ("<main>", "<style>p{}</style><main>", "<style> element"),
        ("<main>", "<script>alert(1)</script><main>", "inline <script>"),
        ("<main>", '<main onclick="x()">', "handler onclick"),
        ("<main>", '<script src="https://cdn.example/x.js"></script><main>', "another site"),
        ("<main>", '<main><img src="/x.png">', "without alt"),
        ("Navn</label>", "%(name)s</label>", "unfinished"),
        ("Navn</label>", "None</label>", "the word None"),
        ("<main>", "", "<main>"),
    ],
)
def test_pages_are_guarded(good: str, bad: str, complaint: str) -> None:
    planted = GOOD_PAGE.replace(good, bad, 1)
    assert planted != GOOD_PAGE
    assert any(complaint in fault for fault in pages.faults_of_page(planted, "da"))


def test_the_glossary_of_css_is_guarded() -> None:
    for planted in (
        "margin-left: 1px",
        "a{padding-right:1px}",
        "text-align: right",
        "float:left",
        "  left : 0",
        "border-top-left-radius: 2px",
    ):
        assert css.faults_in_css("x.css", planted), planted
    for fine in (
        "margin-inline-start: 1px",
        "/* left: of it */",
        "text-align: start",
        "inset-inline-end:0",
        "--bleft: 1",
    ):
        assert not css.faults_in_css("x.css", fine), fine


def test_sizes_are_guarded() -> None:
    assert sizes.faults_in_python("x.py", "x = 1\n" * 401)
    assert sizes.faults_in_python("x.py", "def f():\n" + "    x = 1\n" * 60)
    assert not sizes.faults_in_python("x.py", "def f():\n" + "    x = 1\n" * 59)


@pytest.mark.parametrize(
    "planted",
    ["<p>\n" * 120, '<p style="x">', "<p onclick='x'>", "<input name=x>", "{{ x|safe }}",
     "{% macro m() %}" + "\n" * 40 + "{% endmacro %}"],
)  # fmt: skip
def test_templates_are_guarded(planted: str) -> None:
    assert templates.faults_in_template("people/x.html", planted)


def test_the_names_of_pages_are_guarded() -> None:
    view = "@bp.get('/x')\n@open_to(D)\ndef person():\n    return web.page('people/{}.html')\n"
    assert templates.faults_in_views("people", "views.py", view.format("somebody"))
    assert not templates.faults_in_views("people", "views.py", view.format("person"))


class Colour(StrEnum):
    red = "red"
    blue = "blue"


def test_words_are_guarded() -> None:
    assert words.faults_in_words("w", {"COLOUR": {Colour.red: "Rød"}})
    assert words.faults_in_words("w", {"COLOUR": {Colour.red: "Rød", Colour.blue: " "}})
    assert not words.faults_in_words("w", {"COLOUR": {Colour.red: "Rød", Colour.blue: "Blå"}})
    assert words.faults_in_calls("x.py", "_('a' + b)") and words.faults_in_calls("x.py", "_(f'{a} dage')")
    assert words.faults_in_calls("x.py", "_('Hej %s')") and words.faults_in_calls("x.py", "ngettext('a', b, n)")
    assert not words.faults_in_calls("x.py", "_('Hej %(name)s', name=name)")


def test_bare_text_is_seen() -> None:
    data = pseudo.words_in(["Karen Holm"])
    assert pseudo.bare_text("<body><p>«Hej» Karen</p></body>", data) == []
    assert pseudo.bare_text("<body><p>«Hej «du» der» og farvel</p></body>", data)
    assert pseudo.bare_text("<body><p>«Hej» <bdi>Olga</bdi></p></body>", data) == []
    assert pseudo.bare_text('<body><p aria-label="Luk vinduet">«Hej»</p></body>', data)


@pytest.mark.parametrize(
    ("part", "said"),
    [("sms", "Din mentor venter"), ("subject", "Om din helbredserklæring"), ("sms", "عن صحة ابنك"), ("subject", "Притулок"),
     ("body", "Hej %(name)s"), ("body", "Hej &amp; velkommen"), ("body", "\u2068Omar"), ("sms", " "), ("subject", "x" * 71),
     ("body", "Tryk her: \u27e6link:abc\u27e7")],
)  # fmt: skip
def test_messages_are_guarded(part: str, said: str) -> None:
    assert messages.faults_in_message({part: said})


def test_messages_that_are_kind_pass() -> None:
    assert not messages.faults_in_message(
        {"sms": "Hej \u2068Omar\u2069. Hvordan går det?", "subject": "Hvordan går det?"}
    )


@pytest.mark.parametrize(
    ("msgid", "said", "complaint"),
    [
        ("Hej %(name)s", "Hi", "lacks the placeholders %(name)s"),
        ("Hej %(name)s", "Hi %(nam)s", "the source lacks"),
        ("<b>Hej</b>", "Hi", "HTML tags"),
        ("Hej", "\u2067Hi", "direction mark"),
        ("Hej ", "Hi", "blank"),
        ("100 %% af %(n)s", "100 % of %(n)s", "lone %"),
        ("Det er ikke oversat endnu", "Det er ikke oversat endnu", "still the Danish"),
        ("Hej", "", "empty"),
    ],
)
def test_translations_are_guarded(msgid: str, said: str, complaint: str) -> None:
    assert any(complaint in fault for fault in faults_in(msgid, None, said, "en"))


def test_plural_forms_are_guarded() -> None:
    assert plural_forms("ar")[0] == 6
    assert faults_in("%(num)d dag", "%(num)d dage", ["%(num)d day", "%(num)d days"], "ar")
    assert not faults_in("%(num)d dag", "%(num)d dage", ["one day", "%(num)d days"], "en")
    assert faults_in("%(num)d dag", "%(num)d dage", ["%(n)d day", "%(num)d days"], "en")


def test_a_translation_over_its_budget_is_seen() -> None:
    assert any("say it shorter" in fault for fault in faults_in("Gem", None, "Press here to keep what you wrote", "en"))
    assert not faults_in("Børneattest", None, "Child certificate (børneattest, which you order yourself)", "en")


def test_catalogues_out_of_step_are_seen(tmp_path: Path) -> None:
    texts = {"Hej": sources.Text("Hej"), "Farvel": sources.Text("Farvel")}
    catalogues.update(texts, "uk", tmp_path)
    assert sum("not translated" in fault for fault in catalogues.faults_of("uk", texts, tmp_path)) == 2
    catalogues.fill("uk", {"Hej": "Привіт", "Farvel": "Бувай"}, tmp_path)
    assert catalogues.faults_of("uk", texts, tmp_path) == ["uk: reviewed.toml does not say whether anybody has read it"]
    later = {"Hej": texts["Hej"], "Velkommen": sources.Text("Velkommen")}
    said = "\n".join(catalogues.faults_of("uk", later, tmp_path))
    assert "'Velkommen' is said in the house and not in the file" in said and "'Farvel' is no longer said" in said
    po = catalogues.po_path("uk", "public", tmp_path)
    po.write_text(po.read_text().replace('msgid "Hej"', '#, fuzzy\nmsgid "Hej"'))
    assert any("fuzzy" in fault for fault in catalogues.faults_of("uk", texts, tmp_path))


def test_tables_are_guarded() -> None:
    metadata = MetaData()
    Table("person", metadata, Column("id", Integer, primary_key=True))
    planted = Table("note", metadata, Column("person_id", ForeignKey("person.id")), Column("cpr_number", Text))
    assert len(planted.columns) == 2 and len(schema.faults_in_tables(metadata)) == 2


def test_a_writing_get_is_seen(given: Given) -> None:
    given.town()
    db.session.commit()
    before = digest(db.engine, Base.metadata)
    assert written(before, digest(db.engine, Base.metadata)) == []
    db.session.execute(text("UPDATE municipality SET name = 'Enby'"))
    db.session.commit()
    assert written(before, digest(db.engine, Base.metadata)) == ["municipality"]


def test_a_view_without_a_door_is_seen(house: Flask) -> None:
    planted = Flask("planted")
    planted.add_url_rule("/open", "forgotten", lambda: "")
    assert web.doorless(planted) == ["forgotten"]
