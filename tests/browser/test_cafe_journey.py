"""Rows 10 and 11 in a browser: a café is planned, the door is kept without a connection, a mother is missed,
and followed to what came after her leave."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from mentors.accounts.commands import sign_in_link
from mentors.accounts.models import Account
from mentors.core import clock
from mentors.gatherings.commands_people import notice_absences, notice_leaves
from mentors.gatherings.models import Series, Session
from mentors.gatherings.models_people import Attendance, Leave
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.people.models import Person
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.browser.conftest import DESK, Reader
from tests.given import Given

SUBMIT = "main form button.button-primary[type=submit]"
TABLET = (820, 1180)
# Nothing is left on the tablet that has not been sent.
SENT = "Object.entries(localStorage).every(([k, v]) => !k.startsWith('door:') || JSON.parse(v).length === 0)"


def press(page: Page, selector: str = SUBMIT) -> None:
    page.locator(selector).first.click()
    page.wait_for_load_state()


def until(page: Page, script: str) -> None:
    """Wait for something only a script sees. (Playwright's own waiting evaluates text, which the page's CSP forbids.)"""
    for _ in range(200):
        if page.evaluate(script):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {script}")


class Cafe:
    """Karen at her desk, and the tablet at the door."""

    def __init__(self, given: Given, reader: Callable[..., Reader]) -> None:
        self.karen: Account = given.staff()
        self.mother: Person = given.person(first_name="Leyla", last_name="Hassan", language="ar")
        self.others = [given.person(first_name=name, last_name="Test") for name in ("Nour", "Olena")]
        self.names = [person.ref for person in self.others]
        self.mother_ref = self.mother.ref
        self.desk, self.tablet = reader(size=DESK), reader(size=TABLET)
        self.series_ref = ""

    def sign_in(self, someone: Reader) -> None:
        link = sign_in_link(db.session.get_one(Account, self.karen.id))
        db.session.commit()
        someone.sign_in(f"/w/{token_for(link.ref)}")

    def sessions(self) -> list[tuple[str, object]]:
        db.session.expire_all()
        rows = db.session.query(Session).join(Series).filter(Series.ref == self.series_ref).order_by(Session.starts_at)
        found = [(row.ref, row.starts_at) for row in rows]
        db.session.commit()
        return found


def presses(session_ref: str) -> list[tuple[int | None, int]]:
    db.session.expire_all()
    rows = db.session.query(Attendance).join(Session).filter(Session.ref == session_ref, Attendance.undone_at.is_(None))
    found = [(row.person_id, row.children) for row in rows]
    db.session.commit()
    return found


def test_a_cafe_from_its_first_plan_to_what_came_after_the_leave(given: Given, reader: Callable[..., Reader]) -> None:
    cafe = Cafe(given, reader)
    _karen_plans_it(cafe)
    _she_writes_down_the_leave(cafe)
    _the_door_is_kept_without_a_connection(cafe)
    _she_is_away_three_times(cafe)
    _she_is_followed_to_what_came_after(cafe)
    assert cafe.desk.complaints == []
    assert not [said for said in cafe.tablet.complaints if "ERR_INTERNET_DISCONNECTED" not in said]


def _karen_plans_it(cafe: Cafe) -> None:
    cafe.sign_in(cafe.desk)
    page = cafe.desk.go("/desk/series/new?kind=barselscafe")
    page.fill("[name=title]", "Barselscafé Maglehøj")
    page.fill("[name=place]", "Maglehøj 12")
    page.check("[name=repeat][value=monthly]")
    expect(page.locator("[name=nth]")).to_be_visible()
    expect(page.locator("[name=days]").first).to_be_hidden()
    page.check("[name=repeat][value=weekly]")
    expect(page.locator("[name=nth]")).to_be_hidden()
    for code in ("MO", "TU", "WE", "TH", "FR"):
        page.set_checked(f"[name=days][value={code}]", code in ("TU", "TH"))
    press(page)
    assert "Hver tirsdag og torsdag kl. 10.00-12.00" in page.inner_text("main")
    found = re.search(r"/desk/series/([a-z0-9]+)", page.url)
    assert found is not None
    cafe.series_ref = found[1]


def _she_writes_down_the_leave(cafe: Cafe) -> None:
    page = cafe.desk.go(f"/desk/people/{cafe.mother_ref}/leave")
    page.fill("[name=ends_on]", (clock.today() + timedelta(days=75)).isoformat())
    page.select_option("[name=series]", label="Barselscafé Maglehøj")
    press(page)


def _the_door_is_kept_without_a_connection(cafe: Cafe) -> None:
    """Three sessions with everybody; the first is kept offline, page closed and opened, and sent twice."""
    (first, starts_at), *more = cafe.sessions()
    clock.stop(starts_at)  # type: ignore[arg-type]
    cafe.sign_in(cafe.tablet)
    for ref in (cafe.mother_ref, *cafe.names):
        page = cafe.tablet.go(f"/desk/sessions/{first}/door")
        page.fill("main input[name=q]", {cafe.mother_ref: "Leyla"}.get(ref, "Test"))
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        page.locator(f"form:has(input[name=person][value='{ref}']) button", has_text="er kommet").first.click()
        page.wait_for_load_state()
    assert len(presses(first)) == 3
    (second, starts_at), *more = more
    clock.stop(starts_at)  # type: ignore[arg-type]
    cafe.sign_in(cafe.tablet)
    page = cafe.tablet.go(f"/desk/sessions/{second}/door")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    until(page, "caches.open('door').then(c => c.keys()).then(k => k.length > 0)")
    cafe.tablet.context.set_offline(True)
    for ref in (cafe.mother_ref, *cafe.names):
        page.locator(f"[data-row='person-{ref}'] .door-name").click()
    page.locator(f"[data-row='person-{cafe.mother_ref}'] .door-more").click()
    page.locator("[data-head] button").last.click()  # a child nobody has named
    expect(page.locator("[data-count=adults]")).to_have_text("3")
    expect(page.locator("[data-count=children]")).to_have_text("2")
    assert presses(second) == []
    page.reload()  # the page opens without a connection, and nothing is lost
    expect(page.locator("[data-count=adults]")).to_have_text("3")
    queue = page.evaluate("Object.entries(localStorage).filter(([k]) => k.startsWith('door:'))")
    cafe.tablet.context.set_offline(False)
    page.reload()
    until(page, SENT)
    kept = presses(second)
    assert sorted(children for _person, children in kept) == [0, 0, 1, 1] and len(kept) == 4
    page.evaluate("rows => rows.forEach(([k, v]) => localStorage.setItem(k, v))", queue)
    page.reload()  # the same queue once more, as from a tablet that never heard the answer
    until(page, SENT)
    assert presses(second) == kept
    expect(page.locator("[data-count=adults]")).to_have_text("3")
    page = cafe.tablet.go(f"/desk/sessions/{second}/fire-list")
    assert "Leyla H." in page.inner_text("main")
    _come(cafe, more[0], [cafe.mother_ref, *cafe.names])


def _come(cafe: Cafe, session: tuple[str, object], refs: list[str]) -> None:
    ref, starts_at = session
    clock.stop(starts_at)  # type: ignore[arg-type]
    cafe.sign_in(cafe.tablet)
    page = cafe.tablet.go(f"/desk/sessions/{ref}/door")
    for one in refs:
        page.locator(f"[data-row='person-{one}'] .door-name").click()
    until(page, SENT)
    assert len(presses(ref)) == len(refs)


def _she_is_away_three_times(cafe: Cafe) -> None:
    for number, session in enumerate(cafe.sessions()[3:6]):
        _come(cafe, session, cafe.names)
        clock.stop(session[1] + timedelta(hours=4))  # type: ignore[operator]
        notice_absences()
        db.session.commit()
        raised = db.session.query(Task).filter_by(kind=TaskKind.absent_thrice).all()
        assert len(raised) == (1 if number == 2 else 0)
        db.session.commit()
    cafe.sign_in(cafe.desk)
    assert "Leyla" in cafe.desk.go("/desk/").inner_text("main")


def _she_is_followed_to_what_came_after(cafe: Cafe) -> None:
    leave = db.session.query(Leave).one()
    ends_on: date = leave.ends_on
    clock.stop(clock.at_local(ends_on - timedelta(days=29), 9))
    db.session.commit()
    notice_leaves()
    db.session.commit()
    assert db.session.query(Task).filter_by(kind=TaskKind.leave_ends).count() == 1
    db.session.commit()
    cafe.sign_in(cafe.desk)
    page = cafe.desk.go("/desk/")
    assert page.inner_text("main").count("Leyla") >= 1
    page = cafe.desk.go(f"/desk/people/{cafe.mother_ref}/leave")
    page.select_option("[name=went_on_to]", "language_school")
    press(page, "main form[action*='outcomes'] button[type=submit]")
    page = cafe.desk.go("/desk/series/afterwards")
    text = page.inner_text("main")
    assert "Barselscafé Maglehøj" in text and str(ends_on.year) in text
    assert page.locator("tbody tr").first.locator("td").nth(1).inner_text().strip() == "1"
