"""How a programme pairs now and paired before."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from mentors.kit.db import db
from mentors.pairing.models_settings import PairingSettings
from mentors.pairing.pool.settings import Settings
from mentors.pairing.rules_settings import Choices, choices_from, defaults_for, engine_settings
from mentors.programmes.models import Programme


def versions_of(programme: Programme) -> list[PairingSettings]:
    """What has been decided about a programme's pairing, newest first."""
    rows = select(PairingSettings).where(PairingSettings.programme_id == programme.id)
    return list(db.session.scalars(rows.order_by(PairingSettings.number.desc())))


def find_newest(programme: Programme) -> PairingSettings | None:
    rows = select(PairingSettings).where(PairingSettings.programme_id == programme.id)
    return db.session.scalar(rows.order_by(PairingSettings.number.desc()).limit(1))


def choices_now(programme: Programme) -> tuple[Choices, int]:
    """What holds for a programme's pairing and the version's number; 0: nobody has changed what its kind starts with."""
    newest = find_newest(programme)
    if newest is None:
        return defaults_for(programme.kind), 0
    return choices_from(newest.choices, programme.kind), newest.number


def settings_of(programme: Programme, choices: Choices, on: date) -> Settings:
    """Some choices as the engine takes them, for relations of this programme that begin on a day.

    The lots are drawn with the programme's reference and the day: the same plan all day, published with it.
    """
    return engine_settings(
        choices,
        start_on=on,
        months=programme.months,
        months_at_most=programme.months_at_most,
        seed=f"{programme.ref}-{on.isoformat()}",
    )
