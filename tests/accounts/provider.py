"""A small sign-in provider in a process of its own: `python -m tests.accounts.provider PORT`.

Authlib's own server does the protocol; what a faulty or hostile provider would do is asked for by the person
who signs in there (`who` in the address).
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # loopback
PORT = int(sys.argv[1]) if __name__ == "__main__" else 0
ISSUER = f"http://127.0.0.1:{PORT}"
SECRET = "the providers own secret word"
KEY, OTHER_KEY = (RSAKey.generate_key(2048, parameters={"kid": "one"}) for _ in range(2))
CODES: dict[str, Code] = {}


class Client(ClientMixin):
    client_id, client_secret = "mentors", SECRET

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.endswith("/sign-in/provider/demoby/back")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == self.client_secret

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class Code(AuthorizationCodeMixin):
    def __init__(self, code: str, asked: Any, who: str) -> None:
        values = asked.payload.data
        self.code, self.who, self.redirect_uri = code, who, values["redirect_uri"]
        self.nonce, self.scope = values.get("nonce"), values.get("scope", "")
        self.code_challenge = values.get("code_challenge")
        self.code_challenge_method = values.get("code_challenge_method")

    def get_redirect_uri(self) -> str:
        return str(self.redirect_uri)

    def get_scope(self) -> str:
        return str(self.scope)


class Grant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]

    def save_authorization_code(self, code: str, request: Any) -> None:
        CODES[code] = Code(code, request, request.user)

    def query_authorization_code(self, code: str, client: Any) -> Code | None:
        return CODES.get(code)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        CODES.pop(authorization_code.code, None)

    def authenticate_user(self, authorization_code: Code) -> str:
        return authorization_code.who

    def create_token_response(self) -> Any:
        code = self.request.authorization_code
        status, body, headers = super().create_token_response()
        return status, {**body, "id_token": id_token(code.who, code.nonce)}, headers


def id_token(who: str, nonce: str | None) -> str:
    """`who` is `<fault>:<sub>:<email>`; without a fault the token is right."""
    fault, sub, email = who.split(":")
    now = int(os.environ.get("NOW") or time.time())
    claims = {"iss": ISSUER, "sub": sub, "aud": "mentors", "iat": now, "exp": now + 300, "nonce": nonce, "email": email,
              "email_verified": fault != "unverified", "amr": ["pwd"]}  # fmt: skip
    claims |= {
        "nonce": {"nonce": "another"}, "audience": {"aud": "somebody-else"}, "expired": {"iat": now - 900, "exp": now - 61},
        "late": {"iat": now - 340, "exp": now - 50}, "issuer": {"iss": "https://evil.example"}, "several": {"aud": ["mentors", "b"]},
        "nosub": {"sub": None}, "future": {"iat": now + 600, "exp": now + 900}, "mfa": {"amr": ["pwd", "mfa"]},
    }.get(fault, {})  # fmt: skip
    if fault == "unsigned":
        return f"{_part({'alg': 'none'})}.{_part(claims)}."
    if fault == "shared":
        from joserfc.jwk import OctKey

        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), algorithms=["HS256"])
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, OTHER_KEY if fault == "signature" else KEY)


def _part(value: dict[str, Any]) -> str:
    import base64
    import json

    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


app = Flask(__name__)
server = AuthorizationServer(
    app, query_client=lambda client_id: Client() if client_id == "mentors" else None, save_token=lambda *_args: None
)
server.register_grant(Grant, [CodeChallenge(required=True)])


@app.get("/.well-known/openid-configuration")
def described() -> Response:
    return jsonify(
        issuer=ISSUER, authorization_endpoint=f"{ISSUER}/authorize", token_endpoint=f"{ISSUER}/token", jwks_uri=f"{ISSUER}/jwks"
    )  # fmt: skip


@app.get("/jwks")
def jwks() -> Response:
    return jsonify(keys=[KEY.as_dict(private=False)])


@app.get("/authorize")
def authorize() -> Any:
    if request.args["who"].startswith("refuses"):
        return redirect(f"{request.args['redirect_uri']}?error=access_denied&state={request.args['state']}")
    return server.create_authorization_response(grant_user=request.args["who"], grant=server.get_consent_grant())


@app.post("/token")
def token() -> Any:
    return server.create_token_response()


if __name__ == "__main__":
    app.run("127.0.0.1", PORT, threaded=True)
