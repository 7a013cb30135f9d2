"""What templates may use: dates, names of languages, static files with a fingerprint."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from markupsafe import Markup, escape

from mentors.core import clock
from mentors.core.contact import readable_phone
from mentors.core.place import find_place
from mentors.kit import speech
from mentors.kit.bilingual import both, filled, joined, noted
from mentors.kit.web import RefConverter, TokenConverter, TownConverter, told_before

_ISOLATE = ("\u2068", "\u2069")


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def isolate(text: Any) -> str:
    """A name inside a plain text (SMS, subject, option) kept whole whatever its direction."""
    return f"{_ISOLATE[0]}{text}{_ISOLATE[1]}"


def turned(text: Any) -> str:
    """A name in a plain line of a calendar, kept whole where the line runs right to left, and bare elsewhere."""
    return isolate(text) if speech.spoken_language().dir == "rtl" else str(text)


def bdi(text: Any) -> Markup:
    """A name inside a page kept whole whatever its direction."""
    return Markup("<bdi>") + escape(text) + Markup("</bdi>")


def phone(e164: str) -> Markup:
    return Markup('<bdi dir="ltr">') + escape(readable_phone(e164)) + Markup("</bdi>")


def place(postcode: str | None) -> Markup:
    found = find_place(postcode)
    text = f"{found.postcode} {found.town}" if found else (postcode or "")
    return Markup('<bdi dir="ltr">') + escape(text) + Markup("</bdi>")


def install(app: Flask) -> None:
    app.url_map.converters.update(ref=RefConverter, token=TokenConverter, town=TownConverter)
    root = Path(app.static_folder or "static")

    def static_url(path: str) -> str:
        return url_for("static", filename=path, v=_fingerprint(root / path))

    app.jinja_env.globals.update(
        static_url=static_url,
        now=clock.now,
        today=clock.today,
        reading_chain=speech.reading_chain,
        told_before=told_before,
        showing_both=speech.showing_both,
    )
    app.jinja_env.filters.update(
        bdi=bdi,
        isolate=isolate,
        phone=phone,
        place=place,
        both=both,
        filled=filled,
        joined=joined,
        noted=noted,
        date=speech.in_both(speech.say_date),
        day=speech.in_both(speech.say_day),
        time=speech.say_time,
        moment=speech.in_both(speech.say_moment),
        short_moment=speech.say_short_moment,
        ago=lambda then: speech.say_ago(then, clock.now()),
        direction=speech.direction_of,
        language_name=speech.say_language,
        language_names=speech.in_both(speech.say_languages),
        tenths=speech.say_tenths,
    )
