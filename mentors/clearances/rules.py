"""Thinking about checks: which are asked for what, how a check stands on a day, and who may meet children.

Sources: the child certificate (børneattest) is needed by anyone of 15 or more in direct, regular contact
with children under 15; after the request the person has 14 days to consent; no interval for renewing it
is written in law, practice is one or two years and after a pause of half a year (facts.md 5.2). The private
criminal record (privat straffeattest) is each organisation's own choice; one volunteer centre asks for it
where volunteers come into homes (facts.md 5.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mentors.core.calendar import add_months


class ClearanceKind(StrEnum):
    child_certificate = "child_certificate"
    criminal_record = "criminal_record"
    confidentiality = "confidentiality"
    course = "course"


class GuardianPurpose(StrEnum):
    """What a child's or young person's parent is asked about, each on its own (systems.md rows 4 and 20)."""

    youth = "youth"  # activities and help with a spare-time job, 13-17
    contact_person = "contact_person"  # an adult of their own, 5-8


class ClearanceState(StrEnum):
    """What is written down; how it stands on a day is derived (`Standing`)."""

    asked = "asked"
    consent_pending = "consent_pending"
    clean = "clean"
    refused = "refused"


class Standing(StrEnum):
    missing = "missing"
    asked = "asked"
    consent_pending = "consent_pending"
    lapsed = "lapsed"  # the days to consent have passed
    clean = "clean"
    expiring = "expiring"
    expired = "expired"
    paused = "paused"  # away for half a year or more: a new one is wanted
    refused = "refused"


OPEN_STANDINGS = frozenset({Standing.clean, Standing.expiring})
CONSENT_DAYS = 14
PAUSE_MONTHS = 6  # practice, not law (facts.md 5.2: "after a pause of 6 months or more")
LADDER_DAYS = (60, 30, 7, 1)  # pains row 12: never a single warning while people are on holiday
STAFF_DAYS = 7
ORDERED = frozenset({ClearanceKind.child_certificate, ClearanceKind.criminal_record})  # at the police, with consent

# What holds where a municipality has decided nothing: months by kind, None without end. Product default;
# a declaration of confidentiality goes on after the volunteer stops.
VALID_MONTHS: Mapping[ClearanceKind, int | None] = {
    ClearanceKind.child_certificate: 24,
    ClearanceKind.criminal_record: 24,
    ClearanceKind.confidentiality: None,
    ClearanceKind.course: None,
}


@dataclass(frozen=True, slots=True)
class ClearanceFacts:
    kind: ClearanceKind
    state: ClearanceState
    consent_by: date | None = None
    valid_until: date | None = None
    paused_on: date | None = None  # the first day without any contact, after having had one


# --- how a check stands ---------------------------------------------------------------------------


def is_valid(clearance: ClearanceFacts | None, on: date) -> bool:
    """Whether this clearance opens the door on that day: clean, not past its end, not outlived by a pause."""
    return (
        clearance is not None
        and clearance.state is ClearanceState.clean
        and (clearance.valid_until is None or on <= clearance.valid_until)
        and not is_outlived(clearance, on)
    )


def is_outlived(clearance: ClearanceFacts, on: date) -> bool:
    """Whether a pause of half a year or more lies behind: then a child certificate is asked for anew."""
    return (
        clearance.kind is ClearanceKind.child_certificate
        and clearance.paused_on is not None
        and on >= add_months(clearance.paused_on, PAUSE_MONTHS)
    )


def consent_deadline(requested_on: date) -> date:
    return requested_on + timedelta(days=CONSENT_DAYS)


def standing(clearance: ClearanceFacts | None, on: date) -> Standing:
    """How a check stands on a day: one word for lists."""
    if clearance is None:
        return Standing.missing
    if clearance.state is ClearanceState.refused:
        return Standing.refused
    if is_valid(clearance, on):
        ends = clearance.valid_until
        return Standing.expiring if ends and ends - on <= timedelta(days=LADDER_DAYS[0]) else Standing.clean
    if clearance.consent_by is not None:  # asked for, perhaps anew
        return Standing.consent_pending if on <= clearance.consent_by else Standing.lapsed
    if clearance.state is ClearanceState.clean:
        return Standing.paused if is_outlived(clearance, on) else Standing.expired
    return Standing.asked


def listed_state(known: ClearanceFacts | None, until: date | None, on: date) -> ClearanceState | None:
    """The most that a list from elsewhere may state of a child certificate: that there is one to assess.

    Never that it is clean: the authority that lets somebody be with children assesses it itself (facts.md
    5.2). And nothing at all of a check that is known here, or whose end has passed.
    """
    return ClearanceState.asked if known is None and until is not None and until >= on else None


def rung(valid_until: date, on: date) -> int | None:
    """The step of the ladder (60, 30, 7, 1 days before the end) that a day stands on; None outside it."""
    left = (valid_until - on).days
    return min((step for step in LADDER_DAYS if step >= left), default=None) if left >= 0 else None


# --- the one rule ---------------------------------------------------------------------------------


class ChildHurdle(StrEnum):
    """Why somebody may not meet children under 15."""

    missing = "missing"
    pending = "pending"
    lapsed = "lapsed"
    refused = "refused"
    expired = "expired"
    ends_before = "ends_before"  # valid on the first day, not on the last
    paused = "paused"


_HURDLES = {
    Standing.missing: ChildHurdle.missing,
    Standing.asked: ChildHurdle.pending,
    Standing.consent_pending: ChildHurdle.pending,
    Standing.lapsed: ChildHurdle.lapsed,
    Standing.refused: ChildHurdle.refused,
    Standing.expired: ChildHurdle.expired,
    Standing.paused: ChildHurdle.paused,
}


def child_hurdle(certificate: ClearanceFacts | None, on: date, through: date | None = None) -> ChildHurdle | None:
    """What stands between somebody and children under 15 from one day through another; None for nothing."""
    if certificate is not None and certificate.kind is not ClearanceKind.child_certificate:
        return ChildHurdle.missing
    if certificate is None or not is_valid(certificate, on):
        return _HURDLES[standing(certificate, on)]
    last = through or on
    if certificate.valid_until is None or last > certificate.valid_until:
        return ChildHurdle.ends_before
    return None


def may_meet_children(certificate: ClearanceFacts | None, on: date, through: date | None = None) -> bool:
    """THE RULE: regular contact with children under 15 takes a child certificate that is clean and valid on
    every day of it. A certificate without an end opens no door (børneattestloven; facts.md 5.2)."""
    return child_hurdle(certificate, on, through) is None


def contact_stands(
    on: date, *, begins_on: date, ends_on: date | None, ended_on: date | None, valid_until: date | None
) -> bool:
    """Whether an adult counts as being with children on a day. Past the certificate's end it never does."""
    if on < begins_on or (ended_on is not None and on >= ended_on):
        return False
    if ended_on is None and (valid_until is None or on > valid_until):
        return False
    return ends_on is None or on <= ends_on
