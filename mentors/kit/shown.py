"""What is hidden opens by a press, for ten minutes, in the browser that pressed: it stands in its session."""

from __future__ import annotations

from flask import session

from mentors.core import clock

OPEN_SECONDS = 10 * 60  # long enough for a call; then it takes another press, and another line in the journal
MOST = 20  # others that stay open beside the latest: a cookie holds no more than 4 kB


def remember(kind: str, ref: str) -> None:
    """Let a thing stand open in this browser for ten minutes from now. `kind`: the session's key, one for each sort of
    thing. Whoever calls has asked whether it may be, and has written it in the journal."""
    others = [row for row in session.get(kind, ()) if row[0] != ref][-MOST:]
    session[kind] = [*others, [ref, int(clock.now().timestamp()) + OPEN_SECONDS]]


def is_open(kind: str, ref: str) -> bool:
    """Whether it was opened in this browser less than ten minutes ago. Whether she may still see it is asked beside."""
    until = next((row[1] for row in session.get(kind, ()) if row[0] == ref), 0)
    return bool(until > clock.now().timestamp())
