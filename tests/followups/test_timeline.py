"""A pair's follow-ups as a picture and a table: for the desk both sides, for the two only their own."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given as example
from hypothesis import strategies as st

from mentors.core import clock
from mentors.followups import rules_timeline
from mentors.followups.rules_timeline import Mark, MarkState
from mentors.kit.db import db
from mentors.messages.commands_delivery import deliver_due
from mentors.pairing.models import Pair
from mentors.programmes.rules import Side
from tests.followups.pairs import a_pair, later, opened, swept
from tests.given import Given

DAY0 = date(2026, 3, 2)


@example(days=st.lists(st.integers(0, 2000), max_size=30), today=st.integers(0, 2000))
def test_every_mark_lies_on_the_line_and_in_its_order(days: list[int], today: int) -> None:
    on = DAY0 + timedelta(days=today)
    found = sorted(DAY0 + timedelta(days=day) for day in days)
    span = rules_timeline.span(found, on)
    places = [span.percent(day) for day in found]
    assert places == sorted(places) and all(3 <= place <= 97 for place in places)
    assert 3 <= span.percent(on) <= 97
    ticks = span.ticks()
    assert 1 <= len(ticks) <= 7 and all(3 <= place <= 97 for place, _day in ticks)


def test_marks_of_one_day_stand_below_each_other() -> None:
    marks = [Mark(DAY0, "newcomer", "fit", MarkState.planned)] * 4 + [Mark(DAY0, "volunteer", "fit", MarkState.next)]
    assert [place for _mark, place in rules_timeline.side_by_side(marks)] == [0, 1, 2, 2, 0]


def test_the_pair_page_draws_what_was_sent_answered_missed_and_comes_next(given: Given) -> None:
    pair = a_pair(given, planned_end_on=None)
    swept(later(60))
    with clock.stopped(later(60)):
        deliver_due()
        db.session.commit()
    with clock.stopped(later(61)):
        opened(given, Side.volunteer).form("Godt").submit()
    for day in (63, 65, 67):
        swept(later(day))
    ref = db.session.get_one(Pair, pair.id).ref
    with clock.stopped(later(68)):
        page = given.coordinator().get(f"/desk/pairs/{ref}")
    drawn = [" ".join(mark["class"]) for mark in page.soup.select(".follow-picture .mark")]
    states = ["answered", "next", "planned", "missed", "next", "planned"]
    assert drawn == [f"mark mark-{state}" for state in states]
    table = page.soup.select_one(".follow table")
    assert table is not None
    said = " ".join(table.get_text(" ").split())
    assert "Intet svar" in said and "Svaret Godt" in said.replace("  ", " ") and "Næste" in said


def test_each_of_the_two_sees_only_her_own(given: Given) -> None:
    pair = a_pair(given, planned_end_on=None)
    swept(later(60))
    with clock.stopped(later(60)):
        opened(given, Side.newcomer).form("bad").submit()
        row = db.session.get_one(Pair, pair.id)
        hers = given.as_person(row.newcomer).get("/my/follow-ups?lang=da")
        his = given.as_person(row.volunteer).get("/my/follow-ups?lang=da")
    assert hers.says("Ikke godt") and not his.says("Ikke godt")
    assert len(hers.soup.select(".follow-lane")) == len(his.soup.select(".follow-lane")) == 1
    assert hers.says("Karin") and his.says("Amina")


def test_whoever_has_no_pair_is_told_so(given: Given) -> None:
    person = given.volunteer().person
    assert given.as_person(person).get("/my/follow-ups").says("Vi har ikke spurgt dig om noget endnu.")


def test_the_desk_shows_the_share_and_leads_to_the_pairs_behind_it(given: Given) -> None:
    a_pair(given)
    with clock.stopped(later(60)):
        desk = given.coordinator()
        board = desk.get("/desk/").click("Opfølgning")
        assert board.says("100 %") and board.says("Amina") and board.says("Karin")
        board.click("Amina").says("Sådan går det")
        other = given.coordinator(town=given.town("andenby"))
        assert not other.get("/desk/follow-ups").says("Amina")


def test_the_town_decides_how_many_messages_a_day(given: Given) -> None:
    from mentors.core.actor import Role

    desk = given.signed_in(given.staff(Role.administrator))
    page = desk.get("/desk/settings")
    assert page.press("Gem", messages_a_day="0").status == 422
    page.press("Gem", messages_a_day="5")
    assert given.town().messages_a_day == 5
