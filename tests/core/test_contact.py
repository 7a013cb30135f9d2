from __future__ import annotations

import pytest

from mentors.core.contact import NotAContact, email, mobile, readable_phone


@pytest.mark.parametrize(
    "typed",
    [
        "20304050",
        "20 30 40 50",
        "+45 20304050",
        "0045 20 30 40 50",
        "2030-4050",
        " 20304050 ",
        "(+45) 20 30 40 50",
        "٢٠٣٠٤٠٥٠",
    ],
)
def test_a_danish_number_is_one_number_however_it_is_typed(typed: str) -> None:
    assert mobile(typed) == "+4520304050"


@pytest.mark.parametrize(("typed", "kept"), [("+380 44 279 0000", "+380442790000"), ("0049 30 901820", "+4930901820")])
def test_a_number_from_abroad_is_welcome(typed: str, kept: str) -> None:
    assert mobile(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "hej", "1234", "12345678", "+", "+4520304", "20304050607080", "0", "👍", "\0", "+45" * 50]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(NotAContact):
        mobile(typed)


def test_numbers_are_read_as_people_write_them() -> None:
    assert readable_phone("+4520304050") == "20 30 40 50"
    assert readable_phone("+380442790000").startswith("+380 44")
    assert readable_phone("not a number") == "not a number"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Mette@Eksempel.DK", "Mette@eksempel.dk"), (" a@b.dk ", "a@b.dk"), ("søren@bülow.dk", "søren@bülow.dk")],
)
def test_a_mail_address_is_kept_as_it_can_be_reached(typed: str, kept: str) -> None:
    assert email(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "a", "a@", "@b.dk", "a@b", "a b@c.dk", "a@b..dk", "a@-b.dk", "a\n@b.dk", "x" * 300 + "@b.dk"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(NotAContact):
        email(typed)
