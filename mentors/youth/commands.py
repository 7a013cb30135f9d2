from __future__ import annotations

from flask_babel import gettext as _

from mentors.accounts.queries import staff_of
from mentors.clearances.models_guardians import Guardian, GuardianConsent
from mentors.clearances.queries_guardians import guardians_of, has_guardian_consent
from mentors.clearances.rules import GuardianPurpose
from mentors.core import clock
from mentors.core.actor import Actor, Role, system
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.links.commands import make_link
from mentors.messages.commands import cancel_about
from mentors.pairing.commands_children import stand_still_for
from mentors.people.models import Person
from mentors.tasks.commands import close_tasks_about, raise_task
from mentors.tasks.rules import TaskKind
from mentors.youth import notices, queries, rules, words
from mentors.youth.models import SpareJobAnswer, YouthProfile
from mentors.youth.rules import SpareJob

_TURNING = {15: TaskKind.turns_15, 18: TaskKind.turns_18}


def register_young(by: Actor, person: Person, *, birth_year: int, birth_month: int, at_school: bool) -> YouthProfile:
    """Write down that somebody is 13 to 17. There is always somebody responsible: else whoever registers.

    Raises Refused for another age.
    """
    _same_town(by, person)
    age = rules.age_on(birth_year, birth_month, clock.today())
    if not rules.YOUNGEST <= age <= rules.OLDEST:
        raise Refused(
            _("Det er for unge fra %(low)d til %(high)d år.", low=rules.YOUNGEST, high=rules.OLDEST), field="birth_year"
        )
    profile = queries.profile_of(person.id)
    if profile is None:
        profile = YouthProfile(person_id=person.id, known_since=clock.today())
        db.session.add(profile)
    profile.birth_year, profile.birth_month, profile.at_school = birth_year, birth_month, at_school
    person.birth_year = birth_year
    if person.responsible_id is None:
        person.responsible_id = by.account_id or _anybody(person)
    db.session.flush()
    note(by, "youth.registered", thing=f"person:{person.ref}", person_id=person.id)
    return profile


def _anybody(person: Person) -> int | None:
    """A coordinator of the town, else any of its staff."""
    staff = staff_of(person.municipality_id)
    coordinators = [account for account in staff if Role.coordinator in account.roles]
    return next((account.id for account in (coordinators or staff)), None)


# --- guardians ------------------------------------------------------------------------------------


def ask_guardian(
    by: Actor,
    person: Person,
    *,
    name: str,
    mobile: str,
    language: str,
    purpose: GuardianPurpose = GuardianPurpose.youth,
) -> Guardian:
    """Ask a guardian for consent to one thing, on a link in the guardian's own language. Who has not said
    yes can be asked again the next day; a double press asks once."""
    _same_town(by, person)
    known = _known_guardian(person, mobile, purpose)
    if known is not None and (known.standing is not None or clock.now() - known.asked_at < rules.ASK_GUARDIAN_AGAIN):
        return known
    guardian = known or _keep_guardian(person, name, mobile, language, purpose)
    guardian.name, guardian.language, guardian.asked_at = name, language, clock.now()
    link = make_link(
        "guardian", municipality_id=person.municipality_id, language=language, thing=f"guardian:{guardian.ref}",
        lasts=rules.CONSENT_LINK_LASTS,
    )  # fmt: skip
    notices.ask_guardian(guardian, link)
    note(by, "youth.guardian_asked", thing=f"guardian:{guardian.ref}", person_id=person.id)
    return guardian


def note_guardian_consent(
    by: Actor, person: Person, *, name: str, mobile: str, language: str, purpose: GuardianPurpose
) -> GuardianConsent:
    """Write down the yes of a guardian who has heard the wording in her own language and said it to us."""
    _same_town(by, person)
    guardian = _known_guardian(person, mobile, purpose) or _keep_guardian(person, name, mobile, language, purpose)
    return give_guardian_consent(by, guardian, language=language)


def _known_guardian(person: Person, mobile: str, purpose: GuardianPurpose) -> Guardian | None:
    asked = (one for one in guardians_of(person.id) if (one.mobile, one.purpose) == (mobile, purpose))
    return next(asked, None)


def _keep_guardian(person: Person, name: str, mobile: str, language: str, purpose: GuardianPurpose) -> Guardian:
    guardian = Guardian(
        person=person, name=name, mobile=mobile, language=language, purpose=purpose, asked_at=clock.now()
    )
    db.session.add(guardian)
    db.session.flush()
    return guardian


def give_guardian_consent(by: Actor, guardian: Guardian, *, language: str) -> GuardianConsent:
    """The guardian's yes, once."""
    if guardian.standing is not None:
        return guardian.standing
    consent = GuardianConsent(
        guardian_id=guardian.id, wording=words.GUARDIAN_VERSION, language=language, given_at=clock.now(),
        given_through=by.label,
    )  # fmt: skip
    guardian.consents.append(consent)
    close_tasks_about(by, f"guardian:{guardian.ref}")
    db.session.flush()
    note(by, "youth.guardian_consented", thing=f"guardian:{guardian.ref}", person_id=guardian.person_id)
    return consent


def withdraw_guardian_consent(by: Actor, guardian: Guardian) -> None:
    """The guardian says no, or no longer. Without another's yes the young person leaves her activities today, and
    a child's contact person may not meet the child."""
    consent = guardian.standing
    if consent is not None:
        consent.withdrawn_at = clock.now()
    cancel_about(f"guardian:{guardian.ref}")
    db.session.flush()
    note(by, "youth.guardian_withdrew", thing=f"guardian:{guardian.ref}", person_id=guardian.person_id)
    if has_guardian_consent(guardian.person_id, guardian.purpose):
        return
    if guardian.purpose is GuardianPurpose.contact_person:
        stand_still_for(by, guardian.person)
        return
    profile = queries.profile_of(guardian.person_id)
    is_minor = profile is not None and rules.needs_guardian(queries.age_of(profile, clock.today()))
    if not is_minor:
        return
    for member in queries.memberships_of(guardian.person_id):
        member.left_on = clock.today()
    raise_task(
        by, TaskKind.no_guardian, guardian.person,
        key=f"guardian-{guardian.ref}-{clock.now().isoformat(timespec='seconds')}", thing=f"guardian:{guardian.ref}",
    )  # fmt: skip


# --- spare-time jobs ------------------------------------------------------------------------------


def note_spare_job(by: Actor, person: Person, answer: SpareJob) -> SpareJobAnswer:
    """What she says today; what she said before stays."""
    _same_town(by, person)
    row = SpareJobAnswer(person_id=person.id, answer=answer, answered_at=clock.now(), answered_through=by.label)
    db.session.add(row)
    db.session.flush()
    note(by, f"youth.spare_job_{answer}", thing=f"person:{person.ref}", person_id=person.id)
    return row


def ask_about_job(by: Actor, person: Person) -> None:
    """Send her the question on a link. Raises Refused for somebody who cannot be reached."""
    _same_town(by, person)
    if not person.mobile and not person.email:
        raise Refused(_("Personen har hverken mobil eller e-mail. Spørg selv, og skriv svaret her."))
    link = make_link(
        "spare_job", municipality_id=person.municipality_id, person_id=person.id, language=person.language,
        lasts=rules.QUESTION_LASTS,
    )  # fmt: skip
    notices.ask_about_job(person, link)
    note(by, "youth.asked_about_job", thing=f"person:{person.ref}", person_id=person.id)


# --- birthdays (systems.md row 22) ----------------------------------------------------------------


def birthdays() -> int:
    """A job: in the month somebody turns 15 or 18 it becomes a task, and nobody is without a responsible."""
    today, raised = clock.today(), 0
    young = queries.everybody_young()
    towns = {profile.person.municipality_id for profile in young}
    staff = {town: {account.id for account in staff_of(town)} for town in towns}
    for profile in young:
        person, by = profile.person, system(profile.person.municipality_id)
        if person.responsible_id not in staff[person.municipality_id]:  # nobody yet, or she does not work here now
            person.responsible_id = _anybody(person)
            db.session.flush()
        for age in rules.TURNING:
            if rules.is_turning_due(
                profile.birth_year, profile.birth_month, age, known_since=profile.known_since, on=today
            ):
                raise_task(
                    by, _TURNING[age], person, key=f"youth-{person.ref}-turns-{age}", thing=f"person:{person.ref}"
                )
                raised += 1
    return raised


def _same_town(by: Actor, person: Person) -> None:
    if by.municipality_id != person.municipality_id:
        raise NotThere
