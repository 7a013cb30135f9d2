"""Work that a process does once, beside its first requests, so that nobody waits for it later."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from threading import Event, Thread

from mentors.kit.room import Room

log = logging.getLogger(__name__)
PAUSE = 3.0  # seconds: the process answers first, and warms up then


def warm_beside(rooms: Sequence[Room], *, pause: float = PAUSE) -> Thread:
    """Let every room that has something to warm do so in a thread of its own. What fails there fails again, and is
    said, where it is needed."""

    def warm() -> None:
        Event().wait(pause)
        for room in rooms:
            if room.warm_up is not None:
                try:
                    room.warm_up()
                except Exception:
                    log.exception("%s did not warm up", room.name)

    thread = Thread(target=warm, name="warm-up", daemon=True)
    thread.start()
    return thread
