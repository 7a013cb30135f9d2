"""Mail: SMTP over verified TLS.

How long we wait (RFC 5321 4.5.3.2): 10 seconds for a connection, 60 for the answer to a command and 4 minutes
for all of them together, and the RFC's 10 minutes after the final dot: by then the server may have the letter,
and whoever hangs up early delivers it twice. All of it is shorter than the lease (`rules.LEASE`).
"""

from __future__ import annotations

import hashlib
import re
import smtplib
import ssl
import threading
import time
from collections.abc import Mapping
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from typing import Any

from flask import current_app

from mentors.core import clock
from mentors.core.guard import printable
from mentors.kit.failpoints import reach
from mentors.kit.speech import speaking
from mentors.messages import rules
from mentors.messages.transports import Misconfigured, Ready, Undelivered, is_loopback

CONNECT_SECONDS = 10
REPLY_SECONDS = 60
COMMANDS_SECONDS = 240
DATA_SECONDS = 600
IDLE_SECONDS = 60  # a connection that has rested so long is opened anew


class Smtp:
    """A mail server of the municipality's choice, always over verified TLS but on this very machine.

    Each sending thread keeps its own connection from one letter to the next.
    """

    name, knows_copies = "smtp", True  # a second copy carries the same Message-ID: better twice than never

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.host, self.port = config["SMTP_HOST"], config["SMTP_PORT"]
        self.user, self.password = config["SMTP_USER"], config["SMTP_PASSWORD"]
        self.security = config["SMTP_SECURITY"]
        self.trusted = config.get("SMTP_CA")  # a file with the certificate of a house's own mail server
        if self.security not in ("starttls", "tls", "none"):
            raise Misconfigured("SMTP_SECURITY is starttls, tls or none")
        if self.security == "none" and not is_loopback(self.host):
            raise Misconfigured("SMTP_SECURITY=none is for a mail server on this machine only")
        self.mine = threading.local()
        self.open: list[smtplib.SMTP] = []

    def send(self, message: Ready) -> str | None:
        letter = compose(message)
        sender, reader = ascii_domain(message.town_email), ascii_domain(message.address)
        try:
            server = self._connection()
            reach("mail.connected")
            self._say(server, sender, reader, _flat(letter))
        except smtplib.SMTPException as problem:
            raise _understood(problem) from None
        except ssl.SSLError:
            raise Undelivered("smtp_tls", unreachable=True) from None
        except OSError as problem:  # refused, reset, timed out
            raise Undelivered(f"smtp_{type(problem).__name__}", unreachable=True) from None
        reach("mail.accepted")
        self.mine.rested_at = time.monotonic()
        return str(letter["Message-ID"])

    def _say(self, server: smtplib.SMTP, sender: str, reader: str, letter: bytes) -> None:
        """One letter to one reader; whatever goes wrong, the connection is not used again."""
        until = time.monotonic() + COMMANDS_SECONDS
        options = [] if reader.isascii() and sender.isascii() else ["SMTPUTF8"]
        if options and not server.has_extn("smtputf8"):
            raise Undelivered("bad_address", permanent=True, bounce=True)
        try:
            _expect(server.mail(sender, options), 250, until)
            code, reply = server.rcpt(reader)
            if code not in (250, 251):
                raise smtplib.SMTPRecipientsRefused({reader: (code, reply)})
            _expect(server.docmd("DATA"), 354, until)
            reach("mail.before_dot")
            server.send(letter)
            if server.sock is not None:
                server.sock.settimeout(DATA_SECONDS)
            reach("mail.after_dot")
            code, reply = server.getreply()
            if code != 250:
                raise smtplib.SMTPDataError(code, reply)
            if server.sock is not None:
                server.sock.settimeout(REPLY_SECONDS)
        except BaseException:
            self._drop()
            raise

    def _connection(self) -> smtplib.SMTP:
        kept: smtplib.SMTP | None = getattr(self.mine, "server", None)
        if kept is not None and time.monotonic() - self.mine.rested_at < IDLE_SECONDS and _still_there(kept):
            return kept
        self._drop()
        server = self._connected()
        self.mine.server, self.mine.rested_at = server, time.monotonic()
        self.open.append(server)
        return server

    def _drop(self) -> None:
        server: smtplib.SMTP | None = getattr(self.mine, "server", None)
        if server is not None:
            self.mine.server = None
            self.open.remove(server)
            server.close()

    def close(self) -> None:
        for server in self.open:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()
        self.open.clear()

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context(cafile=self.trusted)
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=CONNECT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=CONNECT_SECONDS)
        try:
            if server.sock is not None:
                server.sock.settimeout(REPLY_SECONDS)
            if self.security == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password or "")
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server


def _still_there(server: smtplib.SMTP) -> bool:
    try:
        return server.rset()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _expect(answer: tuple[int, bytes], wanted: int, until: float) -> None:
    if answer[0] != wanted:
        raise smtplib.SMTPResponseException(*answer)
    if time.monotonic() > until:  # a server that answers each command at the last second
        raise TimeoutError


def _flat(letter: EmailMessage) -> bytes:
    """The letter as it goes over the wire: a line that begins with a dot gets a second one, and the final dot."""
    try:
        flat = letter.as_bytes()
    except UnicodeError:  # half a character, from a form or an import
        raise Undelivered("bad_text", permanent=True) from None
    return re.sub(rb"(?m)^\.", b"..", flat) + (b"" if flat.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _understood(problem: smtplib.SMTPException) -> Undelivered:
    """What a mail server's refusal means for this message. Only a 5xx about the recipient or the text is
    final; a wrong password or sender is ours to mend, and the message waits for it."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _reply in problem.recipients.values()]
        code = max(codes, default=450)
        # 421: the server is closing down, whatever it was asked. 552: the mailbox is full, which passes.
        final = code >= 500 and code != 552
        return Undelivered(f"smtp_{code}", permanent=final, bounce=final, unreachable=code == 421)
    if isinstance(problem, smtplib.SMTPDataError):
        code = problem.smtp_code
        return Undelivered(f"smtp_{code}", permanent=code >= 500, unreachable=code == 421)
    if isinstance(problem, smtplib.SMTPResponseException):
        return Undelivered(f"smtp_{problem.smtp_code}", unreachable=True)
    return Undelivered(f"smtp_{type(problem).__name__}", unreachable=True)


def compose(message: Ready) -> EmailMessage:
    """The letter: plain text and HTML, in the reader's language. Raises Undelivered for an address that
    cannot stand in a header."""
    letter = EmailMessage(policy=MAIL_POLICY)
    try:
        letter["From"] = Address(_one_line(message.town), addr_spec=ascii_domain(message.town_email))
        letter["To"] = Address(addr_spec=ascii_domain(message.address))
    except (ValueError, IndexError, MessageError):
        raise Undelivered("bad_address", permanent=True, bounce=True) from None
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
    domain = ascii_domain(town_email).rpartition("@")[2]
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


def ascii_domain(address: str) -> str:
    local, at, domain = printable(address).rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode()}"
    except UnicodeError:
        return address
