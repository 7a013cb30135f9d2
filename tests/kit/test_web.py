from __future__ import annotations

import pytest
from flask import Flask

from mentors.kit.web import query_number, query_text, safe_next


@pytest.mark.parametrize("target", ["/desk/", "/desk/people/abc?tab=history", "/my/#x", "/æøå"])
def test_a_path_of_this_site_is_followed(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None, "", "//evil.example", "/\\evil.example", "https://evil.example", "http:/evil", "javascript:alert(1)", "\\\\evil.example",
        "/desk\\@evil.example", "evil.example", " //evil.example", "/\t/evil.example", "/\n/evil.example", "/\r\nSet-Cookie: a=b", "/\0",
        "data:text/html,x", "///evil.example", "/\u0000/evil", "?next=/", "mailto:a@b.dk",
    ],
)  # fmt: skip
def test_nobody_is_led_off_the_site(target: str | None) -> None:
    assert safe_next(target) is None


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("3", 3),
        ("0", 1),
        ("-1", 1),
        ("", 1),
        ("x", 1),
        ("٣", 1),
        ("1e3", 1),
        ("99999999999999", 1),
        ("999999", 100_000),
    ],
)
def test_a_page_number_is_always_a_number(house: Flask, raw: str, number: int) -> None:
    with house.test_request_context("/", query_string={"page": raw}):
        assert query_number("page") == number


def test_a_search_word_is_short_and_can_be_asked_for(house: Flask) -> None:
    with house.test_request_context("/?q=%00a%ED%A0%80b" + "c" * 500):
        found = query_text("q")
    assert found.startswith("a") and len(found) <= 100 and "\0" not in found
    found.encode("utf-8")
