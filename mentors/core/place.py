"""Danish postcodes and rough distances between them.

The list: `mentors/core/postcodes.csv` (ODbL 1.0; sources beside it). Points are towns' centres, so a
distance is only ever said as "about": nobody's door can be found from it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    postcode: str
    town: str
    lat: float
    lon: float


@lru_cache(maxsize=1)
def places() -> dict[str, Place]:
    """Every known postcode with its place."""
    with Path(__file__).with_name("postcodes.csv").open(encoding="utf-8") as file:
        return {
            row["postnr"]: Place(row["postnr"], row["by"], float(row["lat"]), float(row["lon"]))
            for row in csv.DictReader(file)
        }


def find_place(postcode: str | None) -> Place | None:
    return places().get(postcode.strip()) if postcode else None


@lru_cache(maxsize=65536)
def about_km(one: str, other: str) -> int | None:
    """Whole kilometres between two postcodes' centres, 0 for the same postcode, None if unknown."""
    here, there = find_place(one), find_place(other)
    if here is None or there is None:
        return None
    north, east = radians(there.lat - here.lat), radians(there.lon - here.lon)
    chord = sin(north / 2) ** 2 + cos(radians(here.lat)) * cos(radians(there.lat)) * sin(east / 2) ** 2
    return 0 if one == other else max(1, round(2 * 6371 * asin(sqrt(chord))))
