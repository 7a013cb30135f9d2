"""Row 10 and issue 3 point 1: how often is chosen, not typed, and what is kept is a rule of RFC 5545."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given as gave
from hypothesis import strategies as st

from mentors.core import clock
from mentors.core.language import READABLE
from mentors.gatherings import rules_recurrence
from mentors.gatherings.models import Series
from mentors.gatherings.rules import SeriesKind
from mentors.gatherings.rules_pattern import DAY_CODES, NTHS, Pattern, Repeat, continued, pattern_of, to_rule
from mentors.gatherings.rules_recurrence import NotARule, days_of
from mentors.gatherings.words_rule import rule as say
from mentors.kit.db import db
from mentors.kit.speech import speaking
from tests.gatherings.building import TODAY, days, in_days, local, series, sessions, signed_up
from tests.given import Given

WEEKLY, MONTHLY, YEARLY, OWN = Repeat.weekly, Repeat.monthly, Repeat.yearly, Repeat.own
FIRST = date(2026, 11, 24)  # a Tuesday, the fourth of its month


@pytest.mark.parametrize(
    ("chosen", "rule"),
    [
        ({"repeat": Repeat.once, "days": ("MO",)}, None),
        ({"repeat": WEEKLY, "days": ("TH", "TU")}, "FREQ=WEEKLY;BYDAY=TU,TH"),
        ({"repeat": WEEKLY}, "FREQ=WEEKLY;BYDAY=TU"),
        ({"repeat": WEEKLY, "every": 2, "count": 10}, "FREQ=WEEKLY;BYDAY=TU;COUNT=10;INTERVAL=2"),
        ({"repeat": WEEKLY, "until": date(2027, 6, 1)}, "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270601T235959"),
        ({"repeat": MONTHLY, "nth": "1", "nth_day": "MO"}, "FREQ=MONTHLY;BYDAY=1MO"),
        ({"repeat": MONTHLY}, "FREQ=MONTHLY;BYDAY=4TU"),
        ({"repeat": MONTHLY, "nth": "-1", "nth_day": "FR", "every": 3}, "FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=3"),
        ({"repeat": YEARLY, "every": 9}, "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24"),
        ({"repeat": OWN, "rule": "rrule:freq=monthly;bymonthday=1,15"}, "FREQ=MONTHLY;BYMONTHDAY=1,15"),
    ],
)
def test_a_choice_is_kept_as_a_rule(chosen: dict[str, Any], rule: str | None) -> None:
    assert to_rule(Pattern(**chosen), FIRST) == rule


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"repeat": WEEKLY, "until": FIRST, "count": 3}, "two_ends"),
        ({"repeat": WEEKLY, "until": date(2026, 11, 23)}, "ends_first"),
        ({"repeat": MONTHLY, "nth": "2"}, "half_a_day"),
        ({"repeat": MONTHLY, "nth_day": "MO"}, "half_a_day"),
        ({"repeat": OWN, "rule": " "}, "no_rule"),
        ({"repeat": OWN, "rule": "hver tirsdag"}, "unreadable"),
        ({"repeat": WEEKLY, "days": ("XX",)}, "unreadable"),
        ({"repeat": MONTHLY, "nth": "9", "nth_day": "MO"}, "unreadable"),
        ({"repeat": WEEKLY, "every": 53}, "too_many"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_with_its_reason(chosen: dict[str, Any], code: str) -> None:
    with pytest.raises(NotARule) as refused:
        to_rule(Pattern(**chosen), FIRST)
    assert refused.value.code == code


def test_the_fifth_of_a_month_is_its_last() -> None:
    assert to_rule(Pattern(repeat=MONTHLY), date(2026, 12, 31)) == "FREQ=MONTHLY;BYDAY=-1TH"


ENDS = st.one_of(
    st.just({}),
    st.integers(1, 400).map(lambda n: {"count": n}),
    st.dates(date(2026, 11, 24), date(2099, 1, 1)).map(lambda day: {"until": day}),
)
CHOICES = st.one_of(
    st.fixed_dictionaries(
        {"repeat": st.just(WEEKLY), "every": st.integers(1, 52),
         "days": st.sets(st.sampled_from(DAY_CODES), min_size=1).map(lambda d: tuple(sorted(d, key=DAY_CODES.index)))}
    ),
    st.fixed_dictionaries(
        {"repeat": st.just(MONTHLY), "every": st.integers(1, 52), "nth": st.sampled_from(NTHS),
         "nth_day": st.sampled_from(DAY_CODES)}
    ),
    st.just({"repeat": YEARLY}),
)  # fmt: skip


@gave(CHOICES, ENDS)
def test_what_was_chosen_stands_on_the_form_again(chosen: dict[str, Any], ends: dict[str, Any]) -> None:
    wanted = Pattern(**chosen, **ends)
    rule = to_rule(wanted, FIRST)
    assert pattern_of(rule, FIRST) == wanted


@gave(
    st.from_regex(
        r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;(INTERVAL|COUNT|BYMONTHDAY|BYMONTH)=[1-9]){0,2}", fullmatch=True
    )
    | st.from_regex(r"FREQ=(WEEKLY|MONTHLY|YEARLY);BYDAY=([1-5]|-[12])?(MO|SU)(,(TU|FR))?", fullmatch=True)
)
def test_every_rule_is_shown_on_the_form_and_kept_by_it(text: str) -> None:
    try:
        rule = rules_recurrence.checked_rule(text)
    except NotARule:
        return
    far = FIRST + timedelta(days=900)
    assert days_of(to_rule(pattern_of(rule, FIRST), FIRST), FIRST, far)[:5] == days_of(rule, FIRST, far)[:5]
    assert set(days_of(continued(rule, FIRST), FIRST, far)) == set(days_of(rule, FIRST, far))


@pytest.mark.parametrize(
    ("rule", "danish"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,TU,TH", "Hver mandag, tirsdag og torsdag kl. 10.00"),
        ("FREQ=WEEKLY", "Hver tirsdag kl. 10.00"),
        ("FREQ=WEEKLY;BYDAY=TU;INTERVAL=21", "Hver 21. uge: tirsdag kl. 10.00"),
        ("FREQ=WEEKLY;BYDAY=TU;COUNT=1", "Hver tirsdag kl. 10.00, 1 gang"),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20270601T235959", "Hver tirsdag kl. 10.00, til og med 1. juni 2027"),
        ("FREQ=MONTHLY;BYDAY=1MO,-1FR", "Hver måned: den første mandag og den sidste fredag kl. 10.00"),
        ("FREQ=MONTHLY;BYDAY=2TU;INTERVAL=3", "Hver 3. måned: den anden tirsdag kl. 10.00"),
        ("FREQ=MONTHLY", "Hver måned: den 24. kl. 10.00"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-1", "Hver måned: den 1. og den sidste dag kl. 10.00"),
        ("FREQ=YEARLY", "Hvert år: 24. november kl. 10.00"),
        ("FREQ=YEARLY;BYDAY=1MO;BYMONTH=9", "Hvert år: den første mandag i september kl. 10.00"),
        ("FREQ=DAILY;INTERVAL=2", "Hver 2. dag kl. 10.00"),
        ("FREQ=YEARLY;BYDAY=20MO", None),
        ("FREQ=MONTHLY;BYMONTHDAY=-7", "Se datoerne herunder, kl. 10.00"),
    ],
)
def test_a_rule_is_said_as_people_say_it(app: Any, rule: str, danish: str | None) -> None:
    first = clock.at_local(FIRST, 10)
    with app.test_request_context():
        if danish is None:
            with pytest.raises(NotARule):
                rules_recurrence.checked_rule(rule)
            return
        with speaking("da"):
            assert say(rules_recurrence.checked_rule(rule), first) == danish
        for code in READABLE:
            with speaking(code):
                assert say(rule, first)


# --- the form -------------------------------------------------------------------------------------


def planned(given: Given, kind: str = "salon", **values: Any) -> Any:
    page = given.coordinator().get(f"/desk/series/new?kind={kind}")
    return page.press("Opret", **{"title": "Prøve", "place": "Torvet", "first_on": FIRST.isoformat(), **values})


def the_rule() -> str | None:
    db.session.expire_all()
    return db.session.query(Series).one().rule


def test_row_14_a_salon_starts_weekly_on_the_day_of_its_first_date(given: Given) -> None:
    page = planned(given)
    assert the_rule() == "FREQ=WEEKLY;BYDAY=TU"
    assert page.says("Hver tirsdag kl. 10.00-12.00") and page.says("gange i kalenderen")


def test_every_second_week_ten_times(given: Given) -> None:
    planned(given, repeat="weekly", days=["MO", "WE"], every_weeks=2, count=10)
    found = days(db.session.query(Series).one())
    assert found == [date(2026, 11, 25), *(date(2026, 12, n) for n in (7, 9, 21, 23)),
                     *(date(2027, 1, n) for n in (4, 6, 18, 20)), date(2027, 2, 1)]  # fmt: skip


def test_the_last_friday_of_a_month_and_a_day_a_year(given: Given) -> None:
    planned(given, repeat="monthly", nth="-1", nth_day="FR")
    one = db.session.query(Series).one()
    assert days(one)[:3] == [date(2026, 11, 27), date(2027, 1, 29), date(2027, 2, 26)], "Christmas Day is skipped"
    db.session.delete(one)
    db.session.commit()
    planned(given, kind="open_company", repeat="yearly", first_on="2026-12-02")
    assert the_rule() == "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=2"


def test_what_is_not_chosen_is_not_read(given: Given) -> None:
    planned(given, kind="open_event", repeat="once", days=["MO"], nth="1", count=3, rule="vrøvl")
    assert the_rule() is None and len(sessions(db.session.query(Series).one())) == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"repeat": "weekly", "until": "2027-01-01", "count": 4}, "enten en slutdato eller et antal"),
        ({"repeat": "weekly", "until": "2026-11-01"}, "Slutdatoen skal ligge efter den første dag"),
        ({"repeat": "own", "rule": ""}, "Skriv reglen"),
        ({"repeat": "own", "rule": "FREQ=DAILY;COUNT=10000"}, "Højst 400 gange"),
        ({"repeat": "own", "rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "giver ingen datoer"),
        ({"repeat": "weekly", "first_on": "2025-01-07", "count": 3}, "Alle de datoer er gået"),
        ({"repeat": "weekly", "every_weeks": 0}, "mellem 1 og 52"),
        ({"repeat": "weekly", "count": 10**9}, "mellem 1 og 400"),
        ({"repeat": "monthly", "nth": "1", "nth_day": ""}, "Vælg både"),
        ({"at": "03:00"}, "mellem kl. 6 og kl. 22"),
    ],
)
def test_a_repetition_that_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    given: Given, values: dict[str, Any], sentence: str
) -> None:
    page = planned(given, title="Café 🐣", **values)
    assert page.status == 422 and sentence in " ".join(page.errors), page.errors
    assert db.session.query(Series).count() == 0
    assert dict(page.form("Opret").values)["title"] == "Café 🐣"


def test_a_rule_without_end_stands_half_a_year_ahead_and_no_further(given: Given) -> None:
    planned(given, repeat="own", rule="FREQ=DAILY;UNTIL=20991231")
    found = days(db.session.query(Series).one())
    assert 150 < len(found) <= 184 and max(found) <= FIRST + timedelta(days=183)


# --- changing it ----------------------------------------------------------------------------------


def test_a_weekly_rule_keeps_its_weekday_when_only_the_hour_changes(given: Given) -> None:
    """Its first day said Wednesday silently; changed on a Monday it must not become a Monday's café."""
    salon = series(given, SeriesKind.salon, rule="FREQ=WEEKLY", first_on=date(2026, 11, 25))
    page = given.coordinator().get(f"/desk/series/{salon.ref}/rule")
    page.press("Vis, hvad der sker", at="18:00").press("Ja, ret tiderne")
    assert {local(s).weekday() for s in sessions(salon)} == {2}
    assert {local(s).hour for s in sessions(salon)} == {18}


def test_a_course_of_twenty_times_ends_when_it_did_though_its_hour_changes(given: Given) -> None:
    course = series(given, SeriesKind.womens_course, rule="FREQ=WEEKLY;BYDAY=MO,WE;COUNT=20")
    before = days(course)
    signed_up(given, course, given.person())
    clock.stop(clock.now() + timedelta(days=30))
    page = given.coordinator().get(f"/desk/series/{course.ref}/rule")
    page.press("Vis, hvad der sker", at="12:00").press("Ja, ret tiderne")
    assert days(course) == before


def test_what_has_been_is_kept_with_its_attendance(given: Given) -> None:
    from uuid import uuid4

    from mentors.gatherings.models_people import Attendance

    cafe = series(given, rule="FREQ=WEEKLY;BYDAY=TU")
    first = sessions(cafe)[0]
    db.session.add(Attendance(session_id=first.id, client_uuid=str(uuid4()), at=first.starts_at))
    db.session.commit()
    clock.stop(first.starts_at + timedelta(days=1))
    page = given.coordinator().get(f"/desk/series/{cafe.ref}/rule")
    page.press("Vis, hvad der sker", days=["FR"], from_on=in_days(3).isoformat()).press("Ja, ret tiderne")
    assert days(cafe)[:2] == [TODAY + timedelta(days=1), date(2026, 11, 27)]
    assert db.session.query(Attendance).one().session_id == first.id


def test_a_written_rule_is_read_in_words_and_stands_on_the_form(given: Given) -> None:
    club = series(given, SeriesKind.salon, rule="FREQ=MONTHLY;BYMONTHDAY=1,15")
    page = given.coordinator().get(f"/desk/series/{club.ref}/rule")
    assert page.says("Hver måned: den 1. og den 15. kl. 10.00")
    values = dict(page.form("Vis, hvad der sker").values)
    assert (values["repeat"], values["rule"]) == ("own", "FREQ=MONTHLY;BYMONTHDAY=1,15")


def test_what_is_once_a_year_keeps_its_date_when_only_the_hour_changes(given: Given) -> None:
    day = series(given, SeriesKind.open_company, rule="FREQ=YEARLY", first_on=date(2026, 12, 2))
    page = given.coordinator().get(f"/desk/series/{day.ref}/rule")
    page.press("Vis, hvad der sker", at="16:00").press("Ja, ret tiderne")
    assert days(day) == [date(2026, 12, 2)] and local(sessions(day)[0]).hour == 16


def test_a_moved_session_does_not_change_what_the_rule_is_said_to_be(given: Given) -> None:
    from mentors.gatherings import commands_sessions

    cafe = series(given, rule="FREQ=WEEKLY;BYDAY=TU")
    commands_sessions.move_session(given.by(), sessions(cafe)[0], clock.at_local(in_days(2), 15), minutes=60)
    db.session.commit()
    assert given.coordinator().get(f"/desk/series/{cafe.ref}").says("Hver tirsdag kl. 10.00-12.00")
    assert time(10) == cafe.at
