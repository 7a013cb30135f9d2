"""The demo town's municipality, staff and programmes."""

from __future__ import annotations

from mentors.accounts import commands as accounts
from mentors.accounts.models import Account
from mentors.core.actor import Actor, Role, system
from mentors.core.language import READABLE
from mentors.kit.db import db
from mentors.municipalities.models import Municipality
from mentors.programmes import commands as programmes
from mentors.programmes.models import Programme
from mentors.programmes.rules import ProgrammeKind

SLUG = "demoby"

# Named as the strategies name them: Odense, Holbæk, Halsnæs, Thisted (systems.md rows 1-4, 7, 8).
PROGRAMMES = (
    (ProgrammeKind.host, "Kulturvært (Host Programme)"),
    (ProgrammeKind.career_mentor, "Karrierementor (Host Programme)"),
    (ProgrammeKind.business_mentor, "Erhvervsmentor"),
    (ProgrammeKind.contact_person, "2 Timer om Ugen"),
    (ProgrammeKind.contact_person_child, "2 Timer om Ugen for børn 5-8 år"),
    (ProgrammeKind.contact_person, "Rollemodeller"),
    (ProgrammeKind.business_mentor, "Sammen om integration"),
)
COMPANIES = (
    ("13585628", "Demoby Maskinfabrik A/S"),
    ("24256790", "Fjordens Plejecenter"),
    ("61056416", "Havnens Køkken"),
)


def open_town() -> Municipality:
    town = Municipality(
        slug=SLUG,
        name="Demoby Kommune",
        colour="#1d5b4f",
        phone="+4563112233",
        email="velkommen@demoby.example",
        sms_sender="Demoby",
        languages=tuple(READABLE),
    )
    db.session.add(town)
    db.session.flush()
    return town


def open_staff(town: Municipality) -> dict[str, Account]:
    by = system(town.id)

    def staff(name: str, *roles: Role) -> Account:
        return accounts.open_staff_account(
            by,
            municipality_id=town.id,
            name=name,
            email=f"{name.split()[0].lower()}@demoby.example",
            roles=frozenset(roles),
        )

    return {
        "coordinator": staff("Karen Kofoed", Role.coordinator),
        "second": staff("Bashir Berg", Role.coordinator),
        "administrator": staff("Agnete Adler", Role.administrator, Role.coordinator),
        "hotline": staff("Hans Hammer", Role.hotline),
        "caseworker": staff("Sofie Sand", Role.caseworker),
    }


def open_programmes(by: Actor) -> list[Programme]:
    return [programmes.open_programme(by, kind, name) for kind, name in PROGRAMMES]
