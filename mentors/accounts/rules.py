"""Thinking about signing in: how long, how strong."""

from __future__ import annotations

from datetime import timedelta

# Staff: half an hour idle, 12 hours in all; participants: a day idle, 30 days in all (reliability.md 1.4).
STAFF_IDLE, STAFF_LIFE = timedelta(minutes=30), timedelta(hours=12)
OTHERS_IDLE, OTHERS_LIFE = timedelta(days=1), timedelta(days=30)
SIGN_IN_LINK_LASTS = timedelta(minutes=10)
INVITATION_LASTS = timedelta(days=2)
PASSWORD_LEAST, PASSWORD_MOST = 12, 128

# The most used passwords of twelve characters or more; shorter ones fall to the length rule.
_COMMON = frozenset(
    (
        "password1234", "passwordpassword", "qwertyuiop12", "123456789012", "1234567890123", "administrator",
        "adgangskode1", "adgangskode12", "adgangskode123", "velkommen1234", "velkommen2026", "kommune12345",
        "sommer202612", "qwerty123456", "1q2w3e4r5t6y", "iloveyou1234", "letmeinletmein", "welcome12345",
        "changeme1234", "testtesttest",
    )
)  # fmt: skip


def password_problem(password: str, *, about: tuple[str, ...] = ()) -> str | None:
    """Why a password will not do: `short`, `long`, `common`, `personal`; None where it will.

    No rules of composition: length and not being guessable are what counts (NIST SP 800-63B).
    """
    folded = password.casefold()
    if len(password) < PASSWORD_LEAST:
        return "short"
    if len(password) > PASSWORD_MOST:
        return "long"
    if folded in _COMMON or len(set(folded)) < 5:
        return "common"
    if any(len(word) > 3 and word.casefold() in folded for word in about):
        return "personal"
    return None


def limits(is_staff: bool) -> tuple[timedelta, timedelta]:
    """Idle and whole length of a sitting."""
    return (STAFF_IDLE, STAFF_LIFE) if is_staff else (OTHERS_IDLE, OTHERS_LIFE)
