"""A process warms up beside its first requests, and one room's trouble is nobody else's."""

from __future__ import annotations

from mentors.kit.room import Room
from mentors.kit.warming import warm_beside


def test_every_room_is_warmed_though_one_fails() -> None:
    seen: list[str] = []

    def breaks() -> None:
        seen.append("breaks")
        raise RuntimeError("no")

    rooms = [Room("one", warm_up=breaks), Room("two"), Room("three", warm_up=lambda: seen.append("three"))]
    thread = warm_beside(rooms, pause=0)
    thread.join(10)
    assert seen == ["breaks", "three"]
    assert thread.daemon
