"""Names, places and titles that people typed never turn the words around them: on pages, in messages, in calendars."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from mentors.associations.models import Activity, Association
from mentors.core import clock
from mentors.core.language import READABLE
from mentors.gatherings.models import Series
from mentors.kit.db import db
from mentors.kit.speech import speaking
from mentors.meetings.models import Meeting
from mentors.meetings.queries import event_of
from mentors.people.models import Person
from mentors.programmes.models import Programme
from mentors.programmes.rules import Side
from tests.given import Given
from tests.guide.newcomers import agreed
from tests.house.checks.bidi import SIGN, faults_of_direction, isolated
from tests.house.plausible import VALUES
from tests.house.test_messages import KINDS, written
from tests.house.walk import LANGUAGES, WALKERS, walk
from tests.seeded import Town

TYPED = (Person.first_name, Series.title, Series.place, Association.name, Activity.title, Meeting.place, Programme.name)


NAMES = {"name", "first_name", "other", "other_name", "contact", "newcomer", "volunteer", "person", "company", "place",
         "association", "programme"}  # fmt: skip


def planted(town: Town, columns: tuple[Any, ...]) -> Town:
    """Every name somebody typed begins with a sign."""
    for column in columns:
        for row in db.session.query(column.class_).filter(column.is_not(None)):  # some of them are sealed
            setattr(row, column.key, SIGN + getattr(row, column.key))
    db.session.commit()
    return town


@pytest.mark.parametrize("walker", WALKERS)
def test_a_typed_name_keeps_to_itself(seeded: Town, walker: str) -> None:
    faults: dict[str, str] = {}
    signs = 0
    language = "ar" if "ar" in LANGUAGES[walker] else LANGUAGES[walker][0]
    # The names of programmes and associations are Danish, and harmless on a Danish page; a person's may be anything.
    columns = TYPED if language == "ar" else TYPED[:1]
    for seen in walk(planted(seeded, columns), walker, language, most=1):
        if seen.is_html:
            signs += SIGN in seen.page.html
            for fault in faults_of_direction(seen.page.html):
                faults.setdefault(f"{seen.endpoint}: {fault}", seen.url)
    assert signs or walker == "hotline", "no page showed a name"  # the queue of the demo town names nobody
    assert not faults, "\n" + "\n".join(f"{fault}  ({url})" for fault, url in sorted(faults.items()))


@pytest.mark.parametrize("code", ["ar", "fa"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_typed_name_keeps_to_itself_in_messages(
    app: Flask, monkeypatch: pytest.MonkeyPatch, kind: str, code: str
) -> None:
    """In SMS, subject and body: between isolates, or alone on its line."""
    for name in NAMES & VALUES.keys():
        monkeypatch.setitem(VALUES, name, SIGN + VALUES[name])
    for part, text in written(app, kind, READABLE[code]).items():
        loose = [line for line in text.splitlines() if not all(isolated(line)) and not line.startswith(SIGN)]
        assert not loose, f"{part}: {loose}"


def test_a_typed_name_keeps_to_itself_in_calendars(given: Given) -> None:
    newcomer = given.newcomer(language="ar")
    pair = agreed(given, newcomer, first_name=SIGN + "Hanne")
    meeting = Meeting(pair=pair, starts_at=clock.now(), minutes=60)
    for code, kept in (("ar", True), ("fa", True), ("da", False)):
        with given.app.test_request_context("/"), speaking(code):
            assert all(isolated(event_of(meeting, Side.newcomer).summary)) is kept


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        (f"<html dir='rtl'><body><p>Hej {SIGN}Anna</p>", True),
        (f"<html dir='rtl'><body><p>Hej <bdi>{SIGN}Anna</bdi></p>", False),
        (f"<html dir='rtl'><body><p>Hej <span dir='ltr'>{SIGN}Anna</span></p>", False),
        (f"<select><option>\u2068{SIGN}Anna\u2069 (Vejle)</option></select>", False),
        (f"<select><option dir='auto'>{SIGN}Anna (Vejle)</option></select>", False),
        (f"<select><option>{SIGN}Anna (\u2068Vejle\u2069)</option></select>", True),
        ("<input type='tel' name='mobile'>", True),
        ("<input type='tel' name='mobile' dir='ltr'>", False),
        ("<input type='text' autocomplete='postal-code' name='postcode' dir='auto'>", True),
    ],
)
def test_the_check_sees_it(html: str, wrong: bool) -> None:
    assert bool(faults_of_direction(html)) is wrong
