"""Thinking about messages: states, when to try again, how long an SMS is."""

from __future__ import annotations

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

# Minutes to wait before the next try, by channel (reliability.md 4.1); after the last one, give up.
RETRY_MINUTES = {Channel.email: (5, 15, 30, 60, 120, 240), Channel.sms: (1, 5, 15, 30, 60)}
LIFE = {Channel.email: timedelta(hours=48), Channel.sms: timedelta(hours=48)}
# Longer than the longest legal send: after the final dot a mail server may think for ten minutes
# (RFC 5321 4.5.3.2.6), and an early second try would deliver a second copy.
LEASE = timedelta(minutes=15)

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€")


def retry_after(channel: Channel, tries: int) -> timedelta | None:
    """How long to wait after so many failed tries; None means give up."""
    waits = RETRY_MINUTES[channel]
    return timedelta(minutes=waits[tries - 1]) if tries <= len(waits) else None


def sms_segments(text: str) -> int:
    """How many SMS a text costs: 160 or 70 characters for one, 153 or 67 each for more."""
    if all(c in _GSM or c in _GSM_TWICE for c in text):
        length = sum(2 if c in _GSM_TWICE else 1 for c in text)
        single, joined = 160, 153
    else:
        length = len(text.encode("utf-16-le")) // 2
        single, joined = 70, 67
    return 1 if length <= single else -(-length // joined)
