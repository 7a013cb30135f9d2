"""What the journal keeps about a person."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from mentors.core.calendar import add_months
from mentors.journal import commands
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.kit.keeping import Keeper, Kept, Stay

# facts.md 5.5: five years, a product default. The municipality must be able to show who did what (GDPR art. 5(2)).
JOURNAL_MONTHS = 60
_WHY = _l("Kommunen skal kunne vise, hvem der har gjort hvad. Linjerne står uden dit navn.")


def _stays(person_id: int) -> list[Stay]:
    last = db.session.scalar(select(func.max(Entry.at)).where(Entry.person_id == person_id))
    return [Stay("journal_entry", _WHY, add_months(last.date(), JOURNAL_MONTHS))] if last else []


def _move(keep_id: int, gone_id: int) -> None:
    commands.move(keep_id, gone_id)


# A line stays in its chain and says nothing about whom: its reason may be words about her, and without the salt
# their digests say nothing.
KEEPER = Keeper(
    (Kept(Entry, blanks={"person_id": None, "reason": None, "salt": None}),), stays=_stays, also_merge=_move
)
