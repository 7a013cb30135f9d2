"""Talking with a municipality's own sign-in provider: OpenID Connect, code flow with PKCE, through Authlib.

Only the configured issuer, and the addresses it names itself, are ever asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from flask import current_app
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from mentors.core import clock

TIMEOUT = 8  # seconds for each answer
SKEW = 60  # seconds two honest clocks may differ
ALGORITHMS = ["RS256", "PS256", "ES256"]  # never `none`, never a shared secret
LARGEST = 200_000  # bytes of a document


class ProviderRefused(Exception):
    """The provider's answer cannot be believed; the code word is for the log, not for the visitor."""


@dataclass(frozen=True, slots=True)
class Provider:
    issuer: str
    client_id: str
    client_secret: str
    name: str
    amr: str  # a word the provider must use about how she signed in, as `mfa`; empty: it is trusted to ask enough


@dataclass(frozen=True, slots=True)
class Attempt:
    """What belongs to one attempt of one browser; none of it is guessable, and `state` gives the rest away to nobody."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    issuer: str
    subject: str
    email: str | None  # only one the provider vouches for


def provider_of(slug: str) -> Provider | None:
    """The provider the settings name for a municipality."""
    one = current_app.config["OIDC"].get(slug)
    return (
        Provider(
            one["issuer"].rstrip("/"), one["client_id"], one["client_secret"], one.get("name", ""), one.get("amr", "")
        )
        if one
        else None
    )


def _is_safe(url: object) -> bool:
    parts = urlsplit(str(url))
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost"))


def _document(url: str) -> dict[str, Any]:
    if not _is_safe(url):
        raise ProviderRefused("insecure address")
    try:
        answer = requests.get(url, timeout=TIMEOUT, allow_redirects=False, stream=True)
        body = answer.raw.read(LARGEST + 1, decode_content=True)
        found = json.loads(body) if answer.status_code == 200 and len(body) <= LARGEST else None
    except (requests.RequestException, OSError, ValueError) as error:
        raise ProviderRefused("cannot be reached") from error
    if not isinstance(found, dict):
        raise ProviderRefused("no document")
    return found


def _described(provider: Provider) -> dict[str, Any]:
    """What the provider says about itself; it must say that it is who we asked (OIDC Discovery 4.3)."""
    found = _document(f"{provider.issuer}/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != provider.issuer:
        raise ProviderRefused("another issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not _is_safe(found.get(name, "")):
            raise ProviderRefused("insecure address")
    return found


def _session(provider: Provider, back_to: str) -> OAuth2Session:
    return OAuth2Session(
        provider.client_id, provider.client_secret, redirect_uri=back_to, scope="openid email profile",
        code_challenge_method="S256", token_endpoint_auth_method="client_secret_basic",
    )  # fmt: skip


def address_to_ask(provider: Provider, attempt: Attempt, back_to: str) -> str:
    """Where the browser goes to sign in. Raises ProviderRefused."""
    url, _state = _session(provider, back_to).create_authorization_url(
        _described(provider)["authorization_endpoint"], state=attempt.state, nonce=attempt.nonce,
        code_verifier=attempt.verifier,
    )  # fmt: skip
    return str(url)


def who_came_back(provider: Provider, attempt: Attempt, back_to: str, code: str) -> Identity:
    """Change the code for an identity, and believe it only when everything fits. Raises ProviderRefused."""
    said = _described(provider)
    try:
        token = _session(provider, back_to).fetch_token(
            said["token_endpoint"], code=code, code_verifier=attempt.verifier, timeout=TIMEOUT, allow_redirects=False
        )
        claims = _believed(provider, attempt, said, token)
    except (AuthlibBaseError, JoseError, requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise ProviderRefused(type(error).__name__) from error
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise ProviderRefused("no subject")
    if provider.amr and provider.amr not in (claims.get("amr") or []):
        raise ProviderRefused("one factor only")
    email = claims.get("email") if claims.get("email_verified") is True else None
    return Identity(provider.issuer, subject, str(email).lower() if email else None)


def _believed(provider: Provider, attempt: Attempt, said: dict[str, Any], token: dict[str, Any]) -> CodeIDToken:
    keys = KeySet.import_key_set(_document(said["jwks_uri"]))  # type: ignore[arg-type]
    read = jwt.decode(str(token["id_token"]), keys, algorithms=ALGORITHMS)
    claims = CodeIDToken(
        read.claims, read.header,
        options={"iss": {"essential": True, "value": said["issuer"]}, "aud": {"essential": True, "value": provider.client_id},
                 "nonce": {"essential": True, "value": attempt.nonce}},
        params={"nonce": attempt.nonce, "client_id": provider.client_id, "access_token": token.get("access_token")},
    )  # fmt: skip
    claims.validate(now=int(clock.now().timestamp()), leeway=SKEW)
    return claims
