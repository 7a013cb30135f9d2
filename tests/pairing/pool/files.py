"""Pools as the spreadsheets a town would bring."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from mentors.pairing.pool.facts import Newcomer, Pool, Side, Volunteer
from mentors.pairing.pool.week import parts_of


def _common(one: Side) -> dict[str, object]:
    return {
        "ref": one.ref,
        "languages": ";".join(f"{code}:{level}" for code, level in one.languages.items()),
        "postcode": one.postcode or "",
        "gender": one.gender or "",
        "wants_gender": one.wants_gender or "",
        "free": ";".join(parts_of(one.free)),
        "interests": ";".join(sorted(one.interests)),
        "trade": one.trade or "",
        "birth_year": one.birth_year or "",
        "max_km": "" if one.max_km is None else one.max_km,
    }


def newcomer_row(one: Newcomer) -> dict[str, object]:
    return {
        **_common(one),
        "programme": one.programme or "",
        "busy": ";".join(parts_of(one.busy)),
        "meets_children": "yes" if one.meets_children else "",
        "waiting_since": one.waiting_since or "",
        "class": "" if one.urgency is None else one.urgency,
        "not_with": ";".join(sorted(one.not_with)),
    }


def volunteer_row(one: Volunteer) -> dict[str, object]:
    return {
        **_common(one),
        "programmes": ";".join(sorted(one.programmes)),
        "capacity": one.capacity,
        "clearance_until": one.clearance_until or "",
        "interpreter_ok": "yes" if one.interpreter_ok else "no",
    }


def sayable(pool: Pool) -> Pool:
    """The pool without what no column says: protected addresses, and newcomers' own interpreters."""
    return replace(
        pool,
        newcomers=tuple(replace(one, place_hidden=False, interpreter_ok=False) for one in pool.newcomers),
        volunteers=tuple(replace(one, place_hidden=False) for one in pool.volunteers),
    )


def write(path: Path, rows: list[dict[str, object]], *, delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_pool(folder: Path, pool: Pool) -> tuple[Path, Path]:
    """NEWCOMERS.csv and VOLUNTEERS.csv of a pool with people on both sides."""
    return (
        write(folder / "newcomers.csv", [newcomer_row(one) for one in pool.newcomers]),
        write(folder / "volunteers.csv", [volunteer_row(one) for one in pool.volunteers], delimiter=";"),
    )


def write_pairs(path: Path, pairs: frozenset[tuple[str, str]]) -> Path:
    path.write_text("newcomer,volunteer\n" + "".join(f"{a},{b}\n" for a, b in sorted(pairs)), encoding="utf-8")
    return path
