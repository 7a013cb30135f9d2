"""Thinking about messages: states, when to try again, how long an SMS is, how a text falls into pieces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from mentors.people.rules import Channel


class MessageState(StrEnum):
    waiting = "waiting"
    sending = "sending"
    sent = "sent"
    delivered = "delivered"
    failed = "failed"  # given up: stands on the coordinator's list
    expired = "expired"  # its moment passed before it could be sent
    cancelled = "cancelled"  # no longer wanted


OPEN = frozenset({MessageState.waiting, MessageState.sending})
UNSAID = frozenset({MessageState.failed, MessageState.expired})  # the reader has not been told
# The delivery list's order: what somebody must look at first, what is in order last.
ORDER = (
    MessageState.failed, MessageState.expired, MessageState.sending, MessageState.waiting,
    MessageState.sent, MessageState.delivered, MessageState.cancelled,
)  # fmt: skip

# Minutes to wait before the next try, by channel (reliability.md 4.1); after the last one, give up.
RETRY_MINUTES = {Channel.email: (5, 15, 30, 60, 120, 240), Channel.sms: (1, 5, 15, 30, 60)}
LONGEST_WAIT = timedelta(hours=6)  # however long a provider asks us to stay away
LIFE = {Channel.email: timedelta(hours=48), Channel.sms: timedelta(hours=48)}
# Longer than the longest legal send: after the final dot a mail server may think for ten minutes
# (RFC 5321 4.5.3.2.6), and an early second try would deliver a second copy.
LEASE = timedelta(minutes=15)
# So many connections refused in a row, and the channel rests until the next round.
STRIKES = 3

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€")
_ISOLATES = {0x2066: None, 0x2067: None, 0x2068: None, 0x2069: None}


def retry_after(channel: Channel, tries: int, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait after so many failed tries; None means give up.

    A provider's own wish (`Retry-After`) lengthens the wait, within reason, and never shortens it.
    """
    waits = RETRY_MINUTES[channel]
    if tries > len(waits):
        return None
    wait = timedelta(minutes=waits[tries - 1])
    return max(wait, min(asked, LONGEST_WAIT)) if asked else wait


def may_send_again(state: MessageState) -> bool:
    return state in UNSAID or state is MessageState.cancelled


def may_cancel(state: MessageState) -> bool:
    return state is MessageState.waiting


# --- SMS ------------------------------------------------------------------------------------------


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
