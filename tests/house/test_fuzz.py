"""Whatever is sent to a form or written behind a question mark, the house answers in a sentence, never with 500."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import Tag
from flask import Flask, got_request_exception
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tests.house.walk import LANGUAGES, WALKERS, Seen, endpoint_of, starts
from tests.page import Page, Visitor, _shown
from tests.seeded import Town

Walked = Callable[[str, str], list[Seen]]

PAYLOADS = int(os.environ.get("FUZZ", "8"))
FUZZ = settings(max_examples=PAYLOADS, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck))  # fmt: skip

NASTY = [
    "", " ", "\0", "a\0b", "\ud800", "\udfff\ud800", "\ufffe", "\u202e" * 40, "\u2066\u2067", "👩‍👩‍👧‍👦" * 50, "ﷺ" * 200,
    "x" * 200_000, "-1", "0", "00", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1e309", "NaN",
    "inf", "٣", "１２", "0x10", "1_000", "2026-13-45", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "25:61",
    "2026-11-23T10:00", "2026-03-29T02:30", "'; DROP TABLE person; --", "<script>alert(1)</script>", "{{ 7*7 }}", "%(x)s", "%",
    "%s%d", "../../etc/passwd", "a" * 65, "true", "null", "[]", "{}", "\r\nSet-Cookie: a=b", "+" * 20, "+45" + "0" * 40,
    "@", "a@" + "b" * 300 + ".dk", "demo@-.dk", "http://[::1", "mon-morning", "volunteer", "other", "da", "zz", "0000", "99999",
]  # fmt: skip
values = st.one_of(st.sampled_from(NASTY), st.text(max_size=30), st.integers().map(str), st.just(None))


@contextmanager
def watched(app: Flask) -> Iterator[list[str]]:
    """What blew up inside while pages were asked for."""
    blown: list[str] = []

    def note(_sender: Any, exception: Exception, **_: Any) -> None:
        blown.append(f"{type(exception).__name__}: {str(exception)[:200]}")

    with got_request_exception.connected_to(note, app):
        yield blown


def forms_on(walks: list[Seen]) -> dict[tuple[str, frozenset[str]], tuple[Page, Tag]]:
    """Each kind of POST form that was met, once: by where it leads and what it asks."""
    found: dict[tuple[str, frozenset[str]], tuple[Page, Tag]] = {}
    for seen in walks:
        for form in seen.page.soup.find_all("form"):
            if str(form.get("method", "get")).lower() == "post":
                action = urljoin(seen.page.path, str(form.get("action") or seen.page.path))
                endpoint = endpoint_of(seen.page.visitor.client.application, action, "POST") or action
                found.setdefault((endpoint, frozenset(_names(form))), (seen.page, form))
    return found


def _names(form: Tag) -> list[str]:
    fields = form.find_all(["input", "select", "textarea", "button"])
    return list(dict.fromkeys(str(f["name"]) for f in fields if f.get("name") and f["name"] != "csrf_token"))


def own_pages(walked: Walked, walker: str) -> list[Seen]:
    """What a walker meets that nobody before has met."""
    before = {"public": (), "administrator": ("public", "coordinator")}.get(walker, ("public",))
    public = {seen.endpoint for other in before for seen in walked(other, LANGUAGES[other][0])}
    return [seen for seen in walked(walker, LANGUAGES[walker][0]) if seen.endpoint not in public]


@pytest.mark.parametrize("walker", WALKERS)
def test_no_form_breaks(seeded: Town, walked: Walked, walker: str) -> None:
    walks = own_pages(walked, walker)
    visitor, homes = starts(seeded, walker)
    faults: list[str] = []
    for (endpoint, _fields), (page, form) in forms_on(walks).items():
        if endpoint != "accounts.sign_out":
            faults += _fuzzed(seeded.app, visitor, homes[0], endpoint, page, form)
    assert not faults, "\n" + "\n".join(faults)


def _fuzzed(app: Flask, visitor: Visitor, home: str, endpoint: str, page: Page, form: Tag) -> list[str]:
    action = urljoin(page.path, str(form.get("action") or page.path))
    names, shown = _names(form), [pair for pair in _shown(form) if pair[0] != "csrf_token"]
    faults: list[str] = []

    @FUZZ
    @seed(2026)
    @given(st.fixed_dictionaries({}, optional=dict.fromkeys(names, values)), st.booleans())
    def press(nasty: dict[str, str | None], twice: bool) -> None:
        data = MultiDict([pair for pair in shown if pair[0] not in nasty])
        for name, value in nasty.items():
            for _ in range(2 if twice else 1):
                if value is not None:
                    data.add(name, value.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
        data.add("csrf_token", token_of(visitor, home))
        with watched(app) as blown:
            status = visitor.post(action, data=data).status
        if status >= 500 and not faults:
            said = {name: (value or "")[:40] for name, value in nasty.items()}
            faults.append(f"{endpoint} ({action}) answers {status} to {said!r}: {'; '.join(blown)}")

    press()
    return faults


def token_of(visitor: Visitor, home: str) -> str:
    """A token against forged requests, from any page of the visitor's that has a form."""
    field = visitor.get("/sign-in").soup.find("input", attrs={"name": "csrf_token"})
    if field is None:
        field = visitor.get(home).soup.find("input", attrs={"name": "csrf_token"})
    return str(field["value"]) if isinstance(field, Tag) else ""


QUERIES = [
    "?lang=../x&lang=ar&page=-1&page=99999999999999999999&q=%F0%9F%92%A9%00%ED%A0%80&sort=;drop&state=zz&kind=%00&side=x&"
    + "a=1&" * 300,
    "?lang=%00&page=abc&q=%&next=//evil.example&show=%E2%80%AE&%00=1&[]=2&day=2026-02-30&on=9999-99-99&from=x&ref=%FF&programme=%F0%9F",
]


@pytest.mark.parametrize("walker", WALKERS)
def test_no_question_breaks_a_page(seeded: Town, walked: Walked, walker: str) -> None:
    visitor, _homes = starts(seeded, walker)
    urls: dict[str, str] = {}
    for seen in own_pages(walked, walker):
        urls.setdefault(seen.endpoint, urlsplit(seen.url).path)
    faults = []
    for url in urls.values():
        for query in QUERIES:
            with watched(seeded.app) as blown:
                status = visitor.get(url + query).status
            if status >= 500:
                faults.append(f"{url}{query[:60]} answers {status}: {'; '.join(blown)}")
                break
    assert not faults, "\n" + "\n".join(faults)
