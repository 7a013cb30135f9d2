"""What goes over the wire is gzipped for those who can unpack it, and the same for everybody."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from flask import Flask

CSS = "/static/vendor/fds/fds.css"


def asked(app: Flask, path: str, offer: str | None = "gzip, deflate, br", **headers: str) -> Any:
    more = {"Accept-Encoding": offer} if offer is not None else {}
    return app.test_client().get(path, headers={**more, **headers})


@pytest.mark.parametrize("path", ["/sign-in", CSS])
def test_a_text_is_squeezed_and_is_the_same_text(app: Flask, path: str) -> None:
    plain, squeezed = asked(app, path, None), asked(app, path)
    assert squeezed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"] and "Accept-Encoding" in squeezed.headers["Vary"]
    assert int(squeezed.headers["Content-Length"]) == len(squeezed.data) < len(plain.data) / 1.5
    if path == CSS:
        assert gzip.decompress(squeezed.data) == plain.data
        assert asked(app, path).data == squeezed.data


@pytest.mark.parametrize("offer", [None, "", "br", "gzip;q=0", "x-gzip"])
def test_whoever_cannot_unpack_gets_it_whole(app: Flask, offer: str | None) -> None:
    assert "Content-Encoding" not in asked(app, CSS, offer).headers


def test_pictures_and_short_answers_stay_as_they_are(app: Flask) -> None:
    font = asked(app, "/static/vendor/fds/fonts/ibm-plex-sans-latin-400-normal.woff2")
    assert font.status_code == 200 and "Content-Encoding" not in font.headers
    assert "Content-Encoding" not in asked(app, "/healthz").headers


def test_a_file_that_is_known_is_not_sent_again(app: Flask) -> None:
    first = asked(app, CSS)
    again = asked(app, CSS, **{"If-Modified-Since": first.headers["Last-Modified"]})
    assert again.status_code == 304 and not again.data


def test_asking_for_the_head_gives_no_body(app: Flask) -> None:
    answer = app.test_client().head("/sign-in", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200 and not answer.data and "Content-Encoding" not in answer.headers
