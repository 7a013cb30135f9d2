from __future__ import annotations

from mentors.clearances.models_guardians import Guardian
from mentors.clearances.rules import GuardianPurpose
from mentors.kit.links import marker
from mentors.links.models import PersonalLink
from mentors.messages.commands import Reader, post, reader_of
from mentors.people.models import Person
from mentors.people.rules import Channel


def ask_guardian(guardian: Guardian, link: PersonalLink) -> None:
    reader = Reader(guardian.person.municipality_id, guardian.language, Channel.sms, guardian.mobile)
    kind = "youth/guardian" if guardian.purpose is GuardianPurpose.youth else "youth/guardian_of_child"
    post(
        reader, kind, key=f"guardian-{guardian.ref}-{link.ref}", about=f"guardian:{guardian.ref}",
        name=guardian.person.first_name, link=marker(link.ref),
    )  # fmt: skip


def ask_about_job(person: Person, link: PersonalLink) -> None:
    post(
        reader_of(person), "youth/spare_job", key=f"spare-job-{link.ref}", name=person.first_name, link=marker(link.ref)
    )
