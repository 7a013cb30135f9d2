"""Settings, from the environment and, under it, from `instance/settings.env`.

Refuses to start when something it cannot do without is missing or weak.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
INSTANCE = ROOT / "instance"


class Unset(SystemExit):
    """A setting is missing or weak; the message says which and how to set it."""


def _stored(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, value in pairs}


def load(environ: Mapping[str, str] | None = None, **overrides: Any) -> dict[str, Any]:
    """The settings as Flask wants them. Raises Unset."""
    env = {**_stored(INSTANCE / "settings.env"), **(os.environ if environ is None else environ)}
    secret = overrides.get("SECRET_KEY") or env.get("SECRET_KEY", "")
    if len(secret) < 32 or len(set(secret)) < 10:
        raise Unset(
            "SECRET_KEY is missing, shorter than 32 characters, or repeats itself. Set it in the environment, "
            "or use `make run` for a demo town."
        )
    demo = env.get("DEMO_TOWN") == "1"
    port = env.get("PORT", "8000")
    settings: dict[str, Any] = {
        "SECRET_KEY": secret,
        "DEMO_TOWN": demo,
        "BASE_URL": env.get("BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        "SQLALCHEMY_DATABASE_URI": _database(env.get("DATABASE_URL", f"sqlite:///{INSTANCE / 'mentors.db'}")),
        "CLOCK_FILE": str(INSTANCE / "clock-offset") if demo else None,
        "THROTTLE": True,
        # Delivery. `mailbox` keeps messages in the demo town's own mailbox.
        "MAIL_TRANSPORT": env.get("MAIL_TRANSPORT", "mailbox" if demo else "smtp"),
        "SMS_TRANSPORT": env.get("SMS_TRANSPORT", "mailbox" if demo else "gatewayapi"),
        "SMTP_HOST": env.get("SMTP_HOST", "localhost"),
        "SMTP_PORT": int(env.get("SMTP_PORT", "587")),
        "SMTP_USER": env.get("SMTP_USER"),
        "SMTP_PASSWORD": env.get("SMTP_PASSWORD"),
        "SMTP_SECURITY": env.get("SMTP_SECURITY", "starttls"),  # starttls, tls, none (loopback only)
        "SMTP_CA": env.get("SMTP_CA"),  # a certificate file, for a mail server of the house's own
        # SMS: gatewayapi, link, cpsms, twilio (docs/operate.md says what each of them calls these).
        "SMS_URL": env.get("SMS_URL"),  # None: the gateway's usual address
        "SMS_USER": env.get("SMS_USER"),
        "SMS_TOKEN": env.get("SMS_TOKEN"),
        "SMS_PLATFORM": env.get("SMS_PLATFORM"),
        "SMS_PARTNER": env.get("SMS_PARTNER"),
        "SMS_KNOWS_COPIES": env.get("SMS_KNOWS_COPIES") == "1",  # it honours Idempotency-Key
        "SMS_HOOK_TOKEN": env.get("SMS_HOOK_TOKEN"),  # the secret part of the receipts' address, 16-64 letters
        "SMS_HOOK_SECRET": env.get("SMS_HOOK_SECRET"),  # what the gateway signs its receipts with
        # Messages a second that a provider wants from all workers together; 0: no limit.
        "MAIL_PER_SECOND": float(env.get("MAIL_PER_SECOND", "0")),
        "SMS_PER_SECOND": float(env.get("SMS_PER_SECOND", "0")),
        "METRICS_TOKEN": env.get("METRICS_TOKEN"),  # without one, /metrics answers on this machine alone
        "LOG_FORMAT": env.get("LOG_FORMAT", "text" if demo else "json"),
        "TRUSTED_PROXIES": int(env.get("TRUSTED_PROXIES", "0")),
        "MAX_CONTENT_LENGTH": 1_000_000,
        "MAX_FORM_PARTS": 500,
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
    }
    return {**settings, **overrides}


def _database(url: str) -> str:
    """The address with the driver this house uses: psycopg 3."""
    return url.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)
