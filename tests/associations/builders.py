"""What the tests of associations start from."""

from __future__ import annotations

from typing import Any

from mentors.associations import commands
from mentors.associations.models import Association
from mentors.associations.rules import OrganisationKind
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.models import PersonalLink
from mentors.people.models import Person
from tests.given import Given
from tests.page import Visitor

CVRS = ("10150817", "25313763", "22756214", "24256790")


def association(given: Given, name: str = "Demoby Svømmeklub", *, town: Any = None, **values: Any) -> Association:
    details = commands.AssociationDetails(**{"kind": OrganisationKind.association, "name": name, **values})
    found = commands.register_association(given.by(town), details)
    db.session.commit()
    return found


def contact_of(given: Given, where: Association, **values: Any) -> Person:
    person = given.person(**{"first_name": "Bent", **values})
    commands.invite_contact(given.by(), where, person)
    db.session.commit()
    return person


def activity(given: Given, where: Association, title: str = "Svømning", **values: Any) -> Any:
    details = commands.ActivityDetails(**{"title": title, "age_from": 0, "age_to": 110, "postcode": "5000", **values})
    found = commands.add_activity(given.by(), where, details)
    db.session.commit()
    return found


def link_to(thing: str) -> str:
    """The address of the newest personal link about a thing."""
    rows = db.session.query(PersonalLink).filter_by(thing=thing).order_by(PersonalLink.id.desc())
    return f"/w/{token_for(rows[0].ref)}"


def in_browser(given: Given, person: Person) -> Visitor:
    return given.as_person(person)
