"""Pages and style sheets go over the wire gzipped: a newcomer may read them on an old phone and a thin connection.

Compressing a page can betray a secret on it where another site can make the reader's browser ask for that page with
her cookies and see how long the answer is (BREACH). Our cookies are SameSite=Lax, so no such question carries them.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

KINDS = ("text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml", "text/calendar")
LEAST, MOST = 600, 2_000_000  # bytes: less is not worth it, more is a file somebody asked for
KEPT = 64  # files whose compressed form is remembered; the house has about thirty


class Squeezed:
    """A WSGI application whose texts are gzipped for those who can read that."""

    def __init__(self, inner: WSGIApplication) -> None:
        self.inner = inner
        self.kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = _Answer()
        body = self.inner(environ, answer.start)
        if not answer.fits(environ):
            start_response(answer.status, answer.headers, answer.trouble)
            return body
        try:
            whole = b"".join(body)
        finally:
            getattr(body, "close", lambda: None)()
        answer.put("Vary", ", ".join(filter(None, [answer.get("Vary"), "Accept-Encoding"])))
        if _reads_gzip(environ) and len(whole) >= LEAST:
            whole = self._squeeze(environ, answer, whole)
            answer.put("Content-Encoding", "gzip")
            if (tag := answer.get("ETag")) and not tag.startswith("W/"):
                answer.put("ETag", "W/" + tag)  # the same page in another dress
        answer.put("Content-Length", str(len(whole)))
        start_response(answer.status, answer.headers, answer.trouble)
        return [whole]

    def _squeeze(self, environ: WSGIEnvironment, answer: _Answer, whole: bytes) -> bytes:
        if "immutable" not in answer.get("Cache-Control") and not environ["PATH_INFO"].startswith("/static/"):
            return gzip.compress(whole, 5, mtime=0)
        key = (environ["PATH_INFO"], f"{answer.get('ETag')}{answer.get('Last-Modified')}{hash(whole)}")
        if key not in self.kept:
            self.kept[key] = gzip.compress(whole, 9, mtime=0)
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        return self.kept[key]


class _Answer:
    """What the inner application began to say, held back until it is known whether to squeeze it."""

    def __init__(self) -> None:
        self.status, self.trouble = "", None
        self.headers: list[tuple[str, str]] = []

    def start(self, status: str, headers: list[tuple[str, str]], trouble: Any = None) -> Callable[[bytes], object]:
        self.status, self.headers, self.trouble = status, list(headers), trouble
        return _unused  # Flask and WhiteNoise answer with what they return

    def get(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def put(self, name: str, value: str) -> None:
        self.headers = [(key, kept) for key, kept in self.headers if key.lower() != name.lower()] + [(name, value)]

    def fits(self, environ: WSGIEnvironment) -> bool:
        """Whether this is a whole text that is not squeezed yet."""
        length = self.get("Content-Length")
        return (
            environ.get("REQUEST_METHOD") in ("GET", "POST")
            and self.status[:3] not in ("204", "206", "304")
            and not self.get("Content-Encoding")
            and self.get("Content-Type").split(";")[0].strip() in KINDS
            and length.isdigit()
            and int(length) <= MOST
        )


def _unused(_data: bytes) -> None:
    raise AssertionError("nobody in this house writes past its answer")


def _reads_gzip(environ: WSGIEnvironment) -> bool:
    """Whether the reader's browser says it can unpack gzip (`gzip;q=0` says it cannot)."""
    for offer in environ.get("HTTP_ACCEPT_ENCODING", "").lower().split(","):
        name, _, weight = offer.strip().partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
