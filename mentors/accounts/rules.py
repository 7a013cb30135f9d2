"""Thinking about signing in: how far somebody has come, for how long, and when guessing stops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# Staff: half an hour idle, 12 hours in all; participants: a day idle, 30 days in all (reliability.md 1.4).
STAFF_IDLE, STAFF_LIFE = timedelta(minutes=30), timedelta(hours=12)
OTHERS_IDLE, OTHERS_LIFE = timedelta(days=1), timedelta(days=30)
SIGN_IN_LINK_LASTS = timedelta(minutes=10)
INVITATION_LASTS = timedelta(days=2)
HALFWAY_LASTS = timedelta(minutes=10)  # between the password and the code
SETUP_LASTS = timedelta(minutes=30)  # to find the telephone and set the code up
FRESH = timedelta(minutes=10)  # a factor given so lately counts as given now (ASVS 7.5.1)
KNOWN_DEVICE_LASTS = timedelta(days=180)

# Five wrong PINs close a card for an hour; a 6-digit PIN then takes its finder 11 years on average.
PIN_TRIES, PIN_LOCKED = 5, timedelta(hours=1)
# NIST SP 800-63B 5.2.2: no more than 100 wrong tries in a row at one account, wherever they come from.
TRIES_PER_PLACE, TRIES_PER_ACCOUNT = (10, 900), (100, 3600)
CODE_TRIES = (5, 600)


class SittingStage(StrEnum):
    """How far somebody has come: `half` owes the second factor, `setup` owes setting one up, `whole` is in."""

    half = "half"
    setup = "setup"
    whole = "whole"


class FactorKind(StrEnum):
    totp = "totp"
    passkey = "passkey"


class CardProblem(StrEnum):
    wrong = "wrong"
    locked = "locked"


@dataclass(frozen=True, slots=True)
class SignInPolicy:
    """What a municipality has decided about signing in; in minutes."""

    second_factor: bool
    staff_idle: int = STAFF_IDLE // timedelta(minutes=1)
    staff_life: int = STAFF_LIFE // timedelta(minutes=1)
    others_idle: int = OTHERS_IDLE // timedelta(minutes=1)
    others_life: int = OTHERS_LIFE // timedelta(minutes=1)

    def limits(self, is_staff: bool) -> tuple[timedelta, timedelta]:
        """Idle and whole length of a sitting."""
        idle, life = (self.staff_idle, self.staff_life) if is_staff else (self.others_idle, self.others_life)
        return timedelta(minutes=idle), timedelta(minutes=life)


def stage_of(*, is_staff: bool, factors: int, needed: bool, strong: bool) -> SittingStage:
    """How far one way of signing in leads.

    `factors`: how many second factors the account has; `needed`: the municipality wants one; `strong`: the
    way was more than one factor by itself, as a passkey or the municipality's own provider.
    """
    if strong or not is_staff:
        return SittingStage.whole
    if factors:
        return SittingStage.half
    return SittingStage.setup if needed else SittingStage.whole


def in_force(rows: Iterable[tuple[date, SignInPolicy]], on: date, default: SignInPolicy) -> SignInPolicy:
    """The policy that holds on a day: of those begun, the latest."""
    begun = [row for row in rows if row[0] <= on]
    return max(begun, key=lambda row: row[0])[1] if begun else default


def next_step(candidates: Iterable[int], last: int | None) -> int | None:
    """Of the 30-second steps a code fits, one that has not been used: a code is good once (RFC 6238 5.2)."""
    fresh = [step for step in candidates if last is None or step > last]
    return min(fresh) if fresh else None


_SYSTEMS = (("android", "android"), ("iphone", "iphone"), ("ipad", "ipad"), ("windows", "windows"), ("cros", "chromeos"),
            ("mac os", "mac"), ("linux", "linux"))  # fmt: skip
# Most browsers also say they are Safari or Chrome, so those are asked last.
_BROWSERS = (("edg", "edge"), ("opr/", "opera"), ("samsungbrowser", "samsung"), ("firefox", "firefox"), ("fxios", "firefox"),
             ("crios", "chrome"), ("chrome", "chrome"), ("safari", "safari"))  # fmt: skip


def device_of(user_agent: str) -> str:
    """A browser and a system as two words from our own lists, as `chrome android`; never the raw header."""
    said = user_agent.casefold()
    found = [next((word for part, word in known if part in said), "") for known in (_BROWSERS, _SYSTEMS)]
    return " ".join(word or "other" for word in found)
