"""Which way out a channel has is a setting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentors.messages.transports import Mailbox, Misconfigured, Transport, memory
from mentors.messages.transports_gateways import GATEWAYS
from mentors.messages.transports_mail import Smtp
from mentors.people.rules import Channel


def transport_for(channel: Channel, config: Mapping[str, Any]) -> Transport:
    """The transport the settings name for a channel. Raises Misconfigured."""
    name = config["MAIL_TRANSPORT" if channel is Channel.email else "SMS_TRANSPORT"]
    if name == "mailbox":
        return Mailbox()
    if name == "memory":
        return memory
    if (channel, name) == (Channel.email, "smtp"):
        return Smtp(config)
    if channel is Channel.sms and name in GATEWAYS:
        return GATEWAYS[name](config)
    raise Misconfigured(f"there is no {channel} transport named {name!r}")
