"""Names, places and titles that people typed never turn the words around them: on pages, in messages, in calendars."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from mentors.associations.models import Activity, Association
from mentors.gatherings.models import Series
from mentors.kit.db import db
from mentors.meetings.models import Meeting
from mentors.people.models import Person
from mentors.programmes.models import Programme
from tests.house.checks.bidi import SIGN, faults_of_direction
from tests.house.walk import LANGUAGES, WALKERS, walk
from tests.seeded import Town

TYPED = (Person.first_name, Series.title, Series.place, Association.name, Activity.title, Meeting.place, Programme.name)


def planted(town: Town) -> Town:
    """Every name somebody typed begins with a sign."""
    for column in TYPED:
        db.session.execute(update(column.class_).where(column.is_not(None)).values({column: SIGN + column}))
    db.session.commit()
    return town


@pytest.mark.parametrize("walker", WALKERS)
def test_a_typed_name_keeps_to_itself(seeded: Town, walker: str) -> None:
    faults: dict[str, str] = {}
    signs = 0
    language = "ar" if "ar" in LANGUAGES[walker] else LANGUAGES[walker][0]
    for seen in walk(planted(seeded), walker, language, most=1):
        if seen.is_html:
            signs += SIGN in seen.page.html
            for fault in faults_of_direction(seen.page.html):
                faults.setdefault(f"{seen.endpoint}: {fault}", seen.url)
    assert signs, "no page showed a name"
    assert not faults, "\n" + "\n".join(f"{fault}  ({url})" for fault, url in sorted(faults.items()))


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        (f"<html dir='rtl'><body><p>Hej {SIGN}Anna</p>", True),
        (f"<html dir='rtl'><body><p>Hej <bdi>{SIGN}Anna</bdi></p>", False),
        (f"<html dir='rtl'><body><p>Hej <span dir='ltr'>{SIGN}Anna</span></p>", False),
        (f"<select><option>\u2068{SIGN}Anna\u2069 (Vejle)</option></select>", False),
        (f"<select><option>{SIGN}Anna (\u2068Vejle\u2069)</option></select>", True),
        ("<input type='tel' name='mobile'>", True),
        ("<input type='tel' name='mobile' dir='ltr'>", False),
        ("<input type='text' autocomplete='postal-code' name='postcode' dir='auto'>", True),
    ],
)
def test_the_check_sees_it(html: str, wrong: bool) -> None:
    assert bool(faults_of_direction(html)) is wrong
