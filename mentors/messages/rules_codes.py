"""What the SMS gateways' words for the fate of a message mean. LINK's, CPSMS's and Twilio's were held against their own
documents; GatewayAPI's stand as they were first written from its public pages."""

from __future__ import annotations

from dataclasses import dataclass

ODD = "sms_odd_"  # begins the code of a word that stands in no table


@dataclass(frozen=True, slots=True)
class Codes:
    """A gateway's words for what became of a message; any other is odd."""

    arrived: frozenset[str]
    lost: frozenset[str]
    between: frozenset[str] = frozenset()  # nothing is settled yet


# gatewayapi.com/docs, "Delivery Status Notification": the states of a message.
GATEWAYAPI = Codes(
    frozenset({"DELIVERED"}),
    frozenset({"UNDELIVERABLE", "EXPIRED", "REJECTED", "DELETED", "SKIPPED"}),
    frozenset({"SCHEDULED", "BUFFERED", "ENROUTE", "ACCEPTED"}),
)


# LINK Mobility, "SMS REST API, MT and Delivery Reports" 1.6 (3 July 2019), result codes with what each means for
# delivery. 1007: delivered, to be billed later. 1008, 1011, 1013: with the operator. 1012: tried again. Final, and its
# delivery unknown, so named nowhere here: 4 and 5 (operator), 1010 ("absence of operator delivery report").
LINK = Codes(
    frozenset({"1001", "1007"}),
    frozenset(
        str(code)
        for code in (
            *(1, 2, 3, 6, 104, 105), *(1002, 1003, 1004, 1006, 1009), *range(2103, 2108), *range(2200, 2208),
            *range(3000, 3003), *range(4000, 4008),
        )
    ),
    frozenset({"1000", "1005", "1008", "1011", "1012", "1013"}),
)  # fmt: skip


# CPSMS's documentation (Compaya/slate, source/includes/_sms.md, "Status parameters (dlr_url)"): 1 successful,
# 2 failed, 3 buffered, 4 abandoned.
CPSMS = Codes(frozenset({"1"}), frozenset({"2", "4"}), frozenset({"3"}))


# Twilio's OpenAPI document 1.37.3, `message_enum_status`, those of what is sent. `partially_delivered` is neither a yes
# nor a no, and named nowhere here.
TWILIO = Codes(
    frozenset({"delivered", "read"}),
    frozenset({"failed", "undelivered", "canceled"}),
    frozenset({"accepted", "scheduled", "queued", "sending", "sent"}),
)
