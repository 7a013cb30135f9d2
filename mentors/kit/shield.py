"""What every answer carries: security headers, and a cookie nobody else can read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'"
)

# What every answer carries, also files and errors.
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Personal links stand in addresses: no page may be told where its visitor came from.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
HSTS = "max-age=63072000; includeSubDomains"


def headers_for(base_url: str) -> dict[str, str]:
    """The headers of a house at this address; a browser is told to stay on https where it is reached so."""
    return {**HEADERS, "Strict-Transport-Security": HSTS} if base_url.startswith("https://") else dict(HEADERS)


def around(app: Any, base_url: str) -> Callable[..., Any]:
    """The same on what is answered before Flask is asked: files, and a method that files do not know."""
    carried = headers_for(base_url)

    def answer(environ: Any, start_response: Any) -> Any:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            there = {name.lower() for name, _value in headers}
            added = [(name, value) for name, value in carried.items() if name.lower() not in there]
            return start_response(status, [*headers, *added], *more)

        return app(environ, start)

    return answer


def install(app: Flask) -> None:
    secure = app.config["BASE_URL"].startswith("https://")
    app.config.update(
        # A __Host- cookie belongs to this host alone, but browsers take one over https only.
        SESSION_COOKIE_NAME="__Host-mentors" if secure else "mentors",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )

    carried = headers_for(app.config["BASE_URL"])

    @app.before_request
    def from_here() -> None:
        """A browser tells where a request comes from; what changes something is not taken from another site.

        The second lock beside the token against forgery (ASVS 3.5.1). Machines that knock send no such word.
        """
        if request.method not in ("GET", "HEAD", "OPTIONS") and request.headers.get("Sec-Fetch-Site") == "cross-site":
            abort(403)

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers.update(carried)
        if response.status_code == 308:  # the router's own, for a slash too few: it repeats the Host it was told
            parts = urlsplit(response.headers.get("Location", "/"))
            path = "/" + parts.path.lstrip("/\\")
            response.headers["Location"] = f"{path}?{parts.query}" if parts.query else path
            response.data = b""
        if request.endpoint != "static" and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response
