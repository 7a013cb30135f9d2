"""The SMS gateways Danish municipalities use, each as its own papers say (docs/operate.md says how to set each up)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from mentors.messages import rules, rules_codes
from mentors.messages.transports import Ready, Undelivered
from mentors.messages.transports_sms import (
    Gateway,
    Knock,
    Report,
    basic,
    digits_of,
    json_body,
    report_of,
    table_of,
)  # fmt: skip


class GatewayApi(Gateway):
    """GatewayAPI's REST interface (POST /rest/mtsms). Receipts may carry a JWT (HS256) in X-Gwapi-Signature."""

    name, url = "gatewayapi", "https://gatewayapi.eu/rest/mtsms"

    def asked(self, message: Ready, text: str) -> tuple[str, bytes, dict[str, str]]:
        body: dict[str, Any] = {
            "sender": message.sms_sender[:11],
            "message": text,
            "recipients": [{"msisdn": int(digits_of(message.address))}],
            "userref": message.ref,
        }
        if not rules.is_gsm(text):
            body["encoding"] = "UCS2"
        if hook := self.callback():
            body["callback_url"] = hook
        return (self.parts.path, *json_body(body, Authorization=f"Token {self.token}"))

    def reference(self, answer: Any) -> str | None:
        return str(answer["ids"][0])

    @staticmethod
    def read(knock: Knock) -> Report | None:
        said = table_of(knock.json)
        return report_of(
            said.get("userref"), said.get("status"), rules_codes.GATEWAYAPI, said.get("id"), said.get("time")
        )

    @staticmethod
    def is_signed(knock: Knock, config: Mapping[str, Any]) -> bool:
        secret = config.get("SMS_HOOK_SECRET")
        return not secret or _is_jwt(knock.headers.get("X-Gwapi-Signature", ""), str(secret))


def _is_jwt(token: str, secret: str) -> bool:
    """Whether a compact JWT is signed with HS256 and this secret."""
    head, dot, signature = token.rpartition(".")
    try:
        algorithm = json.loads(_unpadded(head.split(".")[0]))["alg"]
        given = _unpadded(signature)
    except (ValueError, KeyError, TypeError):
        return False
    wanted = hmac.new(secret.encode(), head.encode("utf-8", "replace"), hashlib.sha256).digest()
    return bool(dot) and algorithm == "HS256" and hmac.compare_digest(wanted, given)


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


class Link(Gateway):
    """LINK Mobility's Common platform (POST /sms/send at the host LINK has assigned: SMS_URL is needed)."""

    name = "link"

    def asked(self, message: Ready, text: str) -> tuple[str, bytes, dict[str, str]]:
        body = {
            "source": message.sms_sender[:11],
            "sourceTON": "ALPHANUMERIC",
            "destination": f"+{digits_of(message.address)}",
            "userData": "".join(c if ord(c) < 0x10000 else "?" for c in text),  # four-byte characters are refused
            "platformId": self.config.get("SMS_PLATFORM") or "",
            "platformPartnerId": self.config.get("SMS_PARTNER") or "",
            "useDeliveryReport": self.callback() is not None,
            "refId": message.ref,
        }
        return (self.parts.path, *json_body(body, Authorization=basic(self.user, str(self.token))))

    def reference(self, answer: Any) -> str | None:
        return str(answer["messageId"])

    @staticmethod
    def read(knock: Knock) -> Report | None:
        said = table_of(knock.json)
        return report_of(
            said.get("refId"), said.get("resultCode"), rules_codes.LINK, said.get("id"), said.get("timestamp")
        )


class CpSms(Gateway):
    """CPSMS (POST /v2/send). Its receipts bring their words in the address, where we have written our reference."""

    name, url = "cpsms", "https://api.cpsms.dk/v2/send"

    def asked(self, message: Ready, text: str) -> tuple[str, bytes, dict[str, str]]:
        body: dict[str, Any] = {
            "to": digits_of(message.address),
            "message": text,
            "from": message.sms_sender[:11],
            "reference": message.ref,
        }
        if not rules.is_gsm(text):
            body["format"] = "UNICODE"
        if hook := self.callback(message.ref):
            body["dlr_url"] = hook
        return (self.parts.path, *json_body(body, Authorization=basic(self.user, str(self.token))))

    def reference(self, answer: Any) -> str | None:
        return str(answer["success"][0].get("reference") or "")

    def refusal(self, status: int, answer: Any) -> Undelivered | None:
        said = table_of(answer)
        return Undelivered("sms_refused", permanent=True) if status < 300 and said.get("error") else None

    @staticmethod
    def read(knock: Knock) -> Report | None:
        ref, status = knock.query.get("ref", ""), knock.query.get("status")
        if "?status=" in ref:  # it appends "?status=x&receiver=xx", whatever the address has already
            ref, _, status = ref.partition("?status=")
        return report_of(ref, status, rules_codes.CPSMS)


class Twilio(Gateway):
    """Twilio (POST /2010-04-01/Accounts/{sid}/Messages.json). SMS_USER is the account's SID, SMS_TOKEN its token."""

    name, url = "twilio", "https://api.twilio.com"
    NO_SUCH_NUMBER = frozenset({21211, 21214, 21217, 21614})
    TOLD_TO_STOP = 21610

    def asked(self, message: Ready, text: str) -> tuple[str, bytes, dict[str, str]]:
        form = {"To": f"+{digits_of(message.address)}", "From": message.sms_sender[:11], "Body": text}
        if hook := self.callback(message.ref):
            form["StatusCallback"] = hook
        try:
            body = urlencode(form).encode()
        except UnicodeError:
            raise Undelivered("bad_text", permanent=True) from None
        path = f"{self.parts.path.rstrip('/')}/2010-04-01/Accounts/{self.user}/Messages.json"
        kind = "application/x-www-form-urlencoded"
        return path, body, {"Content-Type": kind, "Authorization": basic(self.user, str(self.token))}

    def reference(self, answer: Any) -> str | None:
        return str(answer["sid"])

    def refusal(self, status: int, answer: Any) -> Undelivered | None:
        code = table_of(answer).get("code")
        if status != 400 or not isinstance(code, int):
            return None
        about_number = code in self.NO_SUCH_NUMBER or code == self.TOLD_TO_STOP
        return Undelivered(f"sms_{code}", permanent=True, bounce=about_number)

    @staticmethod
    def read(knock: Knock) -> Report | None:
        status, sid = knock.form.get("MessageStatus"), knock.form.get("MessageSid")
        return report_of(knock.query.get("ref"), status, rules_codes.TWILIO, sid)

    @staticmethod
    def is_signed(knock: Knock, config: Mapping[str, Any]) -> bool:
        """X-Twilio-Signature: HMAC-SHA1 over the address and the sorted form."""
        said = knock.url + "".join(name + value for name, value in sorted(knock.form.items()))
        wanted = hmac.new(str(config["SMS_TOKEN"]).encode(), said.encode("utf-8", "replace"), hashlib.sha1).digest()
        given = knock.headers.get("X-Twilio-Signature", "").encode("utf-8", "replace")
        return hmac.compare_digest(base64.b64encode(wanted), given)


GATEWAYS: dict[str, type[Gateway]] = {one.name: one for one in (GatewayApi, Link, CpSms, Twilio)}
