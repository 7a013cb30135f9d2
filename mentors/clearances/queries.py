from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from mentors.clearances import rules
from mentors.clearances.models import ChildContact, Clearance, ClearanceNeed, ClearancePolicy
from mentors.clearances.policy import visible_clearances, visible_needs, visible_policies
from mentors.clearances.rules import ClearanceFacts, ClearanceKind, ClearanceState, Standing
from mentors.clearances.rules_policy import Policy, Work, required_checks
from mentors.core.actor import Actor
from mentors.kit.db import db
from mentors.people.models import Person


def clearances_of(person_id: int) -> dict[ClearanceKind, Clearance]:
    rows = db.session.scalars(select(Clearance).where(Clearance.person_id == person_id))
    return {row.kind: row for row in rows}


def facts_of(person_ids: Iterable[int]) -> dict[int, dict[ClearanceKind, ClearanceFacts]]:
    """What is known of several people's checks, in one question."""
    rows = db.session.scalars(select(Clearance).where(Clearance.person_id.in_(list(person_ids))))
    found: defaultdict[int, dict[ClearanceKind, ClearanceFacts]] = defaultdict(dict)
    for row in rows:
        found[row.person_id][row.kind] = row.facts()
    return dict(found)


def is_overdue(on: date) -> ColumnElement[bool]:
    """The clause for checks whose days to consent have passed (14, facts.md 5.2); renewals too."""
    return and_(Clearance.state != ClearanceState.refused, Clearance.consent_by < on)


def child_certificate(person_id: int, *, hold: bool = False) -> ClearanceFacts | None:
    """What is known of somebody's child certificate; `hold` keeps it from changing until the commit."""
    asked = select(Clearance).where(Clearance.person_id == person_id, Clearance.kind == ClearanceKind.child_certificate)
    asked = asked.with_for_update(read=True).execution_options(populate_existing=True) if hold else asked
    found = db.session.scalar(asked)
    return found.facts() if found is not None else None


def may_meet_children_on(person_ids: Iterable[int], on: date, through: date | None = None) -> frozenset[int]:
    """Those of several people who may meet children under 15 then, in one question."""
    known = facts_of(person_ids)
    return frozenset(
        person_id
        for person_id, checks in known.items()
        if rules.may_meet_children(checks.get(ClearanceKind.child_certificate), on, through)
    )


def missing_checks(person_id: int, work: Work, on: date, policy: Policy) -> tuple[ClearanceKind, ...]:
    """The checks a piece of work takes that somebody does not have on a day."""
    known = facts_of([person_id]).get(person_id, {})
    return tuple(kind for kind in required_checks(work, policy, on) if not rules.is_valid(known.get(kind), on))


# --- contacts with children -----------------------------------------------------------------------


def contacts_of(thing: str) -> list[ChildContact]:
    """The adults around something, as contacts, ended ones too."""
    return list(db.session.scalars(select(ChildContact).where(ChildContact.thing == thing).order_by(ChildContact.id)))


def open_contacts_of(person_id: int) -> list[ChildContact]:
    """Somebody's contacts that nobody has ended, read anew: the database moves their ends along with a
    renewal. Those past their certificate's end stand here too."""
    rows = select(ChildContact).where(ChildContact.person_id == person_id, ChildContact.ended_on.is_(None))
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def with_passed_contacts(on: date) -> list[int]:
    """The people who have contacts that nobody has ended though their last planned day has passed."""
    rows = select(ChildContact.person_id).where(ChildContact.ended_on.is_(None), ChildContact.ends_on < on)
    return list(db.session.scalars(rows.distinct()))


def with_children_on(day: date, municipality_id: int) -> list[ChildContact]:
    """Every adult in regular contact with children under 15 on a day."""
    rows = db.session.scalars(
        select(ChildContact)
        .join(Person, Person.id == ChildContact.person_id)
        .where(Person.municipality_id == municipality_id, ChildContact.begins_on <= day)
    )
    return [contact for contact in rows if contact.stands_on(day)]


# --- policy ---------------------------------------------------------------------------------------


def policies(by: Actor) -> list[ClearancePolicy]:
    """What the municipality has decided, newest first."""
    return list(db.session.scalars(visible_policies(by).order_by(ClearancePolicy.valid_from.desc())))


def find_policy(municipality_id: int, on: date) -> ClearancePolicy | None:
    return db.session.scalar(
        select(ClearancePolicy)
        .where(ClearancePolicy.municipality_id == municipality_id, ClearancePolicy.valid_from <= on)
        .order_by(ClearancePolicy.valid_from.desc())
        .limit(1)
    )


def policy_on(municipality_id: int, on: date) -> Policy:
    """What holds in a municipality on a day; the house's defaults where nothing was decided."""
    found = find_policy(municipality_id, on)
    return found.decided() if found is not None else Policy()


# --- the register ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One check on one person as the register shows it."""

    person: Person
    kind: ClearanceKind
    standing: Standing
    clearance: Clearance | None

    @property
    def due(self) -> date | None:
        """The day something happens: the end of the days to consent, or of the clearance."""
        if self.clearance is None:
            return None
        waits = self.standing in (Standing.consent_pending, Standing.lapsed)
        return self.clearance.consent_by if waits else self.clearance.valid_until


_ORDER = (
    Standing.missing, Standing.expired, Standing.paused, Standing.lapsed, Standing.refused, Standing.expiring,
    Standing.consent_pending, Standing.asked, Standing.clean,
)  # fmt: skip


def register(by: Actor, on: date, wanted: Standing | None = None) -> list[Line]:
    """Everybody's checks and everybody who lacks one: what needs doing first. Two queries."""
    lines = [
        Line(person, clearance.kind, rules.standing(clearance.facts(), on), clearance)
        for clearance, person in db.session.execute(visible_clearances(by))
    ]
    known = {(line.person.id, line.kind) for line in lines}
    needs = {(person.id, need.kind): person for need, person in db.session.execute(visible_needs(by))}
    lines += [
        Line(person, kind, Standing.missing, None) for (pid, kind), person in needs.items() if (pid, kind) not in known
    ]
    shown = [line for line in lines if wanted in (None, line.standing)]
    return sorted(shown, key=lambda line: (_ORDER.index(line.standing), line.due or date.max, line.person.name_folded))


def checks_of(person: Person, on: date) -> list[Line]:
    """All kinds of checks on one person, known or not."""
    known = clearances_of(person.id)
    facts = {kind: clearance.facts() for kind, clearance in known.items()}
    return [Line(person, kind, rules.standing(facts.get(kind), on), known.get(kind)) for kind in ClearanceKind]


def needs_of(person_id: int) -> frozenset[ClearanceKind]:
    """The kinds of checks somebody needs for something."""
    return frozenset(db.session.scalars(select(ClearanceNeed.kind).where(ClearanceNeed.person_id == person_id)))


# --- what jobs ask --------------------------------------------------------------------------------


def ending_within(days: int, on: date) -> list[tuple[Clearance, Person]]:
    """Clean checks that end within so many days, of people who have not stopped and not been asked anew."""
    rows = db.session.execute(
        select(Clearance, Person)
        .join(Person, Person.id == Clearance.person_id)
        .where(
            Clearance.state == ClearanceState.clean,
            Clearance.valid_until >= on,
            Clearance.valid_until <= on + timedelta(days=days),
            Clearance.paused_on.is_(None),
            or_(Clearance.consent_by.is_(None), Clearance.consent_by < on),
        )
        .order_by(Clearance.id)
    )
    return [(found, person) for found, person in rows]


def not_consented(on: date) -> list[tuple[Clearance, Person]]:
    """Checks whose days to consent have passed, renewals too."""
    rows = db.session.execute(
        select(Clearance, Person)
        .join(Person, Person.id == Clearance.person_id)
        .where(is_overdue(on))
        .order_by(Clearance.id)
    )
    return [(found, person) for found, person in rows]


def outlived(on: date) -> list[tuple[Clearance, Person]]:
    """Child certificates whose people have been away for half a year or more."""
    rows = db.session.execute(
        select(Clearance, Person)
        .join(Person, Person.id == Clearance.person_id)
        .where(Clearance.paused_on.is_not(None), Clearance.state == ClearanceState.clean)
        .order_by(Clearance.id)
    )
    return [(clearance, person) for clearance, person in rows if rules.is_outlived(clearance.facts(), on)]


def contacts_run_out(on: date) -> list[tuple[ChildContact, Person]]:
    """Contacts that stand on paper though their certificate has ended: nobody counts them any more."""
    rows = db.session.execute(
        select(ChildContact, Person)
        .join(Person, Person.id == ChildContact.person_id)
        .where(
            ChildContact.ended_on.is_(None),
            ChildContact.valid_until < on,
            or_(ChildContact.ends_on.is_(None), ChildContact.ends_on >= on),
        )
        .order_by(ChildContact.id)
    )
    return [(found, person) for found, person in rows]
