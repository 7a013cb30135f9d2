"""What looks like a CPR number is stopped; phone numbers, dates and years are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentors.core.guard import looks_like_cpr, printable


@pytest.mark.parametrize(
    "text",
    [
        "010190-1234", "0101901234", "010190 1234", "01 01 90 1234", "01.01.90-1234", "01 01 90-1234", "311299–4321", "311299—4321",
        "311299 - 4321", "mit cpr er 150785-2222, tak", "CPR:1507852222.", "(150785-2222)", "١٥٠٧٨٥-٢٢٢٢", "۱۵۰۷۸۵۲۲۲۲", "150785\n2222",
        "150785\u00a02222", "x150785-2222x", "150785. 2222",
    ],
)  # fmt: skip
def test_a_cpr_number_is_seen(text: str) -> None:
    assert looks_like_cpr(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "20 30 40 50", "+45 20 30 40 50", "20304050", "Ring 12 12 12 12 efter kl. 16", "1. december 2026", "2026-12-24", "24.12.2026",
        "24/12-2026 kl. 16.30", "320190-1234", "011390-1234", "000090-1234", "10101901234", "01019012345", "CVR 13585628", "5000 Odense C",
        "fra 2019 til 2024", "1234 5678 9012 3456", "010190-123", "IBAN DK50 0040 0440 1162 43",
    ],
)  # fmt: skip
def test_other_numbers_are_let_through(text: str) -> None:
    assert not looks_like_cpr(text)


@given(
    st.dates().filter(lambda day: 1900 <= day.year <= 2050),
    st.integers(0, 9999),
    st.sampled_from(["", "-", " ", "–", "."]),
)
def test_every_birthday_with_four_digits_is_seen(day, serial: int, between: str) -> None:  # type: ignore[no-untyped-def]
    assert looks_like_cpr(f"{day:%d%m%y}{between}{serial:04d}")


@given(st.text(max_size=200))
def test_a_cleaned_text_can_be_kept(text: str) -> None:
    kept = printable(text)
    kept.encode("utf-8")
    assert "\0" not in kept and "\x1b" not in kept
    assert printable(kept) == kept


def test_a_cleaned_text_keeps_its_lines_and_letters() -> None:
    assert printable("Hej\r\nØrsted\t👋\0") == "Hej\nØrsted\t👋"
    assert printable("a\ud800b") == "ab"
