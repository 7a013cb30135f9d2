"""The ways out of the house: one message is handed to one provider, and nothing else happens here.

No transport touches the database: whoever calls holds no transaction while a provider takes its time.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from typing import Any, Protocol
from urllib.parse import urlsplit

from flask import current_app

from mentors.core import clock
from mentors.core.guard import printable
from mentors.kit.speech import speaking
from mentors.messages import rules
from mentors.people.rules import Channel

CONNECT_SECONDS = 10
REPLY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Ready:
    """A message as it leaves: links are addresses now."""

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


class Undelivered(Exception):
    """It did not go. `code` names the reason without content; `permanent` means: never will like this.
    `unreachable` tells that nobody answered at the other end at all."""

    def __init__(
        self, code: str, *, permanent: bool = False, after: timedelta | None = None, unreachable: bool = False
    ) -> None:
        super().__init__(code)
        self.code, self.permanent, self.after, self.unreachable = code, permanent, after, unreachable


class Misconfigured(Exception):
    """The settings do not let this transport work safely; its messages wait."""


class Transport(Protocol):
    def send(self, message: Ready) -> str | None:
        """Hand one message over; the provider's reference. Raises Undelivered."""


def transport_for(channel: Channel, config: Mapping[str, Any]) -> Transport:
    """The transport the settings name for a channel. Raises Misconfigured."""
    name = config["MAIL_TRANSPORT" if channel is Channel.email else "SMS_TRANSPORT"]
    if name == "mailbox":
        return Mailbox()
    if name == "memory":
        return memory
    if (channel, name) == (Channel.email, "smtp"):
        return Smtp(config)
    if (channel, name) == (Channel.sms, "gatewayapi"):
        return GatewayApi(config)
    raise Misconfigured(f"there is no {channel} transport named {name!r}")


class Mailbox:
    """Keeps the message where it is: the demo town reads it in the browser."""

    def send(self, message: Ready) -> str | None:
        return f"mailbox:{message.ref}"


class Memory:
    """Remembers what it was given and when, for tests."""

    def __init__(self) -> None:
        self.sent: list[tuple[Any, Ready]] = []

    def send(self, message: Ready) -> str | None:
        self.sent.append((clock.now(), message))
        return f"memory:{message.ref}"


memory = Memory()


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


# --- mail -----------------------------------------------------------------------------------------


class Smtp:
    """A mail server of the municipality's choice, always over verified TLS but on this very machine."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.host, self.port = config["SMTP_HOST"], config["SMTP_PORT"]
        self.user, self.password = config["SMTP_USER"], config["SMTP_PASSWORD"]
        self.security = config["SMTP_SECURITY"]
        if self.security not in ("starttls", "tls", "none"):
            raise Misconfigured("SMTP_SECURITY is starttls, tls or none")
        if self.security == "none" and not _is_loopback(self.host):
            raise Misconfigured("SMTP_SECURITY=none is for a mail server on this machine only")

    def send(self, message: Ready) -> str | None:
        letter = compose(message)
        try:
            with self._connected() as server:
                server.send_message(letter, from_addr=message.town_email, to_addrs=[_ascii_domain(message.address)])
        except smtplib.SMTPException as problem:
            raise _understood(problem) from None
        except ssl.SSLError:
            raise Undelivered("smtp_tls", unreachable=True) from None
        except OSError as problem:  # refused, reset, timed out
            raise Undelivered(f"smtp_{type(problem).__name__}", unreachable=True) from None
        return str(letter["Message-ID"])

    def _connected(self) -> smtplib.SMTP:
        if self.security == "tls":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=CONNECT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=CONNECT_SECONDS)
        try:
            if server.sock is not None:
                server.sock.settimeout(REPLY_SECONDS)
            if self.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password or "")
        except BaseException:
            server.close()
            raise
        return server


def _understood(problem: smtplib.SMTPException) -> Undelivered:
    """What a mail server's refusal means for this message. Only a 5xx about the recipient or the text is
    final; a wrong password or sender is ours to mend, and the message waits for it."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _reply in problem.recipients.values()]
        code = max(codes, default=450)
        return Undelivered(f"smtp_{code}", permanent=code >= 500)
    if isinstance(problem, smtplib.SMTPDataError):
        return Undelivered(f"smtp_{problem.smtp_code}", permanent=problem.smtp_code >= 500)
    if isinstance(problem, smtplib.SMTPResponseException):
        return Undelivered(f"smtp_{problem.smtp_code}", unreachable=True)
    return Undelivered(f"smtp_{type(problem).__name__}", unreachable=True)


def compose(message: Ready) -> EmailMessage:
    """The letter: plain text and HTML, in the reader's language. Raises Undelivered for an address that
    cannot stand in a header."""
    letter = EmailMessage(policy=MAIL_POLICY)
    try:
        letter["From"] = Address(_one_line(message.town), addr_spec=_ascii_domain(message.town_email))
        letter["To"] = Address(addr_spec=_ascii_domain(message.address))
    except (ValueError, IndexError, MessageError):
        raise Undelivered("bad_address", permanent=True) from None
    letter["Subject"] = _one_line(message.subject)
    letter["Message-ID"] = message_id(message.key, message.town_email)
    letter["Date"] = clock.now()
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies to us
    letter.set_content(message.text)
    letter.add_alternative(_as_html(message), subtype="html")
    letter["Content-Language"] = message.language.replace("_", "-")  # last: new content drops Content headers
    return letter


def message_id(key: str, town_email: str) -> str:
    """The same for every try of a message, so that a second copy can be recognised as one."""
    domain = _ascii_domain(town_email).rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def _as_html(message: Ready) -> str:
    with speaking(message.language) as language:
        return current_app.jinja_env.get_template("shell/mail.html").render(
            language=language,
            subject=_one_line(message.subject),
            town_name=message.town,
            paragraphs=rules.paragraphs(message.text),
        )


def _one_line(text: str) -> str:
    """A header's text: whoever smuggles a line break in writes no header of their own."""
    return " ".join(printable(text).split())


def _ascii_domain(address: str) -> str:
    local, at, domain = printable(address).rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode()}"
    except UnicodeError:
        return address


# --- SMS ------------------------------------------------------------------------------------------


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: our token and a person's number go to the configured host alone."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


class GatewayApi:
    """An SMS gateway that speaks GatewayAPI's REST interface (POST /rest/mtsms)."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.url, self.token = str(config["SMS_URL"]), config["SMS_TOKEN"]
        hook = config.get("SMS_HOOK_TOKEN")
        self.callback = f"{config['BASE_URL']}/hooks/sms/{hook}" if hook else None
        parts = urlsplit(self.url)
        if not self.token:
            raise Misconfigured("SMS_TOKEN is missing")
        if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(parts.hostname)):
            raise Misconfigured("SMS_URL begins with https://")
        self.opener = urllib.request.build_opener(_StayHere)

    def send(self, message: Ready) -> str | None:
        text = rules.sms_text(message.text)
        body: dict[str, Any] = {
            "sender": message.sms_sender[:11],
            "message": text,
            "recipients": [{"msisdn": _msisdn(message.address)}],
            "userref": message.ref,
        }
        if not rules.is_gsm(text):
            body["encoding"] = "UCS2"
        if self.callback:
            body["callback_url"] = self.callback
        request = urllib.request.Request(
            self.url,
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Token {self.token}"},
        )
        try:
            with self.opener.open(request, timeout=REPLY_SECONDS) as answer:
                return _reference(answer.read(100_000))
        except urllib.error.HTTPError as problem:
            with problem:
                raise _gateway_said(problem) from None
        except (OSError, ValueError) as problem:
            raise Undelivered(f"sms_{type(problem).__name__}", unreachable=True) from None


def _msisdn(e164: str) -> int:
    digits = e164.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        raise Undelivered("bad_address", permanent=True)
    return int(digits)


def _reference(answer: bytes) -> str | None:
    """The gateway's number for the message. An answer we cannot read is still a yes: trying again would
    send a second SMS."""
    try:
        return str(json.loads(answer)["ids"][0])
    except (ValueError, KeyError, IndexError, TypeError):
        return None


def _gateway_said(problem: urllib.error.HTTPError) -> Undelivered:
    """429 and 5xx pass; 401 and 403 are about our token, not about the message; other 4xx are final."""
    code, waits = problem.code, problem.headers.get("Retry-After", "")
    after = timedelta(seconds=int(waits)) if waits.isascii() and waits.isdigit() and len(waits) < 7 else None
    ours = code in (401, 403, 408, 429)
    return Undelivered(
        f"sms_{code}", permanent=400 <= code < 500 and not ours, after=after, unreachable=ours or code >= 500
    )
