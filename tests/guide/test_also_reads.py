"""Texts that are not there in every language, for whoever also reads another one (issue 7, item 1)."""

from __future__ import annotations

from flask import Flask, g, render_template_string

from mentors.gatherings.models import Series
from mentors.kit import speech
from mentors.links.queries import open_link
from tests.given import Given
from tests.guide.newcomers import address_of

TITLE = '{% from "parts/said.html" import said %}{{ said(series.title_in(reading_chain())) }}'


def test_a_personal_link_knows_what_its_holder_also_reads(given: Given, app: Flask) -> None:
    newcomer = given.newcomer(language="ti", speaks=("ti", "ar", "da"))
    newcomer.person.levels = ("da:2",)
    opened = open_link(address_of(newcomer.person).rsplit("/", 1)[1])
    assert opened is not None and opened.actor.also_reads == ("ti", "ar")


def test_a_title_is_shown_in_the_first_language_she_reads_with_its_direction(given: Given, app: Flask) -> None:
    newcomer = given.newcomer(language="ti", speaks=("ti", "ar"))
    opened = open_link(address_of(newcomer.person).rsplit("/", 1)[1])
    assert opened is not None
    series = Series(title="Dans & <snak>", texts={"en": {"title": "Dance"}, "ar": {"title": "رقص"}})
    with app.test_request_context("/w/x"):
        g.actor, g.link = opened.actor, opened
        assert speech.reading_chain() == ("ti", "ar", "en", "da")
        assert render_template_string(TITLE, series=series) == '<bdi lang="ar" dir="rtl">رقص</bdi>'
        series.texts = {"en": {"title": "Dance"}}
        assert render_template_string(TITLE, series=series) == '<bdi lang="en" dir="ltr">Dance</bdi>'
        series.texts = None
        assert render_template_string(TITLE, series=series) == '<bdi lang="da" dir="ltr">Dans &amp; &lt;snak&gt;</bdi>'


def test_somebody_nobody_knows_reads_english_before_danish(app: Flask) -> None:
    with app.test_request_context("/?lang=ti"):
        assert speech.reading_chain() == ("ti", "en", "da")
