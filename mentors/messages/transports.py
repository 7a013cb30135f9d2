"""The ways out of the house: one message is handed to one provider, and nothing else happens here.

No transport touches the database: whoever calls holds no transaction while a provider takes its time.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from mentors.core import clock
from mentors.people.rules import Channel


@dataclass(frozen=True, slots=True)
class Ready:
    """A message as it leaves: links are addresses now. `key` names this sending and all its tries."""

    key: str
    ref: str
    channel: Channel
    address: str
    language: str
    subject: str
    text: str
    town: str
    town_email: str
    sms_sender: str


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider has said yes."""

    provider: str
    reference: str | None


class Undelivered(Exception):
    """It did not go. `code` names the reason without content.

    permanent: never will like this. unreachable: nobody answered at the other end, or for nobody.
    maybe: it may have gone out, and a second copy would not be recognised. bounce: this address refuses.
    at_once: the next try need not wait.
    """

    def __init__(
        self,
        code: str,
        *,
        permanent: bool = False,
        after: timedelta | None = None,
        unreachable: bool = False,
        maybe: bool = False,
        bounce: bool = False,
        at_once: bool = False,
    ) -> None:
        super().__init__(code)
        self.code, self.permanent, self.after, self.unreachable = code, permanent, after, unreachable
        self.maybe, self.bounce, self.at_once = maybe, bounce, at_once


class Misconfigured(Exception):
    """The settings do not let this transport work safely; its messages wait."""


class Transport(Protocol):
    name: str
    knows_copies: bool  # a second copy under the same key does no harm

    def send(self, message: Ready) -> str | None:
        """Hand one message over; the provider's reference. Raises Undelivered. Several threads call at once."""

    def freshen(self) -> None:
        """Make the calling thread's way ready for its next message, while its last one is being recorded."""

    def close(self) -> None:
        """Let go of what is kept open between two messages."""


class Mailbox:
    """Keeps the message where it is: the demo town reads it in the browser."""

    name, knows_copies = "mailbox", True

    def send(self, message: Ready) -> str | None:
        return f"mailbox:{message.ref}"

    def freshen(self) -> None:
        return None

    def close(self) -> None:
        return None


class Memory:
    """Remembers what it was given and when, for tests."""

    name, knows_copies = "memory", True

    def __init__(self) -> None:
        self.sent: list[tuple[Any, Ready]] = []

    def send(self, message: Ready) -> str | None:
        self.sent.append((clock.now(), message))
        return f"memory:{message.ref}"

    def freshen(self) -> None:
        return None

    def close(self) -> None:
        return None


memory = Memory()


def is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
