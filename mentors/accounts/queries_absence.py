"""Who answers for whom today. Every room that asks for a responsible person asks here, so that a
substitute takes over by herself and gives back by herself: nothing is copied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from mentors.accounts import rules_absence as rules
from mentors.accounts.models import Account
from mentors.accounts.models_absence import Absence, ResponsibleChange
from mentors.accounts.queries import employees_of, is_staff_account
from mentors.accounts.rules_absence import Away
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.refusal import NotThere
from mentors.kit.db import db


@dataclass(frozen=True, slots=True)
class Cover:
    """A town's employees on a day, and who stands in for whom."""

    on: date
    employees: tuple[Account, ...]
    absences: tuple[Away, ...]

    def stand_in(self, account_id: int | None) -> Account | None:
        """The one who answers for somebody's work; None where the team does."""
        working = {account.id: account for account in self.employees}
        found = rules.stands_in(account_id, self.absences, working, self.on)
        return working[found] if found is not None else None

    def is_away(self, account_id: int) -> bool:
        return any(one.account_id == account_id and rules.is_away(one, self.on) for one in self.absences)

    def answers_for(self, account_id: int | None) -> frozenset[int]:
        """Whose work somebody answers for today: her own while she is here, and that of those she stands in for."""
        return frozenset(
            account.id
            for account in self.employees
            if account_id is not None and getattr(self.stand_in(account.id), "id", None) == account_id
        )

    def team(self) -> list[Account]:
        """Who takes what nobody answers for: the coordinators who are here, else the staff who are, else
        whoever there is. Empty only in a town without staff."""
        staff = [account for account in self.employees if is_staff_account(account)]
        here = [account for account in staff if not self.is_away(account.id)]
        return [account for account in here if Role.coordinator in account.roles] or here or staff

    def who_answers(self, account_id: int | None) -> list[Account]:
        """Whoever must know about what somebody is responsible for: one, or the team."""
        one = self.stand_in(account_id)
        return [one] if one is not None else self.team()


def cover_of(municipality_id: int, on: date | None = None) -> Cover:
    """Who answers for whom on a day, today unless another is named. Two questions."""
    on = on or clock.today()
    rows = db.session.scalars(
        select(Absence)
        .where(
            Absence.municipality_id == municipality_id,
            Absence.from_on <= on,
            or_(Absence.until_on.is_(None), Absence.until_on >= on),
        )
        .order_by(Absence.id)
    )
    return Cover(on, tuple(employees_of(municipality_id)), tuple(row.facts() for row in rows))


def answers_for(by: Actor) -> frozenset[int]:
    """Whose work the actor answers for today, as account numbers: her own, and that of those she stands in for."""
    return cover_of(by.municipality_id or 0).answers_for(by.account_id)


def the_absence(by: Actor, ref: str) -> Absence:
    """An absence in the actor's own town. Raises NotThere."""
    wanted = (Absence.ref == ref, Absence.municipality_id == by.municipality_id)
    found = db.session.scalar(select(Absence).where(*wanted)) if by.is_staff else None
    if found is None:
        raise NotThere
    return found


def absences_of(account_id: int, since: date) -> list[Absence]:
    """Somebody's absences that are not over on a day."""
    return list(
        db.session.scalars(
            select(Absence)
            .where(Absence.account_id == account_id, or_(Absence.until_on.is_(None), Absence.until_on >= since))
            .order_by(Absence.from_on)
        )
    )


def coming_absences(by: Actor) -> list[Absence]:
    """Who is away now or will be, in the order of days."""
    return list(
        db.session.scalars(
            select(Absence)
            .where(
                Absence.municipality_id == by.municipality_id,
                or_(Absence.until_on.is_(None), Absence.until_on >= clock.today()),
            )
            .order_by(Absence.from_on, Absence.id)
        )
    )


# --- how often somebody got another responsible (systems.md row 48) --------------------------------


def changes_of(person_id: int) -> list[ResponsibleChange]:
    """Every change of who is responsible for a person, latest first; those that were undone left out."""
    return list(
        db.session.scalars(
            select(ResponsibleChange)
            .where(ResponsibleChange.person_id == person_id, ResponsibleChange.undone_at.is_(None))
            .order_by(ResponsibleChange.at.desc(), ResponsibleChange.id.desc())
        )
    )


def change_counts(person_ids: list[int]) -> dict[int, int]:
    """How many times each of these got another responsible; those who never did are left out. One question."""
    rows = db.session.execute(
        select(ResponsibleChange.person_id, func.count())
        .where(ResponsibleChange.person_id.in_(person_ids), ResponsibleChange.undone_at.is_(None))
        .group_by(ResponsibleChange.person_id)
    )
    return {row[0]: row[1] for row in rows}


def first_name(account_id: int | None) -> str | None:
    """The first name of a colleague who still works here, as newcomers read it."""
    account = db.session.get(Account, account_id) if account_id else None
    return account.name.split()[0] if account is not None and account.closed_at is None else None


def held(person_id: int) -> dict[str, list[dict[str, object]]]:
    """What is kept about a person's responsibles."""
    return {"responsible_change": [{"at": one.at, "reason": one.reason} for one in changes_of(person_id)]}
