from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from mentors.kit.xlsx import harmless, make_xlsx


@pytest.mark.parametrize(
    "text", ["=1+1", "+45", "-2", "@x", "\t=1", "\r=1", "\n=1", "＝1", "＋1", " =1", "\u00a0=1", "\x00=1"]
)
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["Mette", "", "1+1", "Åse = Øst", "محمد"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert harmless(text) == text


@settings(max_examples=80, deadline=None)
@examples(st.lists(st.text(max_size=12), min_size=1, max_size=6))
def test_no_text_at_all_becomes_a_formula_or_breaks_the_file(texts: list[str]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_xlsx([("Ark", ["a"] * len(texts), [texts])])))
    assert not any(cell.data_type == "f" for row in book["Ark"] for cell in row)


def test_numbers_and_days_stay_what_they_are() -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_xlsx([("Ark", ["a", "b", "c"], [[3, 1.5, date(2026, 11, 23)]])])))
    three, half, day = (cell.value for cell in list(book["Ark"])[1])
    assert (three, half, day.date()) == (3, 1.5, date(2026, 11, 23))
