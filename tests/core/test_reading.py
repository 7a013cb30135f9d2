"""What to say to somebody whose own language has no text: those she also reads, English, Danish (issue 7, item 1)."""

from __future__ import annotations

import pytest

from mentors.core.language import also_read, best_readable, fallback_chain, find_readable, first_said


@pytest.mark.parametrize(
    ("own", "also", "chain"),
    [
        ("ti", (), ("ti", "en", "da")),
        ("ti", ("ar",), ("ti", "ar", "en", "da")),
        ("ku", ("ar", "en", "fa"), ("ku", "ar", "en", "fa", "da")),
        ("uk", ("uk", "ar", "ar"), ("uk", "ar", "en", "da")),
        ("ar", ("da",), ("ar", "da")),  # she reads Danish: English is no help
        ("da", ("ar",), ("da",)),
    ],
)
def test_her_language_then_those_she_also_reads_then_english_then_danish(
    own: str, also: tuple[str, ...], chain: tuple[str, ...]
) -> None:
    assert fallback_chain(own, also) == chain


@pytest.mark.parametrize(
    ("speaks", "levels", "reads"),
    [
        (("ar", "en"), (), ("ar", "en")),
        (("ar", "en"), ("en:2",), ("ar",)),  # a little English is not enough for a text
        (("ar", "en"), ("en:3", "ar:6"), ("ar", "en")),
        (("tr", "ckb", "am"), (), ()),  # we write none of them
        (("fa_AF", "fa"), (), ("fa",)),
        (("ar",), ("ar:", "nonsense", "ar:x"), ("ar",)),
        ((), ("ar:6",), ()),
    ],
)
def test_what_she_reads_among_what_she_speaks(
    speaks: tuple[str, ...], levels: tuple[str, ...], reads: tuple[str, ...]
) -> None:
    assert also_read(speaks, levels) == reads


@pytest.mark.parametrize(
    ("own", "speaks", "code"),
    [
        ("fa_AF", (), "fa"),  # Dari is written as Persian is
        ("prs", (), "fa"),
        ("ckb", (), "da"),  # Sorani is not Kurmanji, and nobody said Arabic
        ("ckb", ("ckb", "ar"), "ar"),
        ("ckb", ("ckb", "ku"), "ku"),
        ("tr", ("tr", "en"), "en"),
        ("ti", ("ar",), "ti"),
        (None, ("so",), "so"),
        (None, (), "da"),
    ],
)
def test_whom_we_cannot_write_to_in_her_own_language_we_write_in_one_she_reads(
    own: str | None, speaks: tuple[str, ...], code: str
) -> None:
    assert best_readable(own, speaks).code == code


def test_sorani_is_never_taken_for_kurmanji() -> None:
    assert find_readable("ckb") is None and find_readable("ku-Arab") is None and find_readable("kmr") is not None


def test_the_first_text_there_is_with_its_language() -> None:
    texts = {"da": "Dans", "en": "Dance", "ar": "", "fa": None}
    assert first_said(texts, ("ar", "fa", "en", "da")) == ("Dance", "en")
    assert first_said(texts, ("ar", "fa", "da")) == ("Dans", "da")
    assert first_said({}, ("ar",)) == ("", "da")
