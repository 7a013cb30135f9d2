"""Thinking about messages: states, when to try again, how long an SMS is, how a text falls into pieces.

A message's states, and who moves it (every move is an UPDATE that names the state it comes from, and, for a
worker's move, the token under which the worker holds the row; whoever meets no row has been fenced):

    waiting   -> leased     a worker has claimed it, nothing has left the house
    leased    -> sending    looked at once more and written down just before it leaves
    leased    -> waiting    outside the window, no room left that day, worker stopped or died: no try is counted
    leased    -> expired, cancelled, failed      the last look said so
    sending   -> sent       the provider said yes
    sending   -> waiting    it said not now; or, for mail, its worker died: the next copy has the same Message-ID
    sending   -> failed     it said never, or the tries are used up
    sending   -> unknown    an SMS whose answer was lost, at a provider that cannot recognise a second copy
    sent      -> delivered, failed               a receipt
    sent      -> unknown    a receipt whose word this house does not know
    unknown   -> sent, delivered, failed         a receipt, or the answer after all
    waiting   -> cancelled  no longer wanted
    failed, expired, unknown, cancelled -> waiting    a member of staff says so, and nobody else

Promise: at least once; at most one more copy of each message in flight at a crash, none at an SMS provider
that knows a second copy by its key; never silently lost (reliability.md 4.1).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mentors.core.calendar import Window
from mentors.people.rules import Channel


class MessageState(StrEnum):
    waiting = "waiting"
    leased = "leased"  # held by a worker that has not begun to send it
    sending = "sending"
    sent = "sent"
    delivered = "delivered"
    failed = "failed"  # given up: stands on the coordinator's list
    unknown = "unknown"  # may have arrived: nobody sends it again but a coordinator
    expired = "expired"  # its moment passed before it could be sent
    cancelled = "cancelled"  # no longer wanted


class MessageEventKind(StrEnum):
    """What is written down about a message beside a plain yes at the first try."""

    refused = "refused"  # a try that failed
    worker_lost = "worker_lost"  # the worker died or froze while it was sending
    gave_up = "gave_up"
    unclear = "unclear"  # the answer was lost
    other_channel = "other_channel"
    receipt = "receipt"
    sent_again = "sent_again"
    address_corrected = "address_corrected"
    called = "called"
    closed = "closed"


OPEN = frozenset({MessageState.waiting, MessageState.leased, MessageState.sending})
# The reader has not been told, as far as anybody knows.
UNSAID = frozenset({MessageState.failed, MessageState.expired, MessageState.unknown})
# The delivery list's order: what somebody must look at first, what is in order last.
ORDER = (
    MessageState.unknown, MessageState.failed, MessageState.expired, MessageState.sending, MessageState.leased,
    MessageState.waiting, MessageState.sent, MessageState.delivered, MessageState.cancelled,
)  # fmt: skip

# From here a receipt may move a message on; from anywhere else it is late, double or out of order.
RECEIVABLE = frozenset({MessageState.sent, MessageState.unknown})
# Nothing has left the house: it may still be taken back.
UNBEGUN = frozenset({MessageState.waiting, MessageState.leased})

# Minutes to wait before the next try, by channel (reliability.md 4.1); after the last one, give up.
RETRY_MINUTES = {Channel.email: (5, 15, 30, 60, 120, 240), Channel.sms: (1, 5, 15, 30, 60)}
JITTER = 0.2  # a share up or down, so that what failed together does not come back together
LONGEST_WAIT = timedelta(hours=6)  # however long a provider asks us to stay away
LIFE = {Channel.email: timedelta(hours=48), Channel.sms: timedelta(hours=48)}

# The names under which a message is told when its matter happens.
MOMENTS = ("starts_at", "at", "when")
NOTICE = timedelta(hours=24)  # what a message about a moment must leave its reader
DAYS_AHEAD = 60  # how far a message may be put off, day by day

HELD = timedelta(seconds=120)  # a claimed message that nobody has begun to send
BEAT = timedelta(seconds=30)  # how often a worker says that it still holds what it has claimed
# Longer than the longest legal send: four minutes of commands, and after the final dot a mail server may
# think for ten (RFC 5321 4.5.3.2.6), and an early second try would deliver a second copy.
LEASE = timedelta(minutes=15)

AT_ONCE = {Channel.email: 8, Channel.sms: 4}  # connections per worker: at most so many in flight at a crash
AHEAD = 8  # claimed per connection, so that no connection waits for the database
HARD_BOUNCES = 2  # an address that has refused so often is left alone until somebody looks
NO_RECEIPT = timedelta(hours=72)  # how long a provider may take to say what became of a message


class Verdict(StrEnum):
    """What the last look before sending says."""

    send = "send"
    wait = "wait"  # closed hours
    full = "full"  # its reader has had as many today as the town allows
    expired = "expired"
    unwanted = "unwanted"
    no_address = "no_address"
    suspended = "suspended"


@dataclass(frozen=True, slots=True)
class LastLook:
    """A message as it stands just before it leaves."""

    now: datetime
    expires_at: datetime
    window: Window
    is_urgent: bool
    consent_withdrawn: bool
    address: str | None
    is_suspended: bool
    is_full: bool = False


def last_look(at: LastLook) -> Verdict:
    """Whether a message may leave now. What somebody asked for just now (urgent) is hers at any hour, and
    also when she has taken her consent back; to staff everything is urgent or inside the hours."""
    if at.now >= at.expires_at:
        return Verdict.expired
    if at.consent_withdrawn and not at.is_urgent:
        return Verdict.unwanted
    if not at.is_urgent and not at.window.is_open(at.now):
        return Verdict.wait
    if not at.is_urgent and at.is_full:
        return Verdict.full
    if at.address is None:
        return Verdict.no_address
    return Verdict.suspended if at.is_suspended else Verdict.send


def retry_after(channel: Channel, tries: int, asked: timedelta | None = None, seed: str = "") -> timedelta | None:
    """How long to wait after so many failed tries; None means give up.

    A provider's own wish (`Retry-After`) lengthens the wait, within reason, and never shortens it. The jitter
    comes from the seed, so the same message always waits the same.
    """
    waits = RETRY_MINUTES[channel]
    if tries > len(waits):
        return None
    wait = timedelta(minutes=waits[tries - 1] * (1 + JITTER * _jitter(f"{seed}:{tries}") if seed else 1))
    return max(wait, min(asked, LONGEST_WAIT)) if asked else wait


def _jitter(seed: str) -> float:
    """A number from -1 to 1 that the seed alone decides."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4]) / 0xFFFFFFFF * 2 - 1


def sending_key(key: str, turn: int) -> str:
    """What names one sending to a provider: the same for every try, another once staff send it again."""
    return f"{key}#{turn}" if turn else key


def may_send_again(state: MessageState) -> bool:
    return state in UNSAID or state is MessageState.cancelled


def may_cancel(state: MessageState) -> bool:
    return state in UNBEGUN


# --- SMS ------------------------------------------------------------------------------------------

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€")
_ISOLATES = {0x2066: None, 0x2067: None, 0x2068: None, 0x2069: None}


def is_gsm(text: str) -> bool:
    """Whether a text needs no more than the GSM 03.38 alphabet; other texts travel as UCS-2."""
    return all(c in _GSM or c in _GSM_TWICE for c in text)


def sms_text(text: str) -> str:
    """The text as it goes out: marks around names are dropped where they alone would make it UCS-2,
    which more than halves what fits in one SMS."""
    plain = text.translate(_ISOLATES)
    return plain if is_gsm(plain) else text


def sms_segments(text: str) -> int:
    """How many SMS a text costs: 160 or 70 characters for one, 153 or 67 each for more."""
    if is_gsm(text):
        length = sum(2 if c in _GSM_TWICE else 1 for c in text)
        single, joined = 160, 153
    else:
        length = len(text.encode("utf-16-le")) // 2
        single, joined = 70, 67
    return 1 if length <= single else -(-length // joined)


# --- a text's pieces ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    kind: str  # text, name or link
    text: str


# A name between isolates, or an address of ours; both were put there by the house, not by a visitor.
_PIECES = re.compile('\u2068(?P<name>[^\u2068\u2069]*)\u2069|(?P<link>https?://[^\\s<>"\u2066-\u2069]+)')


def pieces(line: str) -> tuple[Piece, ...]:
    """A line as text, names and links, for showing it as HTML."""
    found: list[Piece] = []
    at = 0
    for match in _PIECES.finditer(line):
        if match.start() > at:
            found.append(Piece("text", line[at : match.start()]))
        kind = str(match.lastgroup)
        found.append(Piece(kind, match.group(kind)))
        at = match.end()
    if at < len(line):
        found.append(Piece("text", line[at:]))
    return tuple(found)


def paragraphs(text: str) -> tuple[tuple[Piece, ...], ...]:
    """A text's lines that say something, each in its pieces. A link alone on its line becomes a button."""
    return tuple(pieces(line.strip()) for line in text.split("\n") if line.strip())
