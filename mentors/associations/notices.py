from __future__ import annotations

from typing import Any

from flask import current_app

from mentors.associations.models import Association, AssociationContact
from mentors.associations.models_agreements import Agreement, Nomination
from mentors.associations.models_referrals import Referral
from mentors.associations.queries import contacts_of
from mentors.kit.links import marker
from mentors.links.models import PersonalLink
from mentors.messages.commands import Reader, post, reader_of
from mentors.people.rules import Channel


def _home() -> str:
    """Where an association's contact signs in; no secret stands in it."""
    return f"{current_app.config['BASE_URL']}/my/association"


def _tell_contacts(association: Association, kind: str, *, key: str, about: str | None = None, **values: Any) -> None:
    for contact in contacts_of(association.id):
        post(
            reader_of(contact.person), kind, key=f"{key}-{contact.ref}", about=about, home=_home(),
            association=association.name, **values,
        )  # fmt: skip


def welcome(association: Association, contact: AssociationContact) -> None:
    post(
        reader_of(contact.person), "associations/welcome", key=f"association-contact-{contact.ref}", home=_home(),
        association=association.name,
    )  # fmt: skip


def ask_her(referral: Referral, link: PersonalLink) -> None:
    """Ask the newcomer for her yes, or send her the receipt of a yes she has given."""
    kind = "associations/referral" if referral.consent_id is None else "associations/receipt"
    post(
        reader_of(referral.person), kind, key=f"referral-{referral.ref}-{'ask' if referral.consent_id is None else 'receipt'}",
        about=f"referral:{referral.ref}", name=referral.person.first_name, association=referral.association.name,
        link=marker(link.ref),
    )  # fmt: skip


def introduced(referral: Referral) -> None:
    """Tell the association that somebody is waiting; who it is stands behind its sign-in."""
    _tell_contacts(
        referral.association, "associations/introduced", key=f"referral-{referral.ref}-introduced",
        about=f"referral:{referral.ref}",
    )  # fmt: skip


def withdrawn(referral: Referral) -> None:
    _tell_contacts(referral.association, "associations/withdrawn", key=f"referral-{referral.ref}-withdrawn")


def nomination(nominee: Nomination, link: PersonalLink) -> None:
    reader = Reader(nominee.association.municipality_id, nominee.language, Channel.sms, nominee.mobile)
    post(
        reader, "associations/nomination", key=f"nomination-{nominee.ref}", about=f"nomination:{nominee.ref}",
        name=nominee.name, association=nominee.association.name, link=marker(link.ref),
    )  # fmt: skip


def agreement(sent: Agreement, contact: AssociationContact, link: PersonalLink) -> None:
    post(
        reader_of(contact.person), "associations/agreement", key=f"agreement-{sent.ref}-{contact.ref}",
        about=f"agreement:{sent.ref}", association=sent.association.name, link=marker(link.ref),
    )  # fmt: skip


def renewal(due: Agreement) -> None:
    _tell_contacts(due.association, "associations/renewal", key=f"agreement-{due.ref}-renewal", until=due.renew_on)


def declaration(association: Association, *, year: int) -> None:
    _tell_contacts(association, "associations/declaration", key=f"declaration-{association.ref}-{year}")
