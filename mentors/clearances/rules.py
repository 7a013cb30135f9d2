"""Thinking about checks: which state a clearance is in on a day, and whether it is valid.

Sources: the child certificate (børneattest) is needed by anyone of 15 or more in direct, regular
contact with children under 15; after the request the person has 14 days to consent (facts.md 5.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class ClearanceKind(StrEnum):
    child_certificate = "child_certificate"
    confidentiality = "confidentiality"


class ClearanceState(StrEnum):
    asked = "asked"
    consent_pending = "consent_pending"
    clean = "clean"
    refused = "refused"


CONSENT_DAYS = 14
# Product default, no statutory interval found (facts.md 5.2); a declaration of confidentiality
# has no end: it goes on after the volunteer stops.
VALID_MONTHS = {ClearanceKind.child_certificate: 24, ClearanceKind.confidentiality: None}


@dataclass(frozen=True, slots=True)
class ClearanceFacts:
    kind: ClearanceKind
    state: ClearanceState
    consent_by: date | None = None
    valid_until: date | None = None


def is_valid(clearance: ClearanceFacts | None, on: date) -> bool:
    """Whether this clearance opens the door on that day: clean, and not past its end."""
    return (
        clearance is not None
        and clearance.state is ClearanceState.clean
        and (clearance.valid_until is None or on <= clearance.valid_until)
    )


def consent_deadline(requested_on: date) -> date:
    return requested_on + timedelta(days=CONSENT_DAYS)
