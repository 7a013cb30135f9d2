"""Settings, from the environment and, under it, from `instance/settings.env`.

Refuses to start when something it cannot do without is missing or weak.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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
    vault = _keys(env, "VAULT_KEYS")
    if any(len(set(key)) < 10 for key in vault):
        raise Unset("VAULT_KEYS holds a key that repeats itself. Make each with `openssl rand -base64 48`.")
    base_url = overrides.get("BASE_URL") or env.get("BASE_URL", "")
    if not (vault or overrides.get("VAULT_KEYS") or demo) and base_url.startswith("https:"):
        raise Unset(
            "VAULT_KEYS is missing. It seals names and contact details in the database. Make one with "
            "`openssl rand -base64 48`, and keep a copy where the backups are not."
        )
    settings: dict[str, Any] = {
        "SECRET_KEY": secret,
        "DEMO_TOWN": demo,
        "BASE_URL": env.get("BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        "SQLALCHEMY_DATABASE_URI": database(env.get("DATABASE_URL", f"sqlite:///{INSTANCE / 'mentors.db'}")),
        # What seals the journal's chain, the current key first. Without one it follows the secret key, and then a
        # change of the secret must keep the old one here (docs/operate.md).
        "JOURNAL_KEYS": _keys(env, "JOURNAL_KEYS") or [secret],
        # What seals names and contact details in their columns, the newest key first. Without one it follows the
        # secret key; a house that real people reach must have its own (docs/operate.md).
        "VAULT_KEYS": overrides.get("VAULT_KEYS") or vault or [secret],
        "BACKUP_KEY": next(iter(_keys(env, "BACKUP_KEY")), None),
        "JOURNAL_ANCHORS": env.get("JOURNAL_ANCHORS", str(INSTANCE / "journal-anchors.txt")),
        "CLOCK_FILE": str(INSTANCE / "clock-offset") if demo else None,
        "THROTTLE": True,
        # Staff need a second factor, until their municipality decides otherwise (ASVS 6.3.3).
        "STAFF_SECOND_FACTOR": env.get("STAFF_SECOND_FACTOR", "0" if demo else "1") == "1",
        "OIDC": _providers(env),  # the municipalities' own sign-in, by slug
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
        "BACKUP_DAYS": int(
            env.get("BACKUP_DAYS", "30")
        ),  # how long a backup is kept: said on the receipt of an erasure
        "METRICS_TOKEN": env.get("METRICS_TOKEN"),  # without one, /metrics answers on this machine alone
        "LOG_FORMAT": env.get("LOG_FORMAT", "text" if demo else "json"),
        "TRUSTED_PROXIES": int(env.get("TRUSTED_PROXIES", "0")),
        "MAX_CONTENT_LENGTH": 1_000_000,
        "MAX_FORM_PARTS": 500,
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
    }
    return {**settings, **overrides}


def _keys(env: Mapping[str, str], name: str) -> list[str]:
    """Keys divided by commas, the current one first. Raises Unset for a weak one."""
    keys = [key.strip() for key in env.get(name, "").split(",") if key.strip()]
    if any(len(key) < 32 for key in keys):
        raise Unset(f"{name} holds a key shorter than 32 characters. Each must be 32 or longer, with commas between.")
    return keys


def database(url: str) -> str:
    """The address with the driver this house uses: psycopg 3."""
    return url.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)


def _providers(env: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """`OIDC_<TOWN>_ISSUER`, `_CLIENT_ID`, `_CLIENT_SECRET`, and if wanted `_NAME` and `_AMR`, by the town's slug.

    Addresses come from here and nowhere else: the house asks no server that a visitor names (SSRF).
    """
    found: dict[str, dict[str, str]] = {}
    for name in env:
        if not (name.startswith("OIDC_") and name.endswith("_ISSUER")):
            continue
        stem = name.removesuffix("_ISSUER")
        one = {
            part.lower(): env.get(f"{stem}_{part}", "")
            for part in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME", "AMR")
        }
        missing = [part for part in ("client_id", "client_secret") if not one[part]]
        if missing:
            raise Unset(f"{stem}_{missing[0].upper()} is missing beside {name}.")
        where = urlsplit(one["issuer"])
        if where.scheme != "https" and where.hostname not in ("127.0.0.1", "::1", "localhost"):
            raise Unset(f"{name} must be an https address.")
        found[stem.removeprefix("OIDC_").lower().replace("_", "-")] = one
    return found
