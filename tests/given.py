"""What a test starts from: `given.volunteer(speaks=("da", "ar"))`. Defaults are valid and boring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from mentors.accounts import commands as accounts
from mentors.accounts.models import Account
from mentors.core import clock
from mentors.core.actor import Actor, Role, system
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.municipalities.models import Municipality
from mentors.people import commands as people
from mentors.people.models import Person
from mentors.people.rules import ConsentKind
from mentors.programmes.models import Participation, Programme, StepDone
from mentors.programmes.rules import DEFAULTS, ParticipationState, ProgrammeKind, Side, StepKind
from mentors.timetables.commands import set_free_times
from tests.page import Visitor

FREE = ("tue-evening", "sat-morning")


class Given:
    def __init__(self, app: Flask, visitor: Callable[[], Visitor]) -> None:
        self.app, self.new_visitor = app, visitor
        self.count = 0

    def _next(self) -> int:
        self.count += 1
        return self.count

    def keep(self, thing: Any) -> Any:
        db.session.add(thing)
        db.session.commit()
        return thing

    def town(self, slug: str = "demoby", **values: Any) -> Municipality:
        found = db.session.query(Municipality).filter_by(slug=slug).one_or_none()
        return found or self.keep(
            Municipality(
                **{
                    "slug": slug,
                    "name": "Demoby Kommune",
                    "phone": "+4563112233",
                    "email": f"velkommen@{slug}.example",
                    "sms_sender": "Demoby",
                    "languages": ("da", "en", "ar", "uk"),
                    **values,
                }
            )
        )

    def by(self, town: Municipality | None = None) -> Actor:
        """The house itself acting for a town."""
        return system((town or self.town()).id)

    def staff(self, *roles: Role, town: Municipality | None = None, name: str = "Karen Koordinator") -> Account:
        town = town or self.town()
        account = accounts.open_staff_account(
            self.by(town),
            municipality_id=town.id,
            name=name,
            email=f"staff{self._next()}@{town.slug}.example",
            roles=frozenset(roles or {Role.coordinator}),
        )
        db.session.commit()
        return account

    def signed_in(self, account: Account) -> Visitor:
        """A browser in which the account is signed in, by its link."""
        link = accounts.sign_in_link(account)
        db.session.commit()
        visitor = self.new_visitor()
        visitor.get(f"/w/{token_for(link.ref)}").form().submit()
        return visitor

    def coordinator(self, town: Municipality | None = None) -> Visitor:
        return self.signed_in(self.staff(town=town))

    def as_person(self, person: Person) -> Visitor:
        """A browser in which a participant is signed in."""
        account = accounts.account_for(person)
        db.session.commit()
        return self.signed_in(account)

    def programme(
        self, kind: ProgrammeKind = ProgrammeKind.host, town: Municipality | None = None, **values: Any
    ) -> Programme:
        town = town or self.town()
        found = db.session.query(Programme).filter_by(municipality_id=town.id, kind=kind).first()
        if found is not None and not values:
            return found
        start = DEFAULTS[kind]
        columns = {name: getattr(start, name) for name in start.__slots__}
        return self.keep(Programme(municipality_id=town.id, kind=kind, **{**columns, "name": f"Test {kind}", **values}))

    def person(
        self, *, town: Municipality | None = None, consents: bool = True, free: Any = FREE, **values: Any
    ) -> Person:
        number = self._next()
        by = self.by(town)
        details = people.Details(
            **{
                "first_name": f"Person{number}",
                "last_name": f"Efternavn{number}",
                "mobile": f"+452030{4000 + number}",
                "email": f"person{number}@example.org",
                "speaks": ("da", "en"),
                "birth_year": 1985,
                "postcode": "5000",
                "interests": ("cooking", "walking"),
                **values,
            }
        )
        person = people.welcome_person(by, details)
        if consents:
            for kind in ConsentKind:
                people.give_consent(by, person, kind, wording="2026-11", language=person.language)
        set_free_times(by, person.id, free)
        db.session.commit()
        return person

    def participation(
        self,
        side: Side,
        *,
        person: Person | None = None,
        programme: Programme | None = None,
        town: Municipality | None = None,
        state: ParticipationState = ParticipationState.approved,
        capacity: int = 1,
        steps: bool = True,
        **person_values: Any,
    ) -> Participation:
        person = person or self.person(town=town, **person_values)
        programme = programme or self.programme(town=town)
        approved = state is ParticipationState.approved
        participation = Participation(
            programme_id=programme.id,
            person_id=person.id,
            side=side,
            state=state,
            applied_at=clock.now(),
            approved_at=clock.now() if approved else None,
            capacity=capacity,
        )
        if steps and side is Side.volunteer:
            from mentors.clearances import commands as clearances
            from mentors.clearances.rules import ClearanceKind

            by = self.by(town)
            clearances.sign_declaration(by, person.id, wording="2026-11")
            if programme.meets_children:
                clearances.ask_for(by, person.id, ClearanceKind.child_certificate)
                clearances.assess(by, person.id, ClearanceKind.child_certificate, clean=True, on=clock.today())
            for step in (StepKind.interview, StepKind.course):
                if step in programme.steps:
                    participation.steps_done.append(StepDone(step=step, done_on=clock.today(), done_by="system"))
        if steps and side is Side.newcomer and programme.meets_children:
            self.guardian_says_yes(person)
        return self.keep(participation)

    def guardian_says_yes(self, child: Person) -> None:
        """A parent has said yes to a contact person, on paper."""
        from mentors.clearances.rules import GuardianPurpose
        from mentors.youth.commands import note_guardian_consent

        note_guardian_consent(
            system(child.municipality_id), child, name="Mor", mobile="+4520406080", language="uk",
            purpose=GuardianPurpose.contact_person,
        )  # fmt: skip

    def volunteer(self, **values: Any) -> Participation:
        return self.participation(Side.volunteer, **values)

    def newcomer(self, **values: Any) -> Participation:
        values.setdefault("speaks", ("ar", "en"))
        values.setdefault("language", "ar")
        return self.participation(Side.newcomer, **values)
