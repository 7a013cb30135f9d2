"""Mail: SMTP over verified TLS.

How long we wait (RFC 5321 4.5.3.2): 10 seconds for a connection, 60 for the answer to a command and 4 minutes
for all of them together, and the RFC's 10 minutes after the final dot: by then the server may have the letter,
and whoever hangs up early delivers it twice. All of it is shorter than the lease (`rules.LEASE`).
"""

from __future__ import annotations

import smtplib
import ssl
import threading
import time
from collections.abc import Mapping
from typing import Any

from mentors.kit.failpoints import reach
from mentors.messages.transports import Misconfigured, Ready, Undelivered, is_loopback
from mentors.messages.transports_letter import ascii_domain, compose

CONNECT_SECONDS = 10
REPLY_SECONDS = 60
COMMANDS_SECONDS = 240
DATA_SECONDS = 600
IDLE_SECONDS = 60  # a connection that has rested so long is opened anew
FRESH_SECONDS = 2  # a connection that answered so lately is not asked again whether it is still there
FRESHEN_SECONDS = 5  # how long asking may take: nothing is lost by a new connection


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
            self._say(server, sender, reader, letter.wire)
        except smtplib.SMTPException as problem:
            raise _understood(problem) from None
        except ssl.SSLError:
            raise Undelivered("smtp_tls", unreachable=True) from None
        except OSError as problem:  # refused, reset, timed out
            raise Undelivered(f"smtp_{type(problem).__name__}", unreachable=True) from None
        reach("mail.accepted")
        self.mine.rested_at = time.monotonic()
        return letter.message_id

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
        if kept is not None:
            rested = time.monotonic() - self.mine.rested_at
            fresh = time.monotonic() - self.mine.fresh_at < FRESH_SECONDS
            if rested < IDLE_SECONDS and (fresh or _still_there(kept)):
                self.mine.fresh_at = 0.0  # good for one letter
                return kept
        self._drop()
        server = self._connected()
        self.mine.server, self.mine.rested_at, self.mine.fresh_at = server, time.monotonic(), 0.0
        self.open.append(server)
        return server

    def freshen(self) -> None:
        """Ask whether the server is still there (RSET, as before every letter on a kept connection), now and not
        when the next letter is at hand."""
        server: smtplib.SMTP | None = getattr(self.mine, "server", None)
        if server is None or server.sock is None:
            return
        server.sock.settimeout(FRESHEN_SECONDS)
        if not _still_there(server):
            self._drop()
            return
        server.sock.settimeout(REPLY_SECONDS)
        self.mine.fresh_at = time.monotonic()

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
