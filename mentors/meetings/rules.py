"""Thinking about meetings: what may be written down, and nothing of what was said."""

from __future__ import annotations

from enum import StrEnum


class MeetingKind(StrEnum):
    walk = "walk"
    talk = "talk"
    activity = "activity"
    practical = "practical"
    phone = "phone"
    online = "online"


class Face(StrEnum):
    good = "good"
    ok = "ok"
    bad = "bad"


MINUTES = (30, 60, 90, 120, 180)
