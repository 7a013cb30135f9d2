"""SMS: one small interface, and the gateways Danish municipalities use (docs/operate.md says how to set each up).

A gateway says how a message is asked for, how the answer names it, and how a receipt is read and signed. The rest
is common: one HTTPS request, no redirects, 5 seconds to connect, 30 for the answer. Where the answer is lost
after the question was asked, the message may have gone out: `maybe`, unless the gateway knows a copy by its key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from mentors.kit.failpoints import reach
from mentors.messages import rules, rules_codes
from mentors.messages.transports import Misconfigured, Ready, Undelivered, is_loopback

CONNECT_SECONDS = 5
REPLY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Knock:
    """A request at our receipt hook, as a gateway's `read` and `is_signed` see it."""

    url: str  # as the gateway was told it, with its query
    headers: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    json: Any


@dataclass(frozen=True, slots=True)
class Report:
    """What a receipt says about one message. `event` names it, so that a repeated one is the same. A word nobody
    here knows is neither a yes nor a no: `code` begins with ODD."""

    event: str
    ref: str
    arrived: bool
    code: str

    @property
    def is_odd(self) -> bool:
        return self.code.startswith(rules_codes.ODD)


class Gateway:
    """What the gateways have in common; each fills in `asked`, `reference` and `read`."""

    name = ""
    url = ""  # the usual address; SMS_URL names another

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.config = config
        self.token, self.user = config["SMS_TOKEN"], config.get("SMS_USER") or ""
        # Whether a copy under the same Idempotency-Key is known and not sent: a matter of contract.
        self.knows_copies = bool(config.get("SMS_KNOWS_COPIES"))
        self.parts = urlsplit(str(config.get("SMS_URL") or self.url))
        if not self.token:
            raise Misconfigured("SMS_TOKEN is missing")
        parts = self.parts
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
            raise Misconfigured("SMS_URL begins with https://")

    def callback(self, ref: str = "") -> str | None:
        return hook_url(self.config, ref)

    def asked(self, message: Ready, text: str) -> tuple[str, bytes, dict[str, str]]:
        """Path, body and headers of the request."""
        raise NotImplementedError

    def reference(self, answer: Any) -> str | None:
        """The gateway's name for the message, from its JSON answer."""
        raise NotImplementedError

    def refusal(self, status: int, answer: Any) -> Undelivered | None:
        """What a gateway of this kind means by a refusal, where it means more than its HTTP status."""
        return None

    @staticmethod
    def read(knock: Knock) -> Report | None:
        """What a receipt says; None for an in-between state and for nonsense."""
        raise NotImplementedError

    @staticmethod
    def is_signed(knock: Knock, config: Mapping[str, Any]) -> bool:
        """Whether the receipt carries the gateway's signature, where it gives one."""
        return True

    def send(self, message: Ready) -> str | None:
        path, body, headers = self.asked(message, rules.sms_text(message.text))
        key = hashlib.sha256(message.key.encode()).hexdigest()[:32]
        status, answer, after = self._ask(path, body, {**headers, "Idempotency-Key": key})
        if 200 <= status < 300:
            refused = self.refusal(status, answer)
            if refused is not None:
                raise refused
            reach("sms.answered")
            try:
                return self.reference(answer)
            except (ValueError, KeyError, IndexError, TypeError):
                # An answer we cannot read is still a yes: trying again would send a second SMS.
                return None
        raise self.refusal(status, answer) or self._said(status, after)

    def freshen(self) -> None:
        return None

    def close(self) -> None:
        return None

    def _ask(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any, timedelta | None]:
        kind = http.client.HTTPSConnection if self.parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(str(self.parts.hostname), self.parts.port, timeout=CONNECT_SECONDS)
        try:
            try:
                connection.connect()
                connection.sock.settimeout(REPLY_SECONDS)
            except OSError as problem:
                raise Undelivered(f"sms_{type(problem).__name__}", unreachable=True) from None
            reach("sms.connected")
            try:
                connection.request("POST", path, body, headers)
                reach("sms.asked")
                answer = connection.getresponse()
                said = answer.read(100_000)
            except (OSError, http.client.HTTPException) as problem:
                raise self._lost(f"sms_{type(problem).__name__}") from None
        finally:
            connection.close()
        waits = answer.headers.get("Retry-After", "")
        after = timedelta(seconds=int(waits)) if waits.isascii() and waits.isdigit() and len(waits) < 7 else None
        try:
            return answer.status, json.loads(said), after
        except ValueError:
            return answer.status, None, after

    def _lost(self, code: str) -> Undelivered:
        return Undelivered(code, unreachable=True, maybe=not self.knows_copies)

    def _said(self, code: int, after: timedelta | None) -> Undelivered:
        """429, 500 and 503 pass; 502 and 504 are a proxy's words for an answer that was lost; 401 and 403 are
        about our token, not about the message; a redirect is not followed; other 4xx are final."""
        if code in (502, 504):
            return self._lost(f"sms_{code}")
        ours = code in (401, 403, 408, 429) or code < 400
        return Undelivered(
            f"sms_{code}", permanent=400 <= code < 500 and not ours, after=after, unreachable=ours or code >= 500
        )


def hook_url(config: Mapping[str, Any], ref: str = "") -> str | None:
    """Where a gateway tells what became of a message; None where no secret is set for it."""
    secret = config.get("SMS_HOOK_TOKEN")
    return f"{config['BASE_URL']}/hooks/sms/{secret}" + (f"?ref={ref}" if ref else "") if secret else None


def digits_of(e164: str) -> str:
    digits = e164.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        raise Undelivered("bad_address", permanent=True, bounce=True)
    return digits


def _json(body: dict[str, Any], **headers: str) -> tuple[bytes, dict[str, str]]:
    try:
        packed = json.dumps(body, ensure_ascii=False).encode()
    except UnicodeError:  # half a character, from a form or an import
        raise Undelivered("bad_text", permanent=True) from None
    return packed, {"Content-Type": "application/json", **headers}


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def _event(*parts: Any) -> str:
    return hashlib.sha256("\n".join(str(part) for part in parts).encode("utf-8", "replace")).hexdigest()[:32]


def _report(ref: Any, status: Any, codes: rules_codes.Codes, *event: Any) -> Report | None:
    ref, status = (str(one) if isinstance(one, (str, int)) else "" for one in (ref, status))
    if not (0 < len(ref) <= 40 and ref.isascii() and ref.isalnum()) or status in codes.between:
        return None
    if not (0 < len(status) <= 20 and status.isascii() and status.replace("_", "").isalnum()):
        return None
    known = status in codes.arrived or status in codes.lost
    code = f"{'sms_' if known else rules_codes.ODD}{status.lower()}"
    return Report(_event(ref, status, *event), ref, status in codes.arrived, code)


def _table(said: Any) -> Mapping[str, Any]:
    return said if isinstance(said, dict) else {}


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
        return (self.parts.path, *_json(body, Authorization=f"Token {self.token}"))

    def reference(self, answer: Any) -> str | None:
        return str(answer["ids"][0])

    @staticmethod
    def read(knock: Knock) -> Report | None:
        said = _table(knock.json)
        return _report(
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
        return (self.parts.path, *_json(body, Authorization=_basic(self.user, str(self.token))))

    def reference(self, answer: Any) -> str | None:
        return str(answer["messageId"])

    @staticmethod
    def read(knock: Knock) -> Report | None:
        said = _table(knock.json)
        return _report(
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
        return (self.parts.path, *_json(body, Authorization=_basic(self.user, str(self.token))))

    def reference(self, answer: Any) -> str | None:
        return str(answer["success"][0].get("reference") or "")

    def refusal(self, status: int, answer: Any) -> Undelivered | None:
        said = _table(answer)
        return Undelivered("sms_refused", permanent=True) if status < 300 and said.get("error") else None

    @staticmethod
    def read(knock: Knock) -> Report | None:
        ref, status = knock.query.get("ref", ""), knock.query.get("status")
        if "?status=" in ref:  # it appends "?status=x&receiver=xx", whatever the address has already
            ref, _, status = ref.partition("?status=")
        return _report(ref, status, rules_codes.CPSMS)


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
        return path, body, {"Content-Type": kind, "Authorization": _basic(self.user, str(self.token))}

    def reference(self, answer: Any) -> str | None:
        return str(answer["sid"])

    def refusal(self, status: int, answer: Any) -> Undelivered | None:
        code = _table(answer).get("code")
        if status != 400 or not isinstance(code, int):
            return None
        about_number = code in self.NO_SUCH_NUMBER or code == self.TOLD_TO_STOP
        return Undelivered(f"sms_{code}", permanent=True, bounce=about_number)

    @staticmethod
    def read(knock: Knock) -> Report | None:
        status, sid = knock.form.get("MessageStatus"), knock.form.get("MessageSid")
        return _report(knock.query.get("ref"), status, rules_codes.TWILIO, sid)

    @staticmethod
    def is_signed(knock: Knock, config: Mapping[str, Any]) -> bool:
        """X-Twilio-Signature: HMAC-SHA1 over the address and the sorted form."""
        said = knock.url + "".join(name + value for name, value in sorted(knock.form.items()))
        wanted = hmac.new(str(config["SMS_TOKEN"]).encode(), said.encode("utf-8", "replace"), hashlib.sha1).digest()
        given = knock.headers.get("X-Twilio-Signature", "").encode("utf-8", "replace")
        return hmac.compare_digest(base64.b64encode(wanted), given)


GATEWAYS: dict[str, type[Gateway]] = {one.name: one for one in (GatewayApi, Link, CpSms, Twilio)}
