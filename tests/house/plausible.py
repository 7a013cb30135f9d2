"""Plausible values for everything a message may be told, so that each can be rendered and read.

A message's template names what it needs; a name it needs that is not here is a fault to mend here, with
a value as people would meet it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from mentors.core.language import Language
from mentors.kit.links import marker, pin_marker

MOMENT = datetime(2026, 12, 3, 15, 30, tzinfo=UTC)

VALUES: dict[str, Any] = {
    "link": marker("abcdefghjk"),
    "second_link": marker("abcdefghjm"),
    "name": "Mette",
    "first_name": "Mette",
    "other": "Omar",
    "other_name": "Omar",
    "contact": "Mette",
    "newcomer": "Omar",
    "volunteer": "Mette",
    "person": "Omar",
    "programme": "Kulturvært",
    "company": "Nordlys Ingeniører ApS",
    "at": MOMENT,
    "starts_at": MOMENT,
    "ends_at": MOMENT,
    "when": MOMENT,
    "moment": MOMENT,
    "day": date(2026, 12, 3),
    "on": date(2026, 12, 3),
    "until": date(2027, 1, 4),
    "ends_on": date(2027, 3, 4),
    "days": 7,
    "weeks": 6,
    "minutes": 60,
    "place": "Biblioteket",
    "code": "482913",
    "pin": pin_marker("abcdefghjk"),
    "what": "password",
    "question": "Hvordan går det med jer?",
    "answer_by": date(2026, 12, 3),
    "association": "Cykelvennerne",
    "home": "https://demoby.example/my/association/",
    "address": "https://mentor.demoby.dk/desk/",
    "phone": "+4563112233",
    "count": 3,
    "lines": (("Har ikke svaret", "Omar"), ("Ring op", None)),
    "more": 4,
    "late": 2,
    "languages": ("da", "ar"),
    "speaks": ("da", "ar"),
}
TOWN = SimpleNamespace(name="Demoby Kommune", phone="+4563112233", email="velkommen@demoby.example", slug="demoby",
                       sms_sender="Demoby", colour="#1a5a96", logo_url=None, was_url=None)  # fmt: skip


def values_for(names: set[str], language: Language) -> dict[str, Any]:
    """The values for a template's names. Raises KeyError for a name nobody has thought of."""
    known = {**VALUES, "town": TOWN, "language": language}
    return {name: known[name] for name in names}
