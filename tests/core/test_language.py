from __future__ import annotations

import pytest

from mentors.core.language import READABLE, fallback_chain, find_readable


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("uk-UA", "uk"),
        ("uk_UA", "uk"),
        ("AR", "ar"),
        ("ar-SY", "ar"),
        ("da-DK", "da"),
        ("en-GB-oxendict", "en"),
        ("DA", "da"),
    ],
)
def test_a_browser_s_tag_finds_its_language(tag: str, code: str) -> None:
    found = find_readable(tag)
    assert found is not None and found.code == code


@pytest.mark.parametrize("tag", [None, "", "xx", "*", "-", "\0", "nb", "a" * 500])
def test_other_tags_find_none(tag: str | None) -> None:
    assert find_readable(tag) is None


def test_what_is_missing_is_read_in_english_and_then_in_danish() -> None:
    assert fallback_chain("ar") == ("ar", "en", "da")
    assert fallback_chain("en") == ("en", "da")
    assert fallback_chain("da") == ("da",)


def test_arabic_runs_from_right_to_left() -> None:
    assert {code for code, language in READABLE.items() if language.dir == "rtl"} == {"ar", "fa"}
