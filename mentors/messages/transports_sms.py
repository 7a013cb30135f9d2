"""SMS: one small interface, and the gateways Danish municipalities use (docs/operate.md says how to set each up).

A gateway says how a message is asked for, how the answer names it, and how a receipt is read and signed. The rest
is common: one HTTPS request, no redirects, 5 seconds to connect, 30 for the answer. Where the answer is lost
after the question was asked, the message may have gone out: `maybe`, unless the gateway knows a copy by its key.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

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


def json_body(body: dict[str, Any], **headers: str) -> tuple[bytes, dict[str, str]]:
    try:
        packed = json.dumps(body, ensure_ascii=False).encode()
    except UnicodeError:  # half a character, from a form or an import
        raise Undelivered("bad_text", permanent=True) from None
    return packed, {"Content-Type": "application/json", **headers}


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def event_of(*parts: Any) -> str:
    return hashlib.sha256("\n".join(str(part) for part in parts).encode("utf-8", "replace")).hexdigest()[:32]


def report_of(ref: Any, status: Any, codes: rules_codes.Codes, *event: Any) -> Report | None:
    ref, status = (str(one) if isinstance(one, (str, int)) else "" for one in (ref, status))
    if not (0 < len(ref) <= 40 and ref.isascii() and ref.isalnum()) or status in codes.between:
        return None
    if not (0 < len(status) <= 20 and status.isascii() and status.replace("_", "").isalnum()):
        return None
    known = status in codes.arrived or status in codes.lost
    code = f"{'sms_' if known else rules_codes.ODD}{status.lower()}"
    return Report(event_of(ref, status, *event), ref, status in codes.arrived, code)


def table_of(said: Any) -> Mapping[str, Any]:
    return said if isinstance(said, dict) else {}
