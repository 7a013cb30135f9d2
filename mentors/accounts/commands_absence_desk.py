"""Being away and coming back; giving somebody another person at the municipality."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import update

from mentors.accounts import queries, rules_absence
from mentors.accounts.models import Account
from mentors.accounts.models_absence import Absence, ResponsibleChange
from mentors.accounts.queries_absence import absences_of
from mentors.accounts.rules_absence import ChangeReason
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.people.models import Person


def be_away(
    by: Actor, account: Account, *, from_on: date, until_on: date | None, substitute: Account | None
) -> Absence:
    """Write down when somebody is away and who stands in for her; without a substitute the team does.

    Raises Refused for days that are over or taken, and for a substitute who cannot be one.
    """
    if account.municipality_id != by.municipality_id or account.closed_at is not None:
        raise NotThere
    if until_on is not None and until_on < from_on:
        raise Refused(_("Den sidste dag skal ligge efter den første."), field="until_on")
    if until_on is not None and until_on < clock.today():
        raise Refused(_("De dage er allerede gået."), field="until_on")
    if substitute is not None:
        _check_substitute(account, substitute)
    # Two who write at once wait for each other here, so that no day is taken twice.
    queries.hold_account(account)
    since = min(from_on, clock.today())
    if any(rules_absence.overlaps(one.facts(), from_on, until_on) for one in absences_of(account.id, since)):
        raise Refused(_("Der er allerede fravær i de dage. Fjern det først."), field="from_on")
    absence = Absence(
        municipality_id=account.municipality_id, account=account, from_on=from_on, until_on=until_on,
        substitute=substitute, made_at=clock.now(), made_by=by.label,
    )  # fmt: skip
    db.session.add(absence)
    db.session.flush()
    note(by, "accounts.away", thing=f"account:{account.ref}", reason=substitute.ref if substitute else None)
    return absence


def _check_substitute(account: Account, substitute: Account) -> None:
    if substitute.id == account.id:
        raise Refused(_("Vælg en anden end den, der er væk."), field="substitute")
    open_here = substitute.municipality_id == account.municipality_id and substitute.closed_at is None
    if not open_here or substitute.id not in {one.id for one in queries.employees_of(account.municipality_id)}:
        raise Refused(_("Vælg en kollega på listen."), field="substitute")
    if queries.is_staff_account(account) and not queries.is_staff_account(substitute):
        raise Refused(_("Vælg en koordinator eller administrator som vikar."), field="substitute")
    # Who does one thing only, the telephone or her own newcomers, is stood in for by who may do it, too.
    if not queries.is_staff_account(substitute) and not set(account.roles) & set(substitute.roles):
        raise Refused(_("Vælg en kollega på listen."), field="substitute")


def come_back(by: Actor, absence: Absence) -> None:
    """End an absence: from today she answers for her own again. One that has not begun is taken away."""
    today, account = clock.today(), absence.account
    if absence.from_on >= today:
        db.session.delete(absence)
    elif absence.until_on is None or absence.until_on >= today:
        absence.until_on = today - timedelta(days=1)
    note(by, "accounts.back", thing=f"account:{account.ref}")
    db.session.flush()


def make_responsible(
    by: Actor, person: Person, account_id: int | None, *, reason: ChangeReason, at: datetime | None = None
) -> bool:
    """Give a person another responsible; whether that changed anything.

    A change from one colleague to another is counted and its reason shown to her (systems.md row 48); the
    first responsible is no change.
    """
    before = person.responsible_id
    if before == account_id:
        return False
    person.responsible_id = account_id
    if before is not None:
        db.session.add(
            ResponsibleChange(
                person_id=person.id, at=at or clock.now(), from_id=before, to_id=account_id, reason=reason, by=by.label
            )
        )
    db.session.flush()
    return True


def forget_changes(person_ids: list[int], at: datetime) -> None:
    """The changes of one instant were a mistake and are undone: they count no more."""
    db.session.execute(
        update(ResponsibleChange)
        .where(ResponsibleChange.person_id.in_(person_ids), ResponsibleChange.at == at)
        .values(undone_at=clock.now())
    )
