from __future__ import annotations

from tests.given import Given


def test_every_part_of_the_pages_can_be_looked_at_in_one_place(given: Given) -> None:
    page = given.coordinator().get("/desk/specimens")
    assert page.status == 200 and page.heading == "Byggeklodser" and page.soup.select(".error-summary")
    assert not page.says("CSRF")
