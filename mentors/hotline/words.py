from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from mentors.hotline.rules import Hours
from mentors.kit.filters import turned
from mentors.kit.speech import say_day, say_list, say_time, spoken_language


def say_clock(minutes: int) -> str:
    """Minutes after midnight as a clock shows them, Danish fashion."""
    return f"{minutes // 60}.{minutes % 60:02d}" if minutes % 60 else f"{minutes // 60}"


def say_hours(hours: tuple[Hours, ...]) -> str:
    """`9–15`: one number after the other in every language, and on one line where a line runs right to left."""
    between = "\u2060–\u2060" if spoken_language().dir == "rtl" else "–"
    return say_list(turned(f"{say_clock(one.starts)}{between}{say_clock(one.ends)}") for one in hours)


def say_opening(today: tuple[Hours, ...], is_open: bool, opens: datetime | None) -> str:
    """When the mentor telephone is answered, in a few words."""
    if is_open:
        return str(_("Åben nu. I dag kl. %(hours)s", hours=say_hours(today)))
    if opens is not None:
        return str(_("Lukket nu. Åbner %(day)s kl. %(time)s", day=say_day(opens), time=say_time(opens)))
    return ""
