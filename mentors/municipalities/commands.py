from __future__ import annotations

import base64
from typing import Any

from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.language import READABLE, SOURCE
from mentors.core.refusal import NotThere, Refused
from mentors.kit.db import db
from mentors.municipalities import rules, words_desk
from mentors.municipalities.models import Municipality


def change_settings(by: Actor, town: Municipality, **changes: Any) -> Municipality:
    """Change a municipality's settings (columns by name). Raises Refused at the field that will not do.

    Danish stays among the languages: it is what all others fall back to.
    """
    if by.municipality_id != town.id or not (Role.administrator in by.roles or by.label == "system"):
        raise NotThere
    for column, value in changes.items():
        setattr(town, column, value)
    _look_at(town)
    town.languages = tuple(code for code in READABLE if code in {SOURCE.code, *town.languages})
    town.changed_at, town.changed_by = clock.now(), by.label
    db.session.flush()
    return town


def _look_at(town: Municipality) -> None:
    if not rules.is_readable_colour(town.colour):
        raise Refused(words_desk.COLOUR_TOO_LIGHT, field="colour")
    if not rules.is_sender(town.sms_sender):
        raise Refused(words_desk.SENDER, field="sms_sender")
    if not 6 <= town.from_hour < town.until_hour <= 24:
        raise Refused(words_desk.HOURS, field="until_hour")
    if town.was_url is not None and not rules.is_https(town.was_url):
        raise Refused(words_desk.ADDRESS, field="was_url")


def change_logo(by: Actor, town: Municipality, picture: bytes | None) -> None:
    """Set the logo from a PNG file's bytes, or take it away (None). Raises Refused."""
    if by.municipality_id != town.id:
        raise NotThere
    if picture is not None:
        if not rules.is_png(picture):
            raise Refused(words_desk.LOGO_KIND, field="logo")
        if len(picture) > rules.LOGO_BYTES:
            raise Refused(words_desk.LOGO_SIZE, field="logo")
    town.logo = None if picture is None else "data:image/png;base64," + base64.b64encode(picture).decode()
    town.changed_at, town.changed_by = clock.now(), by.label
    db.session.flush()
