from __future__ import annotations

from tests.given import Given


def test_a_coordinator_signs_in_by_her_link_and_out_again(given: Given) -> None:
    karen = given.coordinator()
    assert karen.get("/desk/").status == 200
    karen.get("/desk/").form("Log ud").submit()
    assert karen.get("/desk/").path.startswith("/sign-in")
