"""Deciding how a programme pairs. A version is added, never changed; nobody saves over a colleague unseen."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.guard import looks_like_cpr, printable
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.pairing.models_settings import PairingSettings
from mentors.pairing.queries_settings import choices_now, find_newest, versions_of
from mentors.pairing.rules_settings import Choices, choices_from, defaults_for, differences
from mentors.programmes.models import Programme


def save_settings(
    by: Actor, programme: Programme, choices: Choices, *, based_on: int, why: str | None = None
) -> PairingSettings:
    """Add a version. `based_on` is the number of the version the coordinator had before her.

    The programme's row is held, so that of two who save at once the second is told. Raises Refused where there
    is a newer version, and where nothing would change; NotThere for another town's programme.
    """
    if not by.is_staff or programme.municipality_id != by.municipality_id:
        raise NotThere
    db.session.execute(select(Programme.id).where(Programme.id == programme.id).with_for_update()).all()
    newest = find_newest(programme)
    now, number = choices_now(programme)
    if newest is not None and number != based_on:
        raise Refused(
            _(
                "%(name)s har gemt version %(number)d imens. Det, du har skrevet, står her endnu. Se forskellen, og gem igen.",
                name=newest.made_by_name or _("En kollega"),
                number=number,
            ),
            field="based_on",
        )
    if not differences(now, choices):
        raise Refused(_("Der er ikke ændret noget."))
    reason = printable(why or "").strip()[:300]
    if looks_like_cpr(reason):
        raise Refused(_("Det ligner et CPR-nummer. Slet tallet."), field="why")
    version = PairingSettings(
        programme_id=programme.id,
        number=number + 1,
        choices=choices.as_json(),
        made_at=clock.now(),
        made_by=by.label,
        made_by_name=by.name or "",
        note=reason or None,
    )
    db.session.add(version)
    db.session.flush()
    note(by, "pairing.settings_saved", thing=f"programme:{programme.ref}", reason=str(version.number))
    return version


def go_back_to(by: Actor, programme: Programme, number: int, *, based_on: int) -> PairingSettings:
    """Make an earlier version hold again, as a new version; 0 is what the programme's kind starts with."""
    kept = {version.number: version for version in versions_of(programme)}
    if number != 0 and number not in kept:
        raise NotThere
    choices = choices_from(kept[number].choices, programme.kind) if number else defaults_for(programme.kind)
    why = _("Tilbage til version %(number)d", number=number) if number else _("Tilbage til udgangspunktet")
    return save_settings(by, programme, choices, based_on=based_on, why=why)
