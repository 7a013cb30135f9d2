from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from mentors.messages import transports
from tests.messages.servers import Gateway, MailServer


@pytest.fixture
def loopback(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A real mail server on this machine, and the house set up to use it."""
    server = MailServer()
    server.controller.start()
    monkeypatch.setitem(app.config, "MAIL_TRANSPORT", "smtp")
    monkeypatch.setitem(app.config, "SMTP_HOST", "127.0.0.1")
    monkeypatch.setitem(app.config, "SMTP_PORT", server.port)
    monkeypatch.setitem(app.config, "SMTP_SECURITY", "none")
    monkeypatch.setitem(app.config, "SMTP_USER", None)
    yield server
    server.stop()


@pytest.fixture
def gateway(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """A real SMS gateway on this machine, and the house set up to use it."""
    server = Gateway()
    monkeypatch.setitem(app.config, "SMS_TRANSPORT", "gatewayapi")
    monkeypatch.setitem(app.config, "SMS_URL", server.url)
    monkeypatch.setitem(app.config, "SMS_TOKEN", "a token")
    yield server
    server.stop()


@pytest.fixture
def memory(app: Flask, monkeypatch: pytest.MonkeyPatch) -> transports.Memory:
    """Both channels end in a list."""
    monkeypatch.setitem(app.config, "MAIL_TRANSPORT", "memory")
    monkeypatch.setitem(app.config, "SMS_TRANSPORT", "memory")
    transports.memory.sent.clear()
    return transports.memory
