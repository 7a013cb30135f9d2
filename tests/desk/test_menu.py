"""The desk's menu: in parts, with the page marked, and short where there is little in it."""

from __future__ import annotations

import pytest
from bs4 import Tag

from mentors.core.menu import Part
from mentors.rooms import ROOMS
from mentors.shell_desk import PARTS
from tests.given import Given
from tests.page import Page, Visitor


def menu(page: Page) -> Tag:
    found = page.soup.select_one(".desk-side")
    assert isinstance(found, Tag)
    return found


@pytest.fixture
def desk(given: Given) -> Visitor:
    return given.coordinator()


def test_every_part_has_a_name_and_is_used() -> None:
    assert set(PARTS) == set(Part)
    assert {link.section for room in ROOMS for link in room.nav} == set(Part)


def test_the_menu_stands_in_parts_with_headings_of_their_own(desk: Visitor) -> None:
    page = desk.get("/desk/")
    headings = [one.get_text(strip=True) for one in menu(page).select(".menu-section")]
    assert headings == [str(name) for name in PARTS.values() if name]
    for group in menu(page).select("ul[aria-labelledby]"):
        named = page.soup.find(id=group["aria-labelledby"])
        assert named in menu(page).select(".menu-section") and group.select("a")
    ids = [tag["id"] for tag in page.soup.select("[id]")]
    assert len(ids) == len(set(ids)), "the phone's menu and the desk's have ids of their own"


@pytest.mark.parametrize(
    ("path", "words", "how"),
    [
        ("/desk/", "Opgaver", "page"),
        ("/desk/pairs", "Par", "page"),
        ("/desk/pairs?page=2", "Par", "page"),
        ("/desk/audits/without", "Revision", "true"),
        ("/desk/specimens", None, None),
    ],
)
def test_the_page_is_marked_in_the_menu_and_so_is_what_stands_behind_it(
    desk: Visitor, path: str, words: str | None, how: str | None
) -> None:
    marked = [(one.get_text(strip=True), one["aria-current"]) for one in menu(desk.get(path)).select("[aria-current]")]
    assert marked == ([(words, how)] if words else [])


def test_a_short_menu_has_no_headings(given: Given) -> None:
    page = given.as_person(given.volunteer().person).get("/my/")
    assert page.soup.select("a.menu-link") and not page.soup.select(".menu-section")


def test_follow_up_and_audit_lead_to_each_other(desk: Visitor) -> None:
    there = desk.get("/desk/follow-ups").click("Til revision")
    assert there.path == "/desk/audits/without" and there.click("Til opfølgning").path == "/desk/follow-ups"
