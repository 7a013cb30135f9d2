"""What mail servers and SMS gateways do to messages (reliability.md 3.2): fourteen kinds and eleven, each with the
state it must end in. Never two copies of a text, never a mail in the clear, never a second try of a final no."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mentors.core import clock
from mentors.messages import transports_mail, transports_sms
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.messages.transports_gateways import GATEWAYS
from mentors.messages.transports_sms import Gateway
from tests.given import Given
from tests.messages.servers import free_port
from tests.messages.writing import again, write_to


class FaultyServer:
    """Speaks just enough of a protocol to go wrong in one way."""

    def __init__(self, talk: Callable[[socket.socket], None]) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.talk, self.visits = talk, 0
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                visitor, _ = self.listener.accept()
            except OSError:
                return
            self.visits += 1
            with visitor:
                visitor.settimeout(5)
                try:
                    self.talk(visitor)
                except (OSError, ssl.SSLError):
                    continue

    def stop(self) -> None:
        self.listener.close()


def smtp(answers: dict[str, str | None], banner: str | None = "220 hi", extras: str = "") -> Any:
    """A mail server that answers each word of a client as told; None hangs up, `.` is the end of the letter."""

    def talk(visitor: socket.socket) -> None:
        if banner is None:
            visitor.recv(1)  # half open: it takes the connection and says nothing
            return
        visitor.sendall(banner.encode() + b"\r\n")
        lines = visitor.makefile("rb")
        for line in lines:
            word = line[:4].decode("ascii", "replace").strip().upper()
            if word == "DATA" and answers.get("DATA", "354") == "354":
                visitor.sendall(b"354 go\r\n")
                while (piece := lines.readline()) not in (b".\r\n", b""):
                    pass
                del piece
                word = "."
            answer = answers.get(
                word, f"250{'-' + extras + chr(13) + chr(10) + '250' if extras and word == 'EHLO' else ''} ok"
            )
            if answer is None:
                return
            visitor.sendall(answer.encode() + b"\r\n")

    return talk


@pytest.fixture
def serve(given: Given, monkeypatch: pytest.MonkeyPatch, loopback: Any) -> Iterator[Callable[..., FaultyServer]]:
    """A faulty mail server in place of the good one, and no patience."""
    servers: list[FaultyServer] = []
    for name in ("CONNECT_SECONDS", "REPLY_SECONDS", "DATA_SECONDS"):
        monkeypatch.setattr(transports_mail, name, 0.4)

    def start(talk: Any, security: str = "none") -> FaultyServer:
        servers.append(FaultyServer(talk))
        monkeypatch.setitem(given.app.config, "SMTP_PORT", servers[-1].port)
        monkeypatch.setitem(given.app.config, "SMTP_SECURITY", security)
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def mail(given: Given) -> Message:
    return write_to(given.person(mobile=None, email="reader@example.org"))


MAIL_FAULTS = {
    "421 at the greeting": (smtp({}, banner="421 closing"), "waiting"),
    "421 at the reader": (smtp({"RCPT": "421 closing"}), "waiting"),
    "450 greylisted": (smtp({"RCPT": "450 come back"}), "waiting"),
    "451 after the letter": (smtp({".": "451 local error"}), "waiting"),
    "452 out of space": (smtp({"RCPT": "452 full"}), "waiting"),
    "550 unknown reader": (smtp({"RCPT": "550 nobody"}), "failed"),
    "552 mailbox full": (smtp({"RCPT": "552 full"}), "waiting"),
    "554 after the letter": (smtp({".": "554 spam"}), "failed"),
    "553 about our sender": (smtp({"MAIL": "553 who are you"}), "waiting"),
    "a greeting that never comes": (smtp({}, banner=None), "waiting"),
    "hung up before the letter": (smtp({"DATA": None}), "waiting"),
    "hung up after the dot": (smtp({".": None}), "waiting"),
    "nonsense for an answer": (smtp({"MAIL": "hello there"}), "waiting"),
}


@pytest.mark.parametrize("fault", MAIL_FAULTS)
def test_a_mail_servers_fault_ends_in_the_right_state(given: Given, serve: Any, fault: str) -> None:
    talk, state = MAIL_FAULTS[fault]
    server = serve(talk)
    message = mail(given)
    assert deliver_due() == 0
    assert (again(message).state, again(message).tries) == (state, 1)
    with clock.stopped(clock.now() + timedelta(days=1)):
        before = server.visits
        deliver_due()
        assert (server.visits > before) == (state == "waiting"), "a final no is not asked again"


def test_a_greylisted_mail_is_delivered_the_second_time(given: Given, serve: Any) -> None:
    seen: list[int] = []

    def talk(visitor: socket.socket) -> None:
        seen.append(1)
        smtp({"RCPT": "450 come back"} if len(seen) == 1 else {})(visitor)

    serve(talk)
    message = mail(given)
    deliver_due()
    with clock.stopped(clock.now() + timedelta(minutes=6)):
        assert deliver_due() == 1
    assert again(message).state is MessageState.sent


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_stripped_or_missing_tls_lets_nothing_out(given: Given, serve: Any, security: str) -> None:
    heard: list[bytes] = []

    def talk(visitor: socket.socket) -> None:
        visitor.sendall(b"220 hi\r\n")
        while piece := visitor.recv(4096):
            heard.append(piece)
            visitor.sendall(b"250 ok\r\n")

    serve(talk, security)
    message = mail(given)
    assert deliver_due() == 0 and again(message).state is MessageState.waiting
    assert b"reader@example.org" not in b"".join(heard)


@pytest.mark.parametrize("name", ["wrong-name.example", "127.0.0.1"])
def test_a_certificate_nobody_vouches_for_lets_nothing_out(
    given: Given, serve: Any, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is vouched for and names another host; the second names this one and nobody vouches for it."""
    file = certificate(tmp_path, name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    heard: list[bytes] = []

    def talk(visitor: socket.socket) -> None:
        with context.wrap_socket(visitor, server_side=True) as safe:
            smtp({})(safe)
            heard.append(b"came in")

    serve(talk, "tls")
    if name == "wrong-name.example":
        monkeypatch.setitem(given.app.config, "SMTP_CA", str(file))
    message = mail(given)
    assert deliver_due() == 0
    assert (again(message).state, again(message).problem, heard) == (MessageState.waiting, "smtp_tls", [])


def certificate(folder: Path, name: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "server.pem"
    plain = serialization.NoEncryption()
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def test_an_answer_after_nine_minutes_is_waited_for() -> None:
    assert transports_mail.DATA_SECONDS == 600, "RFC 5321 4.5.3.2.6"
    total = transports_mail.CONNECT_SECONDS + transports_mail.COMMANDS_SECONDS + transports_mail.DATA_SECONDS
    from mentors.messages.rules import LEASE

    assert total < LEASE.total_seconds(), "the lease is longer than the longest legal send"


# --- SMS ------------------------------------------------------------------------------------------


def http(status: str = "200 ok", body: bytes = b'{"ids":[7]}', head: str = "", hang: str = "") -> Any:
    def talk(visitor: socket.socket) -> None:
        if hang == "before":
            return
        asked = visitor.recv(65536)
        while b"\r\n\r\n" not in asked or not asked.endswith(b"}"):
            asked += visitor.recv(65536)
        if hang == "after":
            return
        if hang == "silent":
            visitor.recv(1)
            return
        said = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{head}\r\n".encode()
        visitor.sendall(said + body)

    return talk


# The state where the gateway knows copies, and where it does not.
SMS_FAULTS = {
    "429 with Retry-After": (http("429 busy", head="Retry-After: 120\r\n"), "waiting", "waiting"),
    "500": (http("500 no"), "waiting", "waiting"),
    "502 with a page of HTML": (http("502 no", b"<html>bad gateway"), "waiting", "unknown"),
    "504": (http("504 no"), "waiting", "unknown"),
    "hung up before the answer": (http(hang="after"), "waiting", "unknown"),
    "no answer in time": (http(hang="silent"), "waiting", "unknown"),
    "400": (http("400 no"), "failed", "failed"),
    "a yes that cannot be read": (http(body=b"\xff\xfe"), "sent", "sent"),
    "a redirect": (http("302 elsewhere", head="Location: http://127.0.0.1:1/\r\n"), "waiting", "waiting"),
}


@pytest.mark.parametrize("knows_copies", [True, False])
@pytest.mark.parametrize("fault", SMS_FAULTS)
def test_a_gateways_fault_ends_in_the_right_state(
    given: Given, monkeypatch: pytest.MonkeyPatch, fault: str, knows_copies: bool
) -> None:
    talk, keyed, keyless = SMS_FAULTS[fault]
    monkeypatch.setattr(transports_sms, "REPLY_SECONDS", 0.4)
    server = FaultyServer(talk)
    settings = {"SMS_TRANSPORT": "gatewayapi", "SMS_TOKEN": "x", "SMS_URL": f"http://127.0.0.1:{server.port}/"}
    for name, value in {**settings, "SMS_KNOWS_COPIES": knows_copies}.items():
        monkeypatch.setitem(given.app.config, name, value)
    message = write_to(given.person(email=None))
    deliver_due()
    server.stop()
    assert again(message).state == (keyed if knows_copies else keyless)


def test_a_gateway_nobody_answers_at_has_got_nothing(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"SMS_TRANSPORT": "twilio", "SMS_TOKEN": "x", "SMS_URL": f"http://127.0.0.1:{free_port()}/"}
    for name, value in settings.items():
        monkeypatch.setitem(given.app.config, name, value)
    message = write_to(given.person(email=None))
    deliver_due()
    assert again(message).state is MessageState.waiting, "no connection, so nothing was said"


@pytest.mark.parametrize("name", GATEWAYS)
def test_each_gateway_is_asked_in_its_own_words(given: Given, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    answers = {
        "gatewayapi": b'{"ids":[7]}', "link": b'{"messageId":"7"}', "cpsms": b'{"success":[{"reference":"7"}]}',
        "twilio": b'{"sid":"7"}',
    }  # fmt: skip

    def talk(visitor: socket.socket) -> None:
        said = visitor.recv(65536)
        length = int(said.lower().split(b"content-length:")[1].split()[0])
        while len(said.split(b"\r\n\r\n", 1)[1]) < length:
            said += visitor.recv(65536)
        asked.append(said)
        visitor.sendall(b"HTTP/1.1 200 ok\r\nContent-Length: %d\r\n\r\n%s" % (len(answers[name]), answers[name]))

    server = FaultyServer(talk)
    settings = {
        "SMS_TRANSPORT": name, "SMS_TOKEN": "our own key", "SMS_USER": "user", "SMS_HOOK_TOKEN": "a-long-secret-of-the-gateway",
        "SMS_URL": f"http://127.0.0.1:{server.port}/path",
    }  # fmt: skip
    for key, value in settings.items():
        monkeypatch.setitem(given.app.config, key, value)
    message = write_to(given.person(email=None, mobile="+4520304050"))
    assert deliver_due() == 1
    server.stop()
    assert (again(message).provider, again(message).provider_ref) == (name, "7")
    head, _, body = asked[0].partition(b"\r\n\r\n")
    assert b"4520304050" in body and message.ref.encode() in body and b"Idempotency-Key: " in head
    assert b"our own key" not in body and b"Authorization: " in head
    assert isinstance(GATEWAYS[name](given.app.config), Gateway)
