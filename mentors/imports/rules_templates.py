"""The empty files to begin from: every column and one made-up row."""

from __future__ import annotations

from mentors.programmes.rules import Side

_BOTH = (
    ("ref", "N1"), ("first_name", "Amal"), ("last_name", "Eksempel"), ("mobile", "20 30 40 50"),
    ("email", "amal@example.org"), ("write_in", "ar"),
)  # fmt: skip
_PERSON = (
    ("languages", "ar;da:2"), ("postcode", "5000"), ("gender", "woman"), ("wants_gender", ""),
    ("free", "mon-evening;sat-morning"),
)  # fmt: skip
_MORE = (("interests", "cooking;walking"), ("trade", "care"), ("birth_year", "1984"))

COLUMNS: dict[Side, tuple[tuple[str, str], ...]] = {
    Side.newcomer: (
        *_BOTH, ("programme", "host"), *_PERSON, ("busy", "mon-morning;tue-morning"), *_MORE,
        ("meets_children", "no"), ("waiting_since", "2026-01-05"), ("class", ""), ("max_km", "10"), ("not_with", ""),
    ),
    Side.volunteer: (
        ("ref", "V1"), ("first_name", "Karla"), ("last_name", "Eksempel"), ("mobile", "20 30 40 51"),
        ("email", "karla@example.org"), ("write_in", "da"), ("programmes", "host"),
        ("languages", "da;en"), *_PERSON[1:], *_MORE,
        ("capacity", "1"), ("clearance_until", ""), ("max_km", "10"), ("interpreter_ok", "no"),
    ),
}  # fmt: skip
