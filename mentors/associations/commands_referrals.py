"""Sending somebody on: asked, said yes, introduced, came, stayed; and taken back at once."""

from __future__ import annotations

from flask_babel import gettext as _

from mentors.associations import notices, words, words_desk
from mentors.associations import queries_referrals as queries
from mentors.associations.models import Activity, Association
from mentors.associations.models_referrals import Referral, ReferralConsent, ReferralView
from mentors.core import clock
from mentors.core.actor import Actor, system
from mentors.core.language import find_readable
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.links.commands import make_link
from mentors.links.models import PersonalLink
from mentors.messages.commands import cancel_about
from mentors.people.models import Person
from mentors.tasks.commands import close_tasks_about, raise_task
from mentors.tasks.rules import TaskKind


def refer(
    by: Actor,
    association: Association,
    person: Person,
    *,
    activity: Activity | None = None,
    said_yes: bool = False,
) -> Referral:
    """Send a newcomer on to an association: she is asked on her own link, or has said yes to the coordinator.

    Until she has said yes, the association sees nothing. Raises Refused while one is open, and for somebody
    who can neither be reached nor has said yes.
    """
    if len({by.municipality_id, association.municipality_id, person.municipality_id}) != 1:
        raise NotThere
    if association.closed_at is not None:
        raise Refused(words_desk.NOT_WITH_US, field="association")
    if queries.open_referral(person.id, association.id) is not None:
        raise Refused(words_desk.REFERRED_ALREADY, field="association")
    if not said_yes and not person.mobile and not person.email:
        raise Refused(words_desk.NO_LINK, field="said_yes")
    referral = Referral(
        municipality_id=person.municipality_id,
        association=association,
        activity=activity,
        person=person,
        asked_at=clock.now(),
        asked_by=by.label,
    )
    db.session.add(referral)
    db.session.flush()
    note(by, "associations.referral_asked", thing=f"referral:{referral.ref}", person_id=person.id)
    if said_yes:
        give_referral_consent(by, referral, language=person.language)
    notices.ask_her(referral, _own_link(referral))
    return referral


def _own_link(referral: Referral) -> PersonalLink:
    """Her page: the question first, the receipt ever after."""
    return queries.find_link(referral) or make_link(
        "referral",
        municipality_id=referral.municipality_id,
        person_id=referral.person_id,
        thing=f"referral:{referral.ref}",
        language=referral.person.language,
        lasts=None,
    )


def give_referral_consent(by: Actor, referral: Referral, *, language: str) -> ReferralConsent:
    """Her yes to this association: from now on it sees her first name, languages and number.

    Raises Refused where the referral is over.
    """
    if referral.closed_at is not None:
        raise Refused(_("Den er lukket. Ring til kommunen, hvis du vil være med alligevel."))
    consent = queries.standing_consent(referral.person_id, referral.association_id)
    if consent is None:
        readable = find_readable(language)
        consent = ReferralConsent(
            person_id=referral.person_id,
            association_id=referral.association_id,
            wording=words.REFERRAL_VERSION,
            language=readable.code if readable else "da",
            given_at=clock.now(),
            given_through=by.label,
        )
        db.session.add(consent)
        note(by, "associations.consent_given", thing=f"referral:{referral.ref}", person_id=referral.person_id)
    referral.consent = consent
    if referral.introduced_on is None:
        referral.introduced_on = clock.today()
        db.session.flush()
        notices.introduced(referral)
    db.session.flush()
    return consent


def withdraw_referral_consent(by: Actor, referral: Referral) -> None:
    """She takes it back: from now on the association finds nothing, and those affected are told."""
    consent = queries.standing_consent(referral.person_id, referral.association_id)
    cancel_about(f"referral:{referral.ref}")
    close_tasks_about(by, f"referral:{referral.ref}")
    if consent is not None:
        consent.withdrawn_at, consent.withdrawn_through = clock.now(), by.label
    if referral.closed_at is None:
        referral.closed_at = clock.now()
        db.session.flush()
        if consent is not None:
            notices.withdrawn(referral)
            raise_task(
                by, TaskKind.consent_withdrawn, referral.person,
                key=f"referral-{referral.ref}-withdrawn", thing=f"referral:{referral.ref}",
            )  # fmt: skip
        note(by, "associations.consent_withdrawn", thing=f"referral:{referral.ref}", person_id=referral.person_id)
    db.session.flush()


def look_at(by: Actor, referrals: list[Referral]) -> None:
    """Write down that somebody of the association looks at these people now; each sees it on her receipt."""
    for referral in referrals:
        db.session.add(
            ReferralView(referral_id=referral.id, account_id=by.account_id, name=by.name or "", at=clock.now())
        )
        note(by, "associations.referral_seen", thing=f"referral:{referral.ref}", person_id=referral.person_id)
    db.session.flush()


def note_came(by: Actor, referral: Referral) -> None:
    """She came for the first time, today."""
    if referral.introduced_on is None:
        raise Refused(_("Vi venter stadig på personens ja."))
    if referral.came_on is None:
        referral.came_on = clock.today()
        db.session.flush()
        note(by, "associations.came_first_time", thing=f"referral:{referral.ref}", person_id=referral.person_id)


def note_membership(by: Actor, referral: Referral, *, still: bool) -> None:
    """Whether she is still with them. Asked three months after she came; may be said earlier when she stopped."""
    if referral.came_on is None:
        raise Refused(_("Personen er ikke kommet endnu."))
    referral.still_member, referral.checked_on = still, clock.today()
    close_tasks_about(by, f"referral:{referral.ref}")
    db.session.flush()
    note(by, "associations.membership_noted", thing=f"referral:{referral.ref}", person_id=referral.person_id)


def ask_membership() -> int:
    """A job: three months after the first time, somebody asks whether she is still with them."""
    due = queries.membership_checks_due(clock.today())
    for referral in due:
        raise_task(
            system(referral.municipality_id), TaskKind.membership_check, referral.person,
            key=f"referral-{referral.ref}-member", thing=f"referral:{referral.ref}",
        )  # fmt: skip
    return len(due)
